"""The mails of this floor."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.core.files.base import ContentFile

from clusterhub.web.calendar import CalendarUser, Method, house_mailbox, invitation
from clusterhub.web.mail import ShortMessage, absolute_url, queue_mail, short_message
from meetings.calendar import meeting_entry
from meetings.enums import MeetingEventKind, MeetingState
from meetings.models import Document, Meeting, MeetingEvent
from meetings.selectors import numbered_items
from participants.selectors import Mailbox


def send_announcement(meeting: Meeting, invitee: Mailbox) -> None:
    agenda = numbered_items(meeting.items.unrestricted())
    _send(meeting, invitee, "meeting_announced", Method.REQUEST, agenda=agenda)


def send_new_date(meeting: Meeting, invitee: Mailbox, *, before: datetime, reason: str) -> None:
    _send(meeting, invitee, "meeting_rescheduled", Method.REQUEST, before=before, reason=reason)


def send_new_details(meeting: Meeting, invitee: Mailbox, *, changed: str, headers: dict[str, str]) -> None:
    _send(meeting, invitee, "meeting_updated", Method.REQUEST, headers=headers, changed=changed)


def send_cancellation(meeting: Meeting, invitee: Mailbox, *, reason: str) -> None:
    _send(meeting, invitee, "meeting_cancelled", Method.CANCEL, reason=reason)


def _send(
    meeting: Meeting, invitee: Mailbox, name: str, method: Method, headers: dict[str, str] | None = None, **more: Any
) -> None:
    """With what the invitee's calendar needs to write the meeting down, move it, or strike it out."""
    url = absolute_url("minutes:meeting_detail", uuid=meeting.uuid)
    context = {"meeting": meeting, "person": invitee.person, "url": url, **more}
    calendar = invitation(
        meeting_entry(meeting),
        method=method,
        organiser=house_mailbox(meeting.cluster.short_name),
        attendee=CalendarUser(invitee.name, invitee.address),
    )
    attached = {"file": ContentFile(calendar), "mimetype": method.mime_type}
    queue_mail(name, invitee.address, context, attachments={"reunion.ics": attached}, headers=headers)


def send_final_version(document: Document, reader: Mailbox) -> None:
    url = absolute_url("meetings:document_detail", uuid=document.uuid)
    queue_mail("document_final", reader.address, {"document": document, "person": reader.person, "url": url})


# --- For WhatsApp and SMS ---------------------------------------------------------------------------------------------


def meeting_texts(meeting: Meeting) -> list[ShortMessage]:
    """What was last told of the meeting, and what was told before that still holds."""
    context = {"meeting": meeting, "url": absolute_url("minutes:meeting_detail", uuid=meeting.uuid)}
    if meeting.state == MeetingState.CANCELLED:
        reason = {"reason": meeting.events.filter(after=MeetingState.CANCELLED).latest("at", "id").reason}
        return [short_message("meeting_cancelled", "Annulation", context | reason)]
    if meeting.state not in (MeetingState.ANNOUNCED, MeetingState.OPEN):
        return []
    changes = [_change_text(event, context) for event in _changes(meeting)]
    return [*changes, short_message("meeting_announced", "Invitation", context)]


def _changes(meeting: Meeting) -> list[MeetingEvent]:
    """The last of each kind since it was announced, the latest first."""
    announced = meeting.events.filter(kind=MeetingEventKind.STATE, after=MeetingState.ANNOUNCED).last()
    if announced is None:
        return []
    since = meeting.events.filter(kind__in=(MeetingEventKind.DATE, MeetingEventKind.DETAILS), pk__gt=announced.pk)
    return sorted({event.kind: event for event in since}.values(), key=lambda event: event.pk, reverse=True)


def _change_text(event: MeetingEvent, context: dict[str, Any]) -> ShortMessage:
    if event.kind == MeetingEventKind.DETAILS:
        return short_message("meeting_updated", "Mise à jour", context | {"changed": event.after})
    told = {"before": datetime.fromisoformat(event.before), "reason": event.reason}
    return short_message("meeting_rescheduled", "Nouvelle date", context | told)


def document_text(document: Document) -> ShortMessage:
    url = absolute_url("meetings:document_detail", uuid=document.uuid)
    return short_message("document_final", "Version finale", {"document": document, "url": url})
