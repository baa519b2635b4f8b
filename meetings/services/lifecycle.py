"""What a meeting goes through: announced, moved, cancelled, opened, closed. Every step leaves a row."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from meetings.enums import RESCHEDULABLE, MeetingEventKind, MeetingState
from meetings.errors import MeetingsError, MoveRefused
from meetings.events import (
    meeting_cancelled,
    meeting_closed,
    meeting_opened,
    meeting_rescheduled,
    meeting_restored,
)
from meetings.models import Meeting
from meetings.rules import can_move
from meetings.services.details import take_back_details
from meetings.services.history import record_event
from meetings.services.invitations import forget_messages, invite, tell_cancellation, tell_new_date
from meetings.services.locks import lock_meeting
from meetings.services.meetings import link_planned_meetings
from participants.models import User

REFUSALS = {
    MeetingState.ANNOUNCED: "elle ne peut pas être annoncée",
    MeetingState.OPEN: "elle ne peut pas être ouverte",
    MeetingState.CLOSED: "elle ne peut pas être levée",
    MeetingState.CANCELLED: "elle ne peut pas être annulée",
    MeetingState.PLANNED: "elle ne peut pas être rétablie",
}


@transaction.atomic
def announce_meeting(*, meeting: Meeting, by: User | None) -> int:
    """Queues the invitations; returns how many. Nobody is invited twice to the same date."""
    _move(meeting, MeetingState.ANNOUNCED, by=by)
    return invite(meeting)


@transaction.atomic
def reschedule_meeting(
    *, meeting: Meeting, starts_at: datetime, reason: str, by: User | None, ends_at: datetime | None = None
) -> Meeting:
    """Keeps the planned duration unless a new end is given. Those who were invited are told."""
    lock_meeting(meeting)
    if meeting.state not in RESCHEDULABLE:
        raise MoveRefused(f"Cette réunion est « {meeting.get_state_display()} » : elle ne peut pas être déplacée.")
    before = meeting.starts_at
    duration = meeting.ends_at - before if meeting.ends_at else None
    meeting.starts_at = starts_at
    meeting.ends_at = ends_at or (starts_at + duration if duration else None)
    if meeting.ends_at and meeting.ends_at <= starts_at:
        raise MeetingsError("La fin prévue doit suivre le début.")
    meeting.save(update_fields=["starts_at", "ends_at"])
    record_event(
        meeting, MeetingEventKind.DATE, before=before.isoformat(), after=starts_at.isoformat(), reason=reason, by=by
    )
    link_planned_meetings(cluster=meeting.cluster)
    meeting_rescheduled.publish(meeting)
    if meeting.state == MeetingState.ANNOUNCED:
        tell_new_date(meeting, before=before, reason=reason)
    return meeting


@transaction.atomic
def cancel_meeting(*, meeting: Meeting, reason: str, by: User | None) -> Meeting:
    lock_meeting(meeting)
    was_announced = meeting.state == MeetingState.ANNOUNCED
    _move(meeting, MeetingState.CANCELLED, by=by, reason=reason)
    link_planned_meetings(cluster=meeting.cluster)
    meeting_cancelled.publish(meeting)
    take_back_details(meeting)
    if was_announced:
        tell_cancellation(meeting, reason=reason)
    return meeting


@transaction.atomic
def restore_meeting(*, meeting: Meeting, by: User | None) -> Meeting:
    """Take back a cancellation. The invitations are owed again."""
    _move(meeting, MeetingState.PLANNED, by=by)
    forget_messages(meeting)
    link_planned_meetings(cluster=meeting.cluster)
    meeting_restored.publish(meeting)
    return meeting


@transaction.atomic
def open_meeting(*, meeting: Meeting, by: User | None, at: datetime | None = None) -> Meeting:
    at = at or timezone.now()
    lock_meeting(meeting)
    if meeting.state == MeetingState.CLOSED:
        raise MoveRefused("Cette réunion est levée : reprenez la séance pour la rouvrir.")
    _move(meeting, MeetingState.OPEN, by=by, at=at, opened_at=at)
    meeting_opened.publish(meeting)
    return meeting


@transaction.atomic
def close_meeting(*, meeting: Meeting, by: User | None, at: datetime | None = None) -> Meeting:
    """« Lever la séance », at the hour that will print."""
    at = at or timezone.now()
    lock_meeting(meeting)
    if meeting.opened_at and at < meeting.opened_at:
        raise MeetingsError("L’heure de levée doit suivre l’ouverture.")
    _move(meeting, MeetingState.CLOSED, by=by, at=at, closed_at=at)
    meeting_closed.publish(meeting)
    return meeting


@transaction.atomic
def reopen_meeting(*, meeting: Meeting, by: User | None, reason: str = "") -> Meeting:
    """« Reprendre la séance »: only while nothing was circulated."""
    lock_meeting(meeting)
    if meeting.state != MeetingState.CLOSED:
        raise MoveRefused("Seule une séance levée se reprend.")
    if meeting.circulated_at:
        raise MoveRefused("Le compte rendu est diffusé : la séance ne se reprend plus.")
    _move(meeting, MeetingState.OPEN, by=by, reason=reason, closed_at=None)
    return meeting


def _move(
    meeting: Meeting,
    to: MeetingState,
    *,
    by: User | None,
    reason: str = "",
    at: datetime | None = None,
    **fields: datetime | None,
) -> None:
    lock_meeting(meeting)
    before = meeting.state
    if not can_move(before, to):
        raise MoveRefused(f"Cette réunion est « {meeting.get_state_display()} » : {REFUSALS[to]}.")
    meeting.state = to
    for field, value in fields.items():
        setattr(meeting, field, value)
    meeting.save(update_fields=["state", *fields])
    record_event(meeting, MeetingEventKind.STATE, before=before, after=to, by=by, reason=reason, at=at)
