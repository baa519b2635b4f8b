"""Who has the room open now. No history: a row lasts while it is touched, and some minutes more."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from meetings.models import Meeting
from minutes.models import RoomVisitor
from participants.models import User

KEPT_FOR = timedelta(minutes=5)


@transaction.atomic
def note_visit(*, meeting: Meeting, user: User, place: UUID | None) -> None:
    """One row per person, however many tabs; what nobody touched any more goes, of every meeting."""
    RoomVisitor.objects.bulk_create(
        [RoomVisitor(meeting=meeting, user=user, place=place, seen_at=timezone.now())],
        update_conflicts=True,
        unique_fields=("meeting", "user"),
        update_fields=("place", "seen_at"),
    )
    past_visits(timezone.now()).delete()


def past_visits(at: datetime) -> QuerySet[RoomVisitor]:
    return RoomVisitor.objects.filter(seen_at__lt=at - KEPT_FOR)
