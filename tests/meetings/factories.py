"""Meetings for tests, made by the house's own services."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import timezone

from meetings.enums import MeetingState
from meetings.models import Meeting
from meetings.services.lifecycle import announce_meeting, cancel_meeting, close_meeting, open_meeting
from meetings.services.meetings import create_meeting
from participants.models import Cluster, User
from tests.fixtures.kept import kept

BAMAKO = ZoneInfo("Africa/Bamako")
NOVEMBER_15 = datetime(2016, 11, 15, 14, 30, tzinfo=BAMAKO)


@kept
def make_meeting(
    cluster: Cluster,
    starts_at: datetime = NOVEMBER_15,
    *,
    state: str = MeetingState.PLANNED,
    by: User | None = None,
    **fields: Any,
) -> Meeting:
    """A meeting brought to this state by the steps that lead there."""
    meeting = create_meeting(cluster=cluster, starts_at=starts_at, by=by, **fields)
    if state == MeetingState.CANCELLED:
        cancel_meeting(meeting=meeting, reason="Route coupée", by=by)
    if state == MeetingState.ANNOUNCED:
        announce_meeting(meeting=meeting, by=by)
    if state in (MeetingState.OPEN, MeetingState.CLOSED):
        open_meeting(meeting=meeting, by=by, at=starts_at)
    if state == MeetingState.CLOSED:
        close_meeting(meeting=meeting, by=by, at=starts_at + timedelta(minutes=90))
    return meeting


def adopt(meeting: Meeting) -> None:
    """As the floor above does when the record is adopted."""
    meeting.circulated_at = meeting.adopted_at = timezone.now()
    meeting.save(update_fields=["circulated_at", "adopted_at"])
