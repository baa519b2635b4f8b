from __future__ import annotations

from datetime import date

import pytest

from actions.cadence import next_due


@pytest.mark.once
@pytest.mark.parametrize(
    ("day", "recurrence", "after", "found"),
    [
        ("2026-11-02", "weekly", "2026-11-01", "2026-11-09"),
        ("2026-11-02", "weekly", "2026-11-09", "2026-11-16"),
        ("2026-11-02", "weekly", "2027-03-01", "2027-03-08"),
        ("2026-11-15", "monthly", "2026-10-01", "2026-12-15"),
        ("2026-11-15", "monthly", "2026-12-15", "2027-01-15"),
        ("2026-01-31", "monthly", "2026-02-01", "2026-02-28"),
        ("2026-02-28", "monthly", "2026-03-01", "2026-03-31"),
        ("2026-01-30", "monthly", "2026-02-01", "2026-02-28"),
        ("2026-11-15", "quarterly", "2027-09-20", "2027-11-15"),
        ("2024-02-29", "yearly", "2024-03-01", "2025-02-28"),
        ("2020-06-30", "yearly", "2026-06-30", "2027-06-30"),
    ],
)
def test_next_date_is_later_than_both(day: str, recurrence: str, after: str, found: str) -> None:
    answer = next_due(date.fromisoformat(day), recurrence, after=date.fromisoformat(after))
    assert answer.isoformat() == found
