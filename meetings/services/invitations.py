"""Telling those who are invited: the meeting, its new date, its cancellation. Each message goes once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime

from meetings.models import Meeting
from meetings.notifications import send_announcement, send_cancellation, send_new_date
from meetings.selectors import invitees
from participants.models import MessageLedger
from participants.selectors import Mailbox
from participants.services.ledger import claim_message

ANNOUNCED = "meeting_announced"
RESCHEDULED = "meeting_rescheduled"
CANCELLED = "meeting_cancelled"


def invite(meeting: Meeting) -> int:
    return tell_invitees(meeting, ANNOUNCED, send_announcement)


def tell_new_date(meeting: Meeting, *, before: datetime, reason: str) -> int:
    forget_messages(meeting, purpose=RESCHEDULED)
    return tell_invitees(meeting, RESCHEDULED, lambda who, to: send_new_date(who, to, before=before, reason=reason))


def tell_cancellation(meeting: Meeting, *, reason: str) -> int:
    return tell_invitees(meeting, CANCELLED, lambda who, to: send_cancellation(who, to, reason=reason))


def forget_messages(meeting: Meeting, *, purpose: str = "") -> None:
    """What was said no longer holds: it is owed again."""
    owed = MessageLedger.objects.filter(about=meeting.uuid)
    (owed.filter(purpose=purpose) if purpose else owed).delete()


def tell_invitees(meeting: Meeting, purpose: str, send: Callable[[Meeting, Mailbox], None]) -> int:
    claimed = list(_claimed(meeting, purpose))
    for invitee in claimed:
        send(meeting, invitee)
    return len(claimed)


def _claimed(meeting: Meeting, purpose: str) -> Iterator[Mailbox]:
    for invitee in invitees(meeting.cluster):
        if claim_message(recipient=invitee.address, purpose=purpose, about=meeting.uuid, for_date=meeting.day):
            yield invitee
