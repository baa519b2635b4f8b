"""A person's name, addresses and numbers, however they are written."""

from __future__ import annotations

import pytest

from clusterhub.privacy.words import Words, is_telling

pytestmark = pytest.mark.once

WORDS = Words(
    "Personne effacée n° 3",
    names=("Aïssata N’Diaye",),
    addresses=("aissata@example.org",),
    numbers=("+223 76 00 11 22", "12"),
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Aïssata N’Diaye a ouvert la séance.", "Personne effacée n° 3 a ouvert la séance."),
        ("AISSATA N'DIAYE, DNDS", "Personne effacée n° 3, DNDS"),
        ("N’Diaye Aïssata", "Personne effacée n° 3"),
        ("Aïssata\u00a0N&#x27;Diaye&nbsp;: oui", "Personne effacée n° 3&nbsp;: oui"),
        ("<p>Aïssata&nbsp;N&rsquo;Diaye</p>", "<p>Personne effacée n° 3</p>"),
        ("A\u0131ssata", "A\u0131ssata"),
        ("Mme N’Diaye, et Aïssata Traoré", "Mme N’Diaye, et Aïssata Traoré"),
        ("Aïssata N’Diayes", "Aïssata N’Diayes"),
        ("écrire à AISSATA@example.org.", "écrire à (adresse effacée)."),
        ("aissata@example.org", ""),
        ("x.aissata@example.org, aissata@example.org.test", "x.aissata@example.org, aissata@example.org.test"),
        ("tél. 76001122", "tél. (numéro effacé)"),
        ("tél. (+223) 76.00.11.22 ou 00223 76 00 11 22", "tél. (numéro effacé) ou (numéro effacé)"),
        ("référence 176001122, le 12", "référence 176001122, le 12"),
    ],
)
def test_words_are_hidden_however_they_are_written(text: str, expected: str) -> None:
    assert WORDS.hides(text) == expected


def test_text_without_them_is_left_to_the_letter() -> None:
    """Not even its accents are put together another way."""
    apart = "de\u0301ja\u0300 vu"

    assert WORDS.hides(apart) is apart


def test_what_a_list_or_a_dictionary_holds_is_hidden_too() -> None:
    held = {"people": ["Aïssata N’Diaye", "Kadi"], "count": 2}

    assert WORDS.hides(held) == {"people": ["Personne effacée n° 3", "Kadi"], "count": 2}
    assert WORDS.hides(other := ["Kadi"]) is other


def test_anchor_stands_in_every_way_of_writing() -> None:
    assert WORDS.anchors[:2] == ["ssata", "aissata@example.org"]
    assert "76 00 11 22" in WORDS.anchors


@pytest.mark.parametrize(("name", "expected"), [("Moussa", False), ("Moussa Keïta", True), ("", False)])
def test_one_word_alone_may_be_anybodys(name: str, expected: bool) -> None:
    assert is_telling(name) is expected
