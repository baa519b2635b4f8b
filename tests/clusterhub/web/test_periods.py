"""Years, quarters, days from one to another."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from clusterhub.web.periods import FIRST_YEAR, LAST_YEAR, Period
from clusterhub.web.typography import NBSP

MARCH_3, APRIL_5 = date(2026, 3, 3), date(2026, 4, 5)


@pytest.mark.parametrize(
    ("period", "label", "code"),
    [
        (Period.of_year(2026), "année 2026", "2026"),
        (Period.of_quarter(2026, 1), "1er trimestre 2026", "2026-T1"),
        (Period.of_quarter(2026, 4), "4e trimestre 2026", "2026-T4"),
        (Period(MARCH_3, APRIL_5), f"du 3{NBSP}mars 2026 au 5{NBSP}avril 2026", "2026-03-03-2026-04-05"),
        (Period(MARCH_3, MARCH_3), f"journée du 3{NBSP}mars 2026", "2026-03-03-2026-03-03"),
        (Period(date(9999, 12, 31), date(9999, 12, 31)), f"journée du 31{NBSP}décembre 9999", "9999-12-31-9999-12-31"),
        (Period(date(2026, 1, 1), date(2027, 3, 31)), f"du 1er{NBSP}janvier 2026 au 31{NBSP}mars 2027", None),
    ],
)
def test_period_is_called_as_people_call_it(period: Period, label: str, code: str | None) -> None:
    assert period.label == label
    assert code is None or period.code == code


def test_four_quarters_make_the_year_without_gap() -> None:
    quarters = [Period.of_quarter(2024, number) for number in (1, 2, 3, 4)]
    days = [one.since + timedelta(n) for one in quarters for n in range((one.until - one.since).days + 1)]
    assert len(days) == len(set(days)) == 366
    assert (days[0], days[-1]) == (Period.of_year(2024).since, Period.of_year(2024).until)


@pytest.mark.parametrize(
    ("period", "by", "expected"),
    [
        (Period.of_year(2026), -1, Period.of_year(2025)),
        (Period.of_quarter(2026, 1), -1, Period.of_quarter(2025, 4)),
        (Period.of_quarter(2026, 4), 1, Period.of_quarter(2027, 1)),
        (Period.of_quarter(2026, 2), 1, Period.of_quarter(2026, 3)),
        (Period(MARCH_3, APRIL_5), 1, None),
        (Period.of_year(LAST_YEAR), 1, None),
        (Period.of_quarter(FIRST_YEAR, 1), -1, None),
    ],
)
def test_next_and_previous_are_of_the_same_length(period: Period, by: int, expected: Period | None) -> None:
    assert period.shifted(by) == expected
