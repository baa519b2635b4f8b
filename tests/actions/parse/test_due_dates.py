import datetime as dt

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from actions import enums
from actions.parse.due_dates import DueKind, Recurrence, parse_due
from clusterhub.web.typography import MONTHS

MEETING_ON = dt.date(2017, 6, 14)
"""A Wednesday."""


def read(text: str, meeting_on: dt.date = MEETING_ON) -> tuple[str, str | None]:
    due = parse_due(text, meeting_on=meeting_on)
    return due.kind.value, due.on and due.on.isoformat()


@pytest.mark.parametrize(
    ("text", "kind", "on"),
    [
        ("22 novembre", "date", "2017-11-22"),
        ("5 décembre", "date", "2017-12-05"),
        ("5 DECEMBRE", "date", "2017-12-05"),
        ("5décembre", "date", "2017-12-05"),
        ("cinq (5) décembre 2017", "date", "2017-12-05"),
        ("le 5 (cinq) décembre", "date", "2017-12-05"),
        ("vingt-cinq décembre", "date", "2017-12-25"),
        ("le 10 du mois de juillet", "date", "2017-07-10"),
        ("au plus tard vendredi 16 juin", "no_later_than", "2017-06-16"),
        ("au plus tard mercredi 14 juin", "no_later_than", "2017-06-14"),
        ("Au plus tard jeudi 15 juin.", "no_later_than", "2017-06-15"),
        ("au plus tard le 14 juin", "no_later_than", "2017-06-14"),
        ("le 15 juin", "date", "2017-06-15"),
        ("Délai: 15 juin", "date", "2017-06-15"),
        ("Délai\u00a0: 15\u00a0juin", "date", "2017-06-15"),
        ("jeudi 15 juin 2017", "date", "2017-06-15"),
        ("30/06", "date", "2017-06-30"),
        ("30/06/17", "date", "2017-06-30"),
        ("30/06/2017", "date", "2017-06-30"),
        ("30.06.2017", "date", "2017-06-30"),
        ("30-06-2017", "date", "2017-06-30"),
        ("2017-06-30", "date", "2017-06-30"),
        ("avant le 30/06/2017", "no_later_than", "2017-06-30"),
        ("d’ici le 20 juin", "no_later_than", "2017-06-20"),
        ("jusqu'au 20 juin", "no_later_than", "2017-06-20"),
        ("Dernier délai : 20 juin", "no_later_than", "2017-06-20"),
        ("1er juin 2027", "date", "2027-06-01"),
        ("1er juillet", "date", "2017-07-01"),
        ("1 er juillet", "date", "2017-07-01"),
        ("premier juillet", "date", "2017-07-01"),
        ("12 sept.", "date", "2017-09-12"),
        ("3 aout 2017", "date", "2017-08-03"),
        ("29 février 2020", "date", "2020-02-29"),
        ("le 15 juin à 14 h 30", "date", "2017-06-15"),
        ("le 15 juin 10h", "date", "2017-06-15"),
        ("vendredi 16 juin 2017 avant midi", "no_later_than", "2017-06-16"),
        ("La date limite sera communiquée ultérieurement par la MINUSMA/DDR.", "to_be_communicated", None),
        ("sera fixée par la DNDS avant le 20 juin", "to_be_communicated", None),
        ("à confirmer", "to_be_communicated", None),
        ("mensuel", "recurring", None),
        ("rapports mensuels", "recurring", None),
        ("trimestriel", "recurring", None),
        ("au moins une fois par mois", "recurring", None),
        ("à chaque réunion", "recurring", None),
        ("tous les vendredis", "recurring", None),
        ("avant l'hivernage", "seasonal", None),
        ("après la saison des pluies", "seasonal", None),
        ("dans un bref délai", "asap", None),
        ("Urgente", "asap", None),
        ("dès que possible", "asap", None),
        ("au plus vite", "asap", None),
        ("immédiatement", "asap", None),
        ("désormais", "standing", None),
        ("en continu", "standing", None),
        ("24/7", "standing", None),
        ("à la prochaine réunion", "next_meeting", None),
        ("Prochaine séance", "next_meeting", None),
        ("", "none", None),
        ("—", "none", None),
        (" \n", "none", None),
    ],
)
def test_parse_due_is_sure_of_usual_forms(text, kind, on):
    due = parse_due(text, meeting_on=MEETING_ON)
    assert (due.kind.value, due.on and due.on.isoformat()) == (kind, on)
    assert due.is_sure
    assert due.warning == ""
    assert due.text == text


