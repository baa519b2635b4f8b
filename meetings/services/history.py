"""The one place that writes the meeting's append-only history."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

from meetings.enums import MeetingEventKind
from meetings.models import Meeting, MeetingEvent
from participants.models import User


def record_event(
    meeting: Meeting,
    kind: MeetingEventKind,
    *,
    after: str,
    by: User | None,
    before: str = "",
    reason: str = "",
    at: datetime | None = None,
) -> MeetingEvent:
    return MeetingEvent.objects.create(
        meeting=meeting, kind=kind, before=before, after=after, reason=reason, actor=by, at=at or timezone.now()
    )
