"""When a cluster meets: the next date of its rhythm, and the rhythm in words."""

from __future__ import annotations

import datetime as dt
from typing import Protocol

from clusterhub.web.typography import format_time
from participants.enums import Cadence, Weekday, WeekOfMonth

WEEK = dt.timedelta(days=7)


class Rhythm(Protocol):
    """What is read of a cluster."""

    cadence: str
    cadence_weekday: int | None
    cadence_week: int | None
    usual_start: dt.time | None


def next_occurrence(rhythm: Rhythm, after: dt.date, *, anchor: dt.date | None = None) -> dt.date | None:
    """The first date of the rhythm later than ``after``; ``None`` without a fixed rhythm.

    A fortnightly rhythm counts its weeks from the one of ``anchor`` (a past meeting), else from the one of ``after``.
    """
    if rhythm.cadence == Cadence.NONE or rhythm.cadence_weekday is None:
        return None
    if rhythm.cadence == Cadence.MONTHLY:
        return _next_of_month(rhythm.cadence_weekday, rhythm.cadence_week or WeekOfMonth.FIRST, after)
    day = after + dt.timedelta(days=(rhythm.cadence_weekday - after.weekday() - 1) % 7 + 1)
    if rhythm.cadence == Cadence.FORTNIGHTLY and _weeks_between(anchor or after, day) % 2:
        return day + WEEK
    return day


def _weeks_between(first: dt.date, second: dt.date) -> int:
    return (_monday(second) - _monday(first)) // WEEK


def _monday(day: dt.date) -> dt.date:
    return day - dt.timedelta(days=day.weekday())


def _next_of_month(weekday: int, week: int, after: dt.date) -> dt.date:
    day = nth_weekday(after.year, after.month, weekday, week)
    if day > after:
        return day
    later = after.replace(day=28) + dt.timedelta(days=4)
    return nth_weekday(later.year, later.month, weekday, week)


def nth_weekday(year: int, month: int, weekday: int, week: int) -> dt.date:
    """The second Wednesday of a month; ``WeekOfMonth.LAST`` is its last one, the fourth or the fifth."""
    first = dt.date(year, month, 1)
    day = first + dt.timedelta(days=(weekday - first.weekday()) % 7)
    if week != WeekOfMonth.LAST:
        return day + (week - 1) * WEEK
    fifth = day + 4 * WEEK
    return fifth if fifth.month == month else fifth - WEEK


def cadence_in_words(rhythm: Rhythm) -> str:
    """« le deuxième mercredi du mois à 14 h 30 »; empty without a fixed rhythm."""
    if rhythm.cadence == Cadence.NONE or rhythm.cadence_weekday is None:
        return ""
    weekday = Weekday(rhythm.cadence_weekday).label
    days = {
        Cadence.WEEKLY: f"chaque {weekday}",
        Cadence.FORTNIGHTLY: f"un {weekday} sur deux",
        Cadence.MONTHLY: f"le {WeekOfMonth(rhythm.cadence_week or 1).label} {weekday} du mois",
    }[Cadence(rhythm.cadence)]
    return f"{days} à {format_time(rhythm.usual_start)}" if rhythm.usual_start else days
