"""Addresses inside the room: every change comes back to the point or section that it concerns."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Model
from django.http import HttpRequest, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.http import urlencode

from actions.models import ActionReview
from clusterhub.web.access import get_visible, require
from meetings.enums import ItemKind
from meetings.models import AgendaItem, Meeting, Section
from meetings.rules import can_edit_meeting


def room_url(meeting: Meeting, target: Model | None = None, anchor: str = "") -> str:
    """The room, open at what ``target`` is or belongs to."""
    query = urlencode(_query(meeting, target))
    return reverse("minutes:room", args=[meeting.uuid]) + (f"?{query}" if query else "") + anchor


def _query(meeting: Meeting, target: Model | None) -> dict[str, str]:
    if isinstance(target, Section):
        return {"partie": str(target.uuid)}
    item = target if isinstance(target, AgendaItem) else getattr(target, "item", None)
    if isinstance(target, ActionReview):
        item = follow_up_of(meeting)
    return {"point": str(item.uuid)} if item else {}


def follow_up_of(meeting: Meeting) -> AgendaItem | None:
    return meeting.items.filter(kind=ItemKind.FOLLOW_UP).first()


def back(meeting: Meeting, target: Model | None = None, anchor: str = "") -> HttpResponseRedirect:
    return redirect(room_url(meeting, target, anchor))


def uuid_in(request: HttpRequest, name: str) -> UUID | None:
    """The identifier in the query, or None where there is none or it is not one."""
    try:
        return UUID(request.GET.get(name, ""))
    except ValueError:
        return None


def meeting_being_typed(request: HttpRequest, number: str) -> Meeting:
    """The meeting, if this user may change its text now: 404 for strangers, 403 for the others."""
    meeting = get_visible(Meeting.objects.select_related("cluster"), request.user, uuid=number)
    require(can_edit_meeting(request.user, meeting))
    return meeting


def item_of(meeting: Meeting, number: UUID | str) -> AgendaItem:
    item = get_object_or_404(meeting.items.select_related("parent"), uuid=number)
    item.meeting = meeting
    return item
