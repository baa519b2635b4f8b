"""Stems and passages: pure, whatever the database."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from clusterhub.web.search.passages import passage_in
from clusterhub.web.search.stems import LONGEST, stem_of, stems_of


@pytest.mark.parametrize(
    "words",
    [
        "réalisé réalisée réalisées realisees REALISER réalisation réalisations",
        "activité activites Activités",
        "déplacé déplacées deplacees déplacement",
        "réhabilitées réhabilitation réhabiliter rehabilites",
        "régional régionaux regionale régionales",
        "latrine latrines LATRINES",
        "eau eaux",
        "œuvre oeuvres",
        "suivi suivis suivie suivies",
        "prévu prévus prévues PREVUS",
        "Ménaka menaka MÉNAKA",
    ],
)
def test_forms_of_a_word_share_one_stem(words: str) -> None:
    assert len(stems_of(words)) == 1


def test_words_that_differ_keep_their_own_stems() -> None:
    assert stems_of("latrine latitude forage formation") == ["latrin", "latitud", "forag", "format"]


def test_small_words_say_nothing() -> None:
    assert stems_of("l’eau de la ville et du cercle, à côté") == ["eau", "vill", "cercl", "cot"]


def test_references_and_file_names_are_cut_where_people_cut_them() -> None:
    assert stems_of("CRP-2016-11-04 plan_action_2017.pdf 5W") == [
        "crp",
        "2016",
        "11",
        "04",
        "plan",
        "action",
        "2017",
        "pdf",
        "5w",
    ]


def test_accents_apart_from_their_letter_do_not_cut_words() -> None:
    text = "Événements réalisés"
    assert stems_of(unicodedata.normalize("NFD", text)) == stems_of(text) == stems_of("evenements realises")


@given(st.text(max_size=200))
def test_any_text_has_stems_of_bounded_length(text: str) -> None:
    stems = stems_of(text)
    assert all(0 < len(stem) <= LONGEST for stem in stems)
    assert len(set(stems)) == len(stems)


@given(st.text(max_size=400), st.text(max_size=20))
def test_a_passage_only_repeats_the_text(text: str, words: str) -> None:
    pieces = passage_in(text, stems_of(words), length=60)
    shown = "".join(piece.text for piece in pieces).removeprefix("… ").removesuffix(" …")
    whole = " ".join(unicodedata.normalize("NFC", text).replace("\u00ad", "").split())
    assert shown in whole
    assert all(stem_of(piece.text) for piece in pieces if piece.is_hit)


def test_a_passage_marks_every_form_of_the_word_around_the_first() -> None:
    text = f"{'Rien ici. ' * 30}Les latrines de Gao, puis une latrine à Bourem. {'Rien non plus. ' * 40}"
    pieces = passage_in(text, stems_of("LATRINES"))
    assert [piece.text for piece in pieces if piece.is_hit] == ["latrines", "latrine"]
    assert pieces[0].text == "… "
    assert pieces[-1].text == " …"
    assert sum(len(piece.text) for piece in pieces) < 280
