"""A meeting as an entry in somebody's calendar."""

from __future__ import annotations

from django.db.models import Max

from clusterhub.web.calendar import Entry
from clusterhub.web.mail import absolute_url
from meetings.enums import MeetingState
from meetings.models import Meeting
from meetings.selectors import NumberedItem, numbered_items


def meeting_entry(meeting: Meeting) -> Entry:
    """Its number grows with each step that the meeting went through: a later message wins over an earlier one."""
    url = absolute_url("minutes:meeting_detail", uuid=meeting.uuid)
    agenda = numbered_items(meeting.items.unrestricted())
    return Entry(
        uid=str(meeting.uuid),
        title=meeting.title,
        starts=meeting.starts_at,
        ends=meeting.ends_at,
        stamp=meeting.events.aggregate(last=Max("at"))["last"] or meeting.created_at,
        sequence=meeting.events.count(),
        details=agenda_text(meeting, agenda, url),
        place=place_of(meeting),
        url=url,
        is_cancelled=meeting.state == MeetingState.CANCELLED,
    )


def agenda_text(meeting: Meeting, agenda: list[NumberedItem], url: str) -> str:
    lines = [f"En ligne : {meeting.online_url}"] if meeting.online_url else []
    lines += ["Ordre du jour", *(f"{row.number}. {row.item.title}" for row in agenda)] if agenda else []
    return "\n".join([*lines, url])


def place_of(meeting: Meeting) -> str:
    known = (meeting.venue, meeting.place.name if meeting.place else "")
    return ", ".join(part for part in known if part) or meeting.online_url
