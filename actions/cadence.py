"""When a commitment that comes back is due next. Pure functions."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

from actions.enums import Recurrence

MONTHS = {Recurrence.MONTHLY: 1, Recurrence.QUARTERLY: 3, Recurrence.YEARLY: 12}


def next_due(day: date, recurrence: Recurrence, *, after: date) -> date:
    """The first day of the series begun on ``day`` that comes later than ``day`` and than ``after``.

    The periods that were missed are skipped: catching up makes one, not a backlog. Not for what comes back per meeting.
    """
    if recurrence == Recurrence.WEEKLY:
        return day + timedelta(weeks=max(1, (after - day).days // 7 + 1))
    step = MONTHS[recurrence]
    passed = (after.year - day.year) * 12 + after.month - day.month
    count = max(1, passed // step)
    found = add_months(day, count * step)
    return found if found > after else add_months(day, (count + 1) * step)


def add_months(day: date, months: int) -> date:
    """The same day of a later month; the last day of a month goes to the last day of the other."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = monthrange(year, month + 1)[1]
    is_last = day.day == monthrange(day.year, day.month)[1]
    return date(year, month + 1, last if is_last else min(day.day, last))
