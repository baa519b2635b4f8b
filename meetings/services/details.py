"""Telling those who were invited what changes besides the date. What waits to leave is said again in one mail."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils import timezone

from clusterhub.web.mail import ABOUT, drop_waiting
from meetings.enums import MeetingEventKind, MeetingState
from meetings.models import Meeting
from meetings.notifications import send_new_details
from meetings.services.history import record_event
from meetings.services.invitations import forget_messages, tell_invitees
from participants.models import User

UPDATED = "meeting_updated"
CHANGED = "X-ClusterHub-Changed"
TOLD = {
    "title": "intitulé",
    "ends_at": "fin prévue",
    "venue": "salle",
    "place_id": "lieu",
    "online_url": "adresse en ligne",
}
"""What an invitation says besides the date, under the name of its column."""


def tell_if_changed(meeting: Meeting, *, before: Meeting, by: User | None) -> None:
    """In the caller's transaction. Each change is a row of history: it raises the number that calendars compare."""
    changed = {name for name in TOLD if getattr(meeting, name) != getattr(before, name)}
    if not changed or meeting.state != MeetingState.ANNOUNCED:
        return
    record_event(meeting, MeetingEventKind.DETAILS, after=_words(changed), by=by)
    if meeting.starts_at > timezone.now():
        _tell(meeting, changed)


def _tell(meeting: Meeting, changed: set[str]) -> None:
    about = f"{UPDATED}:{meeting.uuid}"
    changed |= {name for headers in drop_waiting(about) for name in headers[CHANGED].split()}
    headers = {ABOUT: about, CHANGED: " ".join(name for name in TOLD if name in changed)}
    forget_messages(meeting, purpose=UPDATED)
    tell_invitees(meeting, UPDATED, lambda who, to: send_new_details(who, to, changed=_words(changed), headers=headers))


def take_back_details(meeting: Meeting) -> None:
    """Of a meeting that is cancelled nobody needs to learn the room."""
    drop_waiting(f"{UPDATED}:{meeting.uuid}")


def _words(changed: Iterable[str]) -> str:
    return ", ".join(word for name, word in TOLD.items() if name in changed)
