"""Who may do what with the record. Pure predicates: pages, links and buttons ask the same one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from meetings.enums import MeetingState
from minutes.enums import MINUTES_MOVES, MinutesState
from participants.enums import Standing
from participants.rules import is_coordination, is_coordinator, standing_in

if TYPE_CHECKING:
    from meetings.models import Meeting
    from minutes.models import Minutes
    from participants.models import User


def can_move(state: MinutesState | str, to: MinutesState) -> bool:
    return to in MINUTES_MOVES[MinutesState(state)]


def can_read_minutes(user: User, meeting: Meeting) -> bool:
    """Members once circulated, observers once adopted, the coordination always."""
    standing = standing_in(user, meeting.cluster_id)
    if standing >= Standing.COORDINATION:
        return True
    if standing >= Standing.MEMBER:
        return meeting.circulated_at is not None
    return standing >= Standing.OBSERVER and meeting.adopted_at is not None


def can_circulate_minutes(user: User, minutes: Minutes) -> bool:
    closed = minutes.meeting.state == MeetingState.CLOSED
    return (
        closed
        and can_move(minutes.state, MinutesState.CIRCULATED)
        and is_coordination(user, minutes.meeting.cluster_id)
    )


def can_adopt_minutes(user: User, minutes: Minutes) -> bool:
    """The coordinator alone."""
    return can_move(minutes.state, MinutesState.ADOPTED) and is_coordinator(user, minutes.meeting.cluster_id)


def can_upload_scan(user: User, minutes: Minutes) -> bool:
    return minutes.is_sealed and is_coordination(user, minutes.meeting.cluster_id)
