"""Days on which people are at work: neither Saturday nor Sunday nor a day off of Mali. Pure."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass, field
from datetime import date, timedelta

from participants.enums import Weekday

ONE_DAY = timedelta(days=1)
LOOKS_BACK = 31
"""A month without a working day is a mistake in the list of days off: then any day will do."""


@dataclass(frozen=True)
class WorkingDays:
    """``yearly`` are pairs (month, day)."""

    yearly: Container[tuple[int, int]] = field(default_factory=frozenset)
    dated: Container[date] = field(default_factory=frozenset)

    def includes(self, day: date) -> bool:
        is_weekend = day.weekday() in (Weekday.SATURDAY, Weekday.SUNDAY)
        return not (is_weekend or day in self.dated or (day.month, day.day) in self.yearly)

    def last_until(self, day: date) -> date:
        """The day itself, or the working day before it."""
        earlier = (day - count * ONE_DAY for count in range(LOOKS_BACK))
        return next((each for each in earlier if self.includes(each)), day)
