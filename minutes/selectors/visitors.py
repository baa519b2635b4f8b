"""Who else has the room open, and at what."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from itertools import chain
from uuid import UUID

from django.utils import timezone

from clusterhub.web.richtext import excerpt
from meetings.models import Meeting, Section
from meetings.selectors import numbered_items
from minutes.models import RoomVisitor
from participants.models import User

THERE_FOR = timedelta(seconds=50)
"""Twice the time between two questions of static/js/room/visitors.js, and some."""
NAMED = 5
"""With their places, they fit into one answer of 1 kB; the others are counted."""


@dataclass(frozen=True)
class Visitor:
    name: str
    place: str
    is_here: bool


@dataclass(frozen=True)
class Visitors:
    named: list[Visitor]
    more: int


def others_in_room(meeting: Meeting, user: User, place: UUID | None) -> Visitors:
    """Without this person, whose other tab is no rival; those at the same place first."""
    there = RoomVisitor.objects.filter(meeting=meeting, seen_at__gte=timezone.now() - THERE_FOR).exclude(user=user)
    rows = sorted(there.select_related("user__person"), key=lambda row: (row.place != place, row.user.display_name))
    places = _places(meeting) if rows else {}
    named = [
        Visitor(row.user.display_name[:40], places.get(row.place, ""), row.place is not None and row.place == place)
        for row in rows[:NAMED]
    ]
    return Visitors(named, len(rows) - len(named))


def _places(meeting: Meeting) -> dict[UUID | None, str]:
    """« point 3.1 », or the heading of a section."""
    items = ((one.item.uuid, f"point {one.number}") for one in numbered_items(meeting.items.all()))
    sections = ((row.uuid, excerpt(row.heading, 30)) for row in Section.objects.filter(meeting=meeting))
    return dict(chain(items, sections))
