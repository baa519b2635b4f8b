"""From the meeting to its record's circulation and signature."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from statistics import median

from django.db.models import Min, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from meetings.models import Meeting
from minutes.enums import MinutesState
from minutes.models import MinutesEvent


@dataclass(frozen=True)
class Delay:
    """Whole days, by the calendar; None for what has not happened."""

    meeting: Meeting
    to_circulation: int | None
    to_signature: int | None
    """From the first circulation."""


def with_first_steps(meetings: QuerySet[Meeting]) -> QuerySet[Meeting]:
    """``first_circulated_at`` and ``first_signed_at``: a record corrected since was out all the same."""
    return meetings.annotate(
        first_circulated_at=Coalesce(_first(MinutesState.CIRCULATED), "circulated_at"),
        first_signed_at=_first(MinutesState.SIGNED),
    )


def _first(state: MinutesState) -> Subquery:
    events = MinutesEvent.objects.filter(minutes__meeting=OuterRef("pk"), after=state).order_by()
    return Subquery(events.values("minutes").annotate(first=Min("at")).values("first"))


def delay_of(meeting: Meeting) -> Delay:
    """Wants ``with_first_steps``."""
    circulated, signed = _day(meeting.first_circulated_at), _day(meeting.first_signed_at)  # type: ignore[attr-defined]
    return Delay(
        meeting=meeting,
        to_circulation=(circulated - meeting.day).days if circulated else None,
        to_signature=(signed - circulated).days if circulated and signed else None,
    )


def _day(moment: datetime | None) -> date | None:
    return timezone.localdate(moment) if moment else None


def middle(days: Iterable[int | None]) -> float | None:
    """The median of those that are known."""
    known = [number for number in days if number is not None]
    return median(known) if known else None
