"""The sentences that layouts write by themselves, from data alone."""

import dataclasses

import pytest

from minutes.content import Item, RoleLine
from minutes.layouts import phrases
from minutes.layouts.filters import run_in
from tests.minutes.reading import one_line
from tests.minutes.sample import MEETING

CHAIR = RoleLine(role="chair", label="Présidence", name="Awa Démé", job_title="Coordinatrice", organisation="PNUD")
UNKNOWN = {"venue": "", "host": "", "place": "", "online_url": ""}


@pytest.mark.parametrize(
    ("changes", "chair", "sentence"),
    [
        (
            {"starts_at": "2017-05-23T14:30:00+00:00", "ends_at": "2017-05-23T16:00:00+00:00"},
            CHAIR,
            "L’an deux mille dix-sept, le vingt-trois mai, s’est tenue à Bamako (Salle de réunion du PNUD), de "
            "quatorze heures trente minutes à seize heures, la réunion des partenaires du Cluster Relèvement Précoce, "
            "présidée par Awa Démé, Coordinatrice (PNUD).",
        ),
        (
            {"starts_at": "2026-02-01", "ends_at": "", **UNKNOWN},
            None,
            "L’an deux mille vingt-six, le premier février, s’est tenue la réunion des partenaires du "
            "Cluster Relèvement Précoce.",
        ),
        (
            {
                "starts_at": "2022-09-06T09:00:00+00:00",
                "ends_at": "2022-09-08T12:00:00+00:00",
                "kind_label": "Atelier",
                "cluster_name": "Équipe humanitaire",
                "venue": "",
                "host": "",
            },
            RoleLine(role="chair", label="Présidence", name="", organisation="NRC"),
            "L’an deux mille vingt-deux, du six septembre au huit septembre, s’est tenu à Bamako, à partir de neuf "
            "heures, l’atelier de l’Équipe humanitaire, présidé par NRC.",
        ),
        (
            {"starts_at": "2021-12-31T09:00:00+00:00", "ends_at": "", **UNKNOWN, "online_url": "https://example.org"},
            None,
            "L’an deux mille vingt et un, le trente et un décembre, s’est tenue en ligne, à partir de neuf heures, la "
            "réunion des partenaires du Cluster Relèvement Précoce.",
        ),
        ({"starts_at": ""}, CHAIR, ""),
    ],
)
def test_opening_says_what_is_known_in_words(changes, chair, sentence):
    assert phrases.opening(dataclasses.replace(MEETING, **changes), chair) == sentence


@pytest.mark.parametrize(
    ("changes", "line"),
    [
        ({}, ("Lieu et date", "PNUD – Bamako, 15 novembre 2016, 14 h 30")),
        ({"host": "", "starts_at": "2017-06-07"}, ("Lieu et date", "Salle de réunion du PNUD – Bamako, 7 juin 2017")),
        ({**UNKNOWN}, ("Date", "15 novembre 2016, 14 h 30")),
        ({"starts_at": ""}, ("Lieu", "PNUD – Bamako")),
        ({"starts_at": "", **UNKNOWN}, ("Date", "")),
    ],
)
def test_place_and_date_are_named_by_what_is_known(changes, line):
    label, text = phrases.place_and_date(dataclasses.replace(MEETING, **changes))
    assert (label, one_line(text)) == line


@pytest.mark.parametrize(
    ("state", "count", "sentence"),
    [
        ("adopted", 6, "Les participants ont adopté les six points proposés à l’ordre du jour."),
        ("amended", 21, "Les participants ont adopté l’ordre du jour amendé, en vingt et un points."),
        ("adopted", 1, "Les participants ont adopté l’ordre du jour proposé."),
        ("amended", 0, "Les participants ont adopté l’ordre du jour amendé."),
        ("proposed", 6, ""),
        ("", 6, ""),
    ],
)
def test_adoption_counts_the_points_in_words(state, count, sentence):
    assert phrases.adoption(state, count) == sentence


@pytest.mark.parametrize(
    ("html", "due", "expected"),
    [
        ("<p>Envoyer.</p>", "au plus tard vendredi 16 juin", "<p>Envoyer, au plus tard vendredi 16 juin.</p>"),
        ("<p>Envoyer</p>", "22 novembre", "<p>Envoyer (échéance : 22 novembre)</p>"),
        ("<p>A</p><ul><li>B ;</li></ul>", "d’ici fin mai", "<p>A</p><ul><li>B, d’ici fin mai;</li></ul>"),
        ("<p>Envoyer.</p>", "", "<p>Envoyer.</p>"),
        ("", "22 novembre", " (échéance : 22 novembre)"),
    ],
)
def test_deadline_goes_inside_the_sentence(html, due, expected):
    assert phrases.with_deadline(html, due) == expected


@pytest.mark.parametrize(
    ("told", "expected"),
    [
        ("<p>Le lancement a lieu.</p>", "<p><strong>Projet &lt;b&gt;</strong> (AVSF) : Le lancement a lieu.</p>"),
        ("<ul><li>A</li></ul>", "<p><strong>Projet &lt;b&gt;</strong> (AVSF)</p><ul><li>A</li></ul>"),
        ("", "<p><strong>Projet &lt;b&gt;</strong> (AVSF)</p>"),
    ],
)
def test_title_runs_into_the_first_paragraph(told, expected):
    item = Item(number="5.1", kind="information", title="Projet <b>", presenter="AVSF", discussion_html=told)
    assert one_line(run_in(item)) == expected


def test_place_without_a_town_is_named_as_such():
    meeting = dataclasses.replace(MEETING, place="", ends_at="")
    assert "s’est tenue (lieu : Salle de réunion du PNUD), à partir de" in phrases.opening(meeting, None)
