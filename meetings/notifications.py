"""The mails of this floor."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from clusterhub.web.mail import absolute_url, queue_mail
from meetings.models import Document, Meeting
from meetings.selectors import Invitee, numbered_items


def send_announcement(meeting: Meeting, invitee: Invitee) -> None:
    agenda = numbered_items(meeting.items.unrestricted())
    queue_mail("meeting_announced", invitee.address, _context(meeting, invitee, agenda=agenda))


def send_new_date(meeting: Meeting, invitee: Invitee, *, before: datetime, reason: str) -> None:
    queue_mail("meeting_rescheduled", invitee.address, _context(meeting, invitee, before=before, reason=reason))


def send_cancellation(meeting: Meeting, invitee: Invitee, *, reason: str) -> None:
    queue_mail("meeting_cancelled", invitee.address, _context(meeting, invitee, reason=reason))


def send_final_version(document: Document, reader: Invitee) -> None:
    url = absolute_url("meetings:document_detail", uuid=document.uuid)
    queue_mail("document_final", reader.address, {"document": document, "person": reader.person, "url": url})


def _context(meeting: Meeting, invitee: Invitee, **more: Any) -> dict[str, Any]:
    url = absolute_url("minutes:meeting_detail", uuid=meeting.uuid)
    return {"meeting": meeting, "person": invitee.person, "url": url, **more}
