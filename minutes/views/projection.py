"""The room on the wall: the point being spoken about and its actions, large, to be read by all."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from actions.models import ActionPoint
from actions.selectors.carried import carried_over
from meetings.enums import ItemKind, Visibility
from meetings.models import AgendaItem
from minutes.selectors.room import agenda_lines, item_actions, point_being_typed
from minutes.views.places import meeting_being_typed


@require_safe
def projection(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Nothing of a restricted point is shown but its title."""
    meeting = meeting_being_typed(request, uuid)
    item = point_being_typed(meeting)
    line = next((line for line in agenda_lines(meeting) if line.item == item), None)
    context = {"meeting": meeting, "line": line}
    if line and not line.item.is_under_restriction:
        context |= {"is_open": True, "actions": _actions(line.item), "outcomes": line.item.outcomes.all()}
    return render(request, "minutes/projection.html", context)


def _actions(item: AgendaItem) -> list[ActionPoint]:
    """Those that the point led to; of the point that follows earlier ones up, those, too."""
    carried = carried_over(item.meeting) if item.kind == ItemKind.FOLLOW_UP else []
    former = [one.action for group in carried for one in group.actions]
    return [action for action in (*former, *item_actions(item)) if action.visibility != Visibility.COORDINATION]