@pytest.mark.parametrize(
    ("text", "kind", "on"),
    [
        ("mi-juillet", "approximate", "2017-07-15"),
        ("fin juin", "approximate", "2017-06-30"),
        ("d’ici fin juillet 2017", "approximate", "2017-07-31"),
        ("fin du mois de juillet", "approximate", "2017-07-31"),
        ("d'ici la fin du mois", "approximate", "2017-06-30"),
        ("le mois prochain", "approximate", "2017-07-31"),
        ("début juillet", "approximate", "2017-07-10"),
        ("seconde quinzaine de juillet", "approximate", "2017-07-31"),
        ("1ère quinzaine d'août", "approximate", "2017-08-15"),
        ("juillet 2017", "approximate", "2017-07-31"),
        ("courant juillet", "approximate", "2017-07-31"),
        ("avant juillet", "approximate", "2017-06-30"),
        ("T1 2027", "approximate", "2027-03-31"),
        ("T3", "approximate", "2017-09-30"),
        ("2e trimestre 2017", "approximate", "2017-06-30"),
        ("premier trimestre 2018", "approximate", "2018-03-31"),
        ("1er semestre 2018", "approximate", "2018-06-30"),
        ("fin 2017", "approximate", "2017-12-31"),
        ("la semaine prochaine", "approximate", "2017-06-23"),
        ("fin de semaine", "approximate", "2017-06-16"),
        ("semaine du 19 juin", "approximate", "2017-06-23"),
        ("vers le 20 juin", "approximate", "2017-06-20"),
        ("lundi prochain", "date", "2017-06-19"),
        ("mercredi", "date", "2017-06-21"),
        ("demain", "date", "2017-06-15"),
        ("après-demain", "date", "2017-06-16"),
        ("sous 48 h", "date", "2017-06-16"),
        ("sous deux semaines", "date", "2017-06-28"),
        ("dans un délai de 10 jours", "date", "2017-06-24"),
        ("dans un mois", "date", "2017-07-14"),
        ("15 juin (à confirmer)", "date", "2017-06-15"),
        ("Envoi des fiches le 15 juin", "date", "2017-06-15"),
        ("par trimestre si possible", "recurring", None),
        ("deux fois par mois", "recurring", None),
        ("mensuel, à partir du 30 juin 2017", "none", None),
        ("mensuel, le premier le 30 juin 2017", "recurring", "2017-06-30"),
        ("prochaine réunion de l'ICC", "next_meeting", None),
        ("à la prochaine réunion (12 juillet)", "next_meeting", "2017-07-12"),
        ("en attente du retour du Cluster Protection", "none", None),
        ("3 jours avant le 15 juillet", "none", None),
        ("programmée", "none", None),
        ("le 15", "date", "2017-06-15"),
        ("rapport de mai", "none", None),
        ("au plus tard à la clôture du projet", "none", None),
        ("CRP-2016-11-04", "none", None),
        ("dans 999 mois", "date", "2100-09-14"),
    ],
)
def test_parse_due_asks_when_it_is_not_sure(text, kind, on):
    assert read(text) == (kind, on)
    assert not parse_due(text, meeting_on=MEETING_ON).is_sure


