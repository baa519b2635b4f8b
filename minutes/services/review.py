"""Another pair of eyes before the circulation. It ends with the circulation, or back at the draft."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from meetings.enums import MeetingState
from meetings.models import Meeting
from minutes.enums import MinutesState
from minutes.errors import MoveRefused
from minutes.models import Minutes
from minutes.notifications import send_to_reviewer
from minutes.selectors.recipients import reviewer_to_tell
from minutes.services.record import ensure_minutes, lock_minutes, move
from participants.models import User


@transaction.atomic
def send_to_review(*, meeting: Meeting, by: User | None, at: datetime | None = None) -> Minutes:
    """The reviewer that the meeting has, if any, is told. Raises ``MoveRefused``."""
    minutes = ensure_minutes(meeting=meeting)
    lock_minutes(minutes)
    if meeting.state != MeetingState.CLOSED:
        raise MoveRefused("La séance n’est pas levée.")
    move(minutes, MinutesState.IN_REVIEW, by=by, at=at or timezone.now())
    reviewer = reviewer_to_tell(meeting, by)
    if reviewer:
        send_to_reviewer(minutes, reviewer)
    return minutes
