import datetime as dt
from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from participants.cadence import cadence_in_words, next_occurrence
from participants.enums import Cadence, Weekday, WeekOfMonth


@dataclass
class Rhythm:
    cadence: str = Cadence.NONE
    cadence_weekday: int | None = None
    cadence_week: int | None = None
    usual_start: dt.time | None = None


WEEKLY = Rhythm(Cadence.WEEKLY, Weekday.TUESDAY)
FORTNIGHTLY = Rhythm(Cadence.FORTNIGHTLY, Weekday.WEDNESDAY)
SECOND_WEDNESDAY = Rhythm(Cadence.MONTHLY, Weekday.WEDNESDAY, WeekOfMonth.SECOND, dt.time(14, 30))
LAST_FRIDAY = Rhythm(Cadence.MONTHLY, Weekday.FRIDAY, WeekOfMonth.LAST)


@pytest.mark.parametrize(
    ("rhythm", "after", "expected"),
    [
        (WEEKLY, dt.date(2016, 11, 14), dt.date(2016, 11, 15)),
        (WEEKLY, dt.date(2016, 11, 15), dt.date(2016, 11, 22)),
        (FORTNIGHTLY, dt.date(2016, 11, 16), dt.date(2016, 11, 30)),
        (FORTNIGHTLY, dt.date(2016, 11, 14), dt.date(2016, 11, 16)),
        (SECOND_WEDNESDAY, dt.date(2016, 11, 8), dt.date(2016, 11, 9)),
        (SECOND_WEDNESDAY, dt.date(2016, 11, 9), dt.date(2016, 12, 14)),
        (SECOND_WEDNESDAY, dt.date(2016, 12, 31), dt.date(2017, 1, 11)),
        (LAST_FRIDAY, dt.date(2017, 1, 31), dt.date(2017, 2, 24)),
        (LAST_FRIDAY, dt.date(2017, 3, 1), dt.date(2017, 3, 31)),
        (Rhythm(), dt.date(2017, 3, 1), None),
    ],
)
def test_next_occurrence_after(rhythm: Rhythm, after: dt.date, expected: dt.date | None) -> None:
    assert next_occurrence(rhythm, after) == expected


def test_fortnight_counted_from_the_anchor() -> None:
    anchor = dt.date(2016, 11, 16)

    assert next_occurrence(FORTNIGHTLY, dt.date(2016, 11, 25), anchor=anchor) == dt.date(2016, 11, 30)
    assert next_occurrence(FORTNIGHTLY, dt.date(2016, 11, 30), anchor=anchor) == dt.date(2016, 12, 14)


@given(
    cadence=st.sampled_from([Cadence.WEEKLY, Cadence.FORTNIGHTLY, Cadence.MONTHLY]),
    weekday=st.sampled_from(Weekday.values),
    week=st.sampled_from(WeekOfMonth.values),
    after=st.dates(dt.date(2000, 1, 1), dt.date(2100, 1, 1)),
)
def test_next_occurrence_is_later_and_on_its_weekday(cadence: str, weekday: int, week: int, after: dt.date) -> None:
    day = next_occurrence(Rhythm(cadence, weekday, week), after)

    assert day is not None
    assert day.weekday() == weekday
    assert 0 < (day - after).days <= {Cadence.WEEKLY: 7, Cadence.FORTNIGHTLY: 14, Cadence.MONTHLY: 35}[cadence]


@pytest.mark.parametrize(
    ("rhythm", "words"),
    [
        (SECOND_WEDNESDAY, "le deuxième mercredi du mois à 14\u00a0h\u00a030"),
        (LAST_FRIDAY, "le dernier vendredi du mois"),
        (WEEKLY, "chaque mardi"),
        (FORTNIGHTLY, "un mercredi sur deux"),
        (Rhythm(), ""),
    ],
)
def test_cadence_in_words(rhythm: Rhythm, words: str) -> None:
    assert cadence_in_words(rhythm) == words
