"""Lines marked in the flow of the minutes: how one is understood, what it becomes, and the names that it may hold."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from actions.errors import ActionsError
from actions.models import ActionPoint
from actions.similar import similar_actions
from clusterhub.web.richtext import RichTextTooLarge
from meetings.errors import MeetingsError
from meetings.views.once import once
from minutes.forms.typed_lines import TypedLineForm
from minutes.selectors.names import names_to_type
from minutes.selectors.room import item_actions, understood
from minutes.services.typed_lines import foresee_action, make_from_line
from minutes.views.places import back, item_of, meeting_being_typed
from minutes.views.room import room_page


@require_POST
def line_understand(request: HttpRequest, uuid: UUID, item_uuid: UUID) -> HttpResponse:
    """How the line is understood, in words; an empty answer where it is text."""
    meeting = meeting_being_typed(request, uuid)
    item, form = item_of(meeting, item_uuid), TypedLineForm(request.POST, day=meeting.day)
    if not form.is_valid():
        return HttpResponse()
    line = form.cleaned_data["line"]
    context = {"line": line}
    if line.is_action:
        promise = foresee_action(item=item, line=line)
        similar = similar_actions(line.text, cluster=meeting.cluster, user=request.user)
        context |= {"meaning": understood(promise.action, promise.owners), "doubt": promise.doubt, "similar": similar}
    return render(request, "minutes/_typed_line.html", context)


@require_POST
@once
def line_make(request: HttpRequest, uuid: UUID, item_uuid: UUID) -> HttpResponse:
    meeting = meeting_being_typed(request, uuid)
    item, form = item_of(meeting, item_uuid), TypedLineForm(request.POST, day=meeting.day)
    if not form.is_valid():
        messages.error(request, " ".join(form.errors["line"]))
        return room_page(request, meeting, item=item)
    try:
        made = make_from_line(item=item, line=form.cleaned_data["line"], by=request.user)
    except (MeetingsError, ActionsError, RichTextTooLarge) as error:
        messages.error(request, str(error))
        return room_page(request, meeting, item=item)
    return back(meeting, item, "#actions" if isinstance(made, ActionPoint) else "#conclusions")


@require_safe
def item_results(request: HttpRequest, uuid: UUID, item_uuid: UUID) -> HttpResponse:
    """What the point has led to so far, for the page that is being typed in."""
    meeting = meeting_being_typed(request, uuid)
    item = item_of(meeting, item_uuid)
    actions = [(action, understood(action)) for action in item_actions(item)]
    context = {"meeting": meeting, "item": item, "actions": actions, "outcomes": item.outcomes.all()}
    return render(request, "minutes/_item_results.html", context)


@require_safe
def room_names(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """``[["DNDS", "dnds|direction nationale du developpement social", 0], …]``: see ``minutes.selectors.names``."""
    meeting = meeting_being_typed(request, uuid)
    return JsonResponse(names_to_type(meeting), safe=False, headers={"Cache-Control": "private, max-age=300"})
