"""Who else is in the room: asked now and then by its script, or by a button."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_POST

from clusterhub.web.access import asked_by_script, same_account
from minutes.selectors.visitors import others_in_room
from minutes.services.visitors import note_visit
from minutes.views.places import meeting_being_typed, uuid_in

PLACES = ("point", "partie")


@require_POST
@same_account
def room_visit(request: HttpRequest, uuid: str) -> HttpResponse:
    """Says that one is there, at a point or section, and who else is: at most 1 kB."""
    meeting = meeting_being_typed(request, uuid)
    at = {name: number for name in PLACES if (number := uuid_in(request, name))}
    place = next(iter(at.values()), None)
    note_visit(meeting=meeting, user=request.user, place=place)
    if not asked_by_script(request):
        return redirect(f"{reverse('minutes:room', args=[meeting.uuid])}?{urlencode(at)}")
    visitors = others_in_room(meeting, request.user, place)
    return HttpResponse(render_to_string("minutes/_room_visitors.html", {"visitors": visitors}))
