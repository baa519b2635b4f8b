"""The room on the wall: the point being spoken about and its actions, large, to be read by all."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from minutes.selectors.room import agenda_lines, item_actions, point_being_typed
from minutes.views.places import meeting_being_typed


@require_safe
def projection(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Nothing of a restricted point is shown but its title."""
    meeting = meeting_being_typed(request, uuid)
    item = point_being_typed(meeting)
    line = next((line for line in agenda_lines(meeting) if line.item == item), None)
    context = {"meeting": meeting, "line": line}
    if line and not (line.item.is_restricted or (line.item.parent and line.item.parent.is_restricted)):
        context |= {"is_open": True, "actions": item_actions(line.item), "outcomes": line.item.outcomes.all()}
    return render(request, "minutes/projection.html", context)
