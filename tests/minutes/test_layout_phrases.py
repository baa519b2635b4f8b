"""The sentences that layouts write by themselves, from data alone."""

import dataclasses

import pytest

from minutes.content import Attendee, Item, NextMeeting, RoleLine
from minutes.layouts import get_layout, phrases
from minutes.layouts.filters import run_in
from minutes.layouts.people import people_of
from tests.minutes.reading import one_line
from tests.minutes.sample import MEETING, sample_content

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


@pytest.mark.parametrize(
    ("closed_at", "all_discussed", "in_words", "sentence"),
    [
        (
            "2017-05-23T16:20:00+00:00",
            True,
            True,
            "L’ordre du jour étant épuisé, la séance a été levée à seize heures vingt minutes.",
        ),
        ("2017-05-23T16:20:00+00:00", True, False, "L’ordre du jour étant épuisé, la séance a été levée à 16 h 20."),
        ("2017-05-23T16:20:00+00:00", False, False, "La séance a été levée à 16 h 20."),
        ("2017-05-23T12:00:00+00:00", False, True, "La séance a été levée à midi."),
        ("2017-05-23", True, True, ""),
        ("", True, False, ""),
    ],
)
def test_closing_says_the_hour_and_whether_everything_was_treated(closed_at, all_discussed, in_words, sentence):
    meeting = dataclasses.replace(MEETING, closed_at=closed_at)
    said = phrases.closing_sentence(meeting, all_discussed=all_discussed, in_words=in_words)
    assert one_line(said) == sentence


@pytest.mark.parametrize(
    ("meeting", "sentence"),
    [
        (
            NextMeeting(starts_at="2016-12-14T14:30:00+00:00", venue="PNUD"),
            "La prochaine réunion est prévue le mercredi 14 décembre 2016 à 14 h 30 (lieu : PNUD).",
        ),
        (
            NextMeeting(starts_at="2017-02-01T09:00:00+00:00"),
            "La prochaine réunion est prévue le mercredi 1er février 2017 à 9 h.",
        ),
        (NextMeeting(starts_at="2017-02-02"), "La prochaine réunion est prévue le jeudi 2 février 2017."),
        (NextMeeting(starts_at="", venue="PNUD"), ""),
        (None, ""),
    ],
)
def test_next_meeting_is_a_sentence_of_what_is_known(meeting, sentence):
    assert one_line(phrases.next_meeting_sentence(meeting)) == sentence


@pytest.mark.parametrize(
    ("changes", "line"),
    [
        ({}, "11e réunion de l’année 2016"),
        ({"serial": 1}, "1re réunion de l’année 2016"),
        ({"serial": 1, "kind_label": "Atelier"}, "1er atelier de l’année 2016"),
        ({"serial": 2, "kind_label": "Atelier"}, "2e atelier de l’année 2016"),
        ({"serial": None}, ""),
        ({"year": None}, ""),
    ],
)
def test_rank_of_the_meeting_in_its_year(changes, line):
    assert phrases.rank_line(dataclasses.replace(MEETING, **changes)) == line


@pytest.mark.parametrize(
    ("states", "labels"),
    [
        (("present",), ["Présence"]),
        (("present", "present"), ["Étaient présents"]),
        (("represented", "represented", "excused"), ["Étaient représentés", "Absence excusée"]),
        (("absent", "excused", "excused", "absent"), ["Étaient excusés", "Étaient absents"]),
        (("guest", "observer", "observer"), ["Invitation", "Étaient observateurs"]),
        ((), []),
    ],
)
def test_presence_is_said_of_one_and_of_several(states, labels):
    content = sample_content(attendance=tuple(Attendee(name="Awa", state=state) for state in states))
    assert [group.label for group in people_of(content).groups] == labels


def test_everything_was_treated_unless_a_point_was_put_off():
    whole = sample_content(items=(Item(number="1", kind="discussion", title="A", discussion_html="<p>B</p>"),))
    assert get_layout("a").sheet(whole).closing[0].startswith("L’ordre du jour étant épuisé, la séance")
    assert get_layout("a").sheet(sample_content()).closing[0].startswith("La séance")