@pytest.mark.parametrize(
    ("text", "on"),
    [
        # a day of the month, alone
        ("avant le 15", "2026-12-15"),
        ("le 30 au plus tard", "2026-11-30"),
        ("pour le 24", "2026-11-24"),
        ("le 31", "2026-12-31"),
        ("d’ici au 1er", "2026-12-01"),
        ("au plus tard le 15 du mois prochain", "2026-12-15"),
        ("vendredi 4 à 10 h 30", "2026-12-04"),
        ("vendredi 5", None),
        ("semaine du 7", "2026-12-11"),
        ("au 15 participants", None),
        # weeks and weekdays
        ("7–11 décembre 2026", "2026-12-11"),
        ("le 1er vendredi de décembre", "2026-12-04"),
        ("premier lundi du mois", "2026-12-07"),
        ("dernier jeudi de novembre", "2026-11-26"),
        ("troisième jeudi", None),
        ("lundi dernier", None),
        ("lundi de la semaine prochaine", "2026-11-30"),
        ("jeudi 10 h", "2026-11-26"),
        ("semaine 50", "2026-12-11"),
        ("S3 2027", None),
        ("avant le week-end", "2026-11-27"),
        # months
        ("03/2027", "2027-03-31"),
        ("fin de mois", "2026-11-30"),
        ("début du mois prochain", "2026-12-10"),
        ("au cours du mois de janvier", "2027-01-31"),
        ("de décembre à janvier", "2027-01-31"),
        ("décembre 2026 - mars 2027", "2027-03-31"),
        ("2026-2027", None),
        # so long after the meeting
        ("Délai : une semaine", "2026-12-01"),
        ("dans douze jours", "2026-12-06"),
        ("sous vingt-et-un jours", "2026-12-15"),
        ("délai de dix (10) jours", "2026-12-04"),
        ("2 semaines", "2026-12-08"),
        ("72 H", "2026-11-27"),
        ("d’ici une dizaine de jours", "2026-12-04"),
        ("dix jours après la réunion", "2026-12-04"),
        ("dix jours après l’atelier", None),
        ("dix jours après la réunion de l’ICC", None),
        ("3 jours avant la réunion", None),
    ],
)
def test_what_people_write_in_the_column_is_read_and_asked_about(text, on):
    due = parse_due(text, meeting_on=dt.date(2026, 11, 24))
    assert (due.on and due.on.isoformat(), due.is_sure) == (on, False)


@pytest.mark.parametrize(
    ("text", "on", "warning"),
    [
        ("au plus tard jeudi 16 juin", "2017-06-16", "Le 16 juin 2017 est un vendredi, pas un jeudi."),
        ("31 février", None, "Cette date n’existe pas : 31 février."),
        ("31/04/2018", None, "Cette date n’existe pas : 31 avril 2018."),
        ("06/30/2017", None, "Cette date n’existe pas : 06/30/2017."),
        ("1er juin", "2018-06-01", "L’année n’est pas écrite : compris comme le 1er juin 2018."),
        ("fin mars", "2018-03-31", "L’année n’est pas écrite : compris comme le 31 mars 2018."),
        ("13 juin 2017", "2017-06-13", "Le 13 juin 2017 est avant la réunion."),
        ("du 12 au 14 juillet", "2017-07-14", "Plusieurs dates : la dernière est retenue."),
        ("14 et 15 juillet", "2017-07-15", "Plusieurs dates : la dernière est retenue."),
        ("14 juin puis 15 juin", "2017-06-15", "Plusieurs dates : la dernière est retenue."),
        ("après le 15 juin", None, "L’échéance dépend d’un autre moment : précisez sa date."),
        ("dès le 20 juin", None, "L’échéance dépend d’un autre moment : précisez sa date."),
        ("bimensuel", None, "Précisez le rythme."),
    ],
)
def test_parse_due_warns(text, on, warning):
    due = parse_due(text, meeting_on=MEETING_ON)
    assert (due.on and due.on.isoformat(), due.warning.replace("\u00a0", " ")) == (on, warning)
    assert not due.is_sure


