"""The mails of this floor."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.core.files.base import ContentFile

from clusterhub.web.calendar import Mailbox, Method, house_mailbox, invitation
from clusterhub.web.mail import absolute_url, queue_mail
from meetings.calendar import meeting_entry
from meetings.models import Document, Meeting
from meetings.selectors import Invitee, numbered_items


def send_announcement(meeting: Meeting, invitee: Invitee) -> None:
    agenda = numbered_items(meeting.items.unrestricted())
    _send(meeting, invitee, "meeting_announced", Method.REQUEST, agenda=agenda)


def send_new_date(meeting: Meeting, invitee: Invitee, *, before: datetime, reason: str) -> None:
    _send(meeting, invitee, "meeting_rescheduled", Method.REQUEST, before=before, reason=reason)


def send_new_details(meeting: Meeting, invitee: Invitee, *, changed: str, headers: dict[str, str]) -> None:
    _send(meeting, invitee, "meeting_updated", Method.REQUEST, headers=headers, changed=changed)


def send_cancellation(meeting: Meeting, invitee: Invitee, *, reason: str) -> None:
    _send(meeting, invitee, "meeting_cancelled", Method.CANCEL, reason=reason)


def _send(
    meeting: Meeting, invitee: Invitee, name: str, method: Method, headers: dict[str, str] | None = None, **more: Any
) -> None:
    """With what the invitee's calendar needs to write the meeting down, move it, or strike it out."""
    url = absolute_url("minutes:meeting_detail", uuid=meeting.uuid)
    context = {"meeting": meeting, "person": invitee.person, "url": url, **more}
    calendar = invitation(
        meeting_entry(meeting),
        method=method,
        organiser=house_mailbox(meeting.cluster.short_name),
        attendee=Mailbox(invitee.person.name, invitee.address),
    )
    attached = {"file": ContentFile(calendar), "mimetype": method.mime_type}
    queue_mail(name, invitee.address, context, attachments={"reunion.ics": attached}, headers=headers)


def send_final_version(document: Document, reader: Invitee) -> None:
    url = absolute_url("meetings:document_detail", uuid=document.uuid)
    queue_mail("document_final", reader.address, {"document": document, "person": reader.person, "url": url})