@pytest.mark.parametrize(
    ("text", "recurrence"),
    [
        ("hebdomadaire", Recurrence.WEEKLY),
        ("hebdo", Recurrence.WEEKLY),
        ("tous les 5 du mois", Recurrence.MONTHLY),
        ("chaque semaine", Recurrence.WEEKLY),
        ("mensuelle", Recurrence.MONTHLY),
        ("tous les mois", Recurrence.MONTHLY),
        ("le 15 de chaque mois", Recurrence.MONTHLY),
        ("par trimestre si possible", Recurrence.QUARTERLY),
        ("annuel", Recurrence.YEARLY),
        ("avant chaque réunion", Recurrence.PER_MEETING),
        ("22 novembre", None),
    ],
)
def test_parse_due_reads_the_recurrence(text, recurrence):
    assert parse_due(text, meeting_on=MEETING_ON).recurrence == recurrence


@pytest.mark.parametrize(
    ("text", "set_by"),
    [
        ("La date limite sera communiquée ultérieurement par la MINUSMA/DDR.", "la MINUSMA/DDR"),
        ("Sera précisée par l’OCHA", "l’OCHA"),
        ("sera fixée par la DNDS avant le 20 juin", "la DNDS"),
        ("à définir", ""),
        ("La DNDS communiquera la date.", "La DNDS"),
        ("L’OCHA précisera l’échéance", "L’OCHA"),
        ("La date limite sera communiquée ultérieurement", ""),
    ],
)
def test_parse_due_keeps_who_will_set_the_date(text, set_by):
    assert parse_due(text, meeting_on=MEETING_ON).set_by_text == set_by


def test_parse_due_takes_the_first_such_date_on_or_after_the_meeting():
    meeting_on = dt.date(2016, 11, 15)
    assert read("15 novembre", meeting_on) == ("date", "2016-11-15")
    assert read("14 novembre", meeting_on) == ("date", "2017-11-14")
    assert read("5 janvier", meeting_on) == ("date", "2017-01-05")


def test_kinds_and_recurrences_are_those_that_are_stored():
    assert {kind.value for kind in DueKind} == set(enums.DueKind.values)
    assert {recurrence.value for recurrence in Recurrence} == set(enums.Recurrence.values)


words = st.lists(
    st.sampled_from(
        "au plus tard le la avant fin mi- début lundi vendredi 1er 15 31 29 2017 30/06 2/3 99/99/9999"
        " 0000-00-00 9999-12-31 T1 trimestre prochaine réunion dans sous 999 48 h jours semaines mois chaque par"
        " après juin février et à : . ( )".split()
    )
    | st.text(max_size=6),
    max_size=8,
).map(" ".join)


@given(words, st.dates())
@example("dans 999 mois", dt.date.max)
@example("31 décembre", dt.date.max)
@example("demain", dt.date.max)
@example("semaine du 1er janvier 2017", dt.date.min)
def test_parse_due_never_raises_nor_changes_its_mind(text, meeting_on):
    due = parse_due(text, meeting_on=meeting_on)
    assert due.text == text
    assert parse_due(text, meeting_on=meeting_on) == due
    assert due.on is None or due.kind in {DueKind.DATE, DueKind.NO_LATER_THAN, DueKind.APPROXIMATE} or not due.is_sure


@given(
    st.dates(dt.date(2000, 1, 1), dt.date(2090, 1, 1)),
    st.integers(0, 365),
    st.sampled_from(["{}", "le {}", "avant le {}"]),
)
def test_a_date_without_a_year_is_never_before_the_meeting(meeting_on, days, around):
    day = meeting_on + dt.timedelta(days)
    due = parse_due(around.format(f"{day.day} {MONTHS[day.month - 1]}"), meeting_on=meeting_on)
    if (day.month, day.day) != (2, 29):
        assert due.on == (meeting_on if (day.month, day.day) == (meeting_on.month, meeting_on.day) else day)
    assert due.on is None or due.on >= meeting_on
