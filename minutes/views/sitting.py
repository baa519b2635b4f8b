"""Opening, closing and taking up the sitting again."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from clusterhub.web.access import get_visible, require
from clusterhub.web.attempts import asks_first
from clusterhub.web.typography import format_time
from meetings.errors import MeetingsError
from meetings.models import Meeting
from meetings.rules import can_close_meeting, can_open_meeting, can_reopen_meeting
from meetings.services.lifecycle import close_meeting, open_meeting, reopen_meeting
from minutes.forms.room import HourForm, now_or_planned
from minutes.views.places import back


@require_POST
def meeting_open(request: HttpRequest, uuid: str) -> HttpResponse:
    meeting = _meeting(request, uuid)
    require(can_open_meeting(request.user, meeting))
    try:
        open_meeting(meeting=meeting, by=request.user, at=now_or_planned(meeting.starts_at))
    except MeetingsError as error:
        messages.error(request, str(error))
    return back(meeting)


@asks_first
def meeting_close(request: HttpRequest, uuid: str) -> HttpResponse:
    """« Lever la séance », at the hour that will print."""
    meeting = _meeting(request, uuid)
    require(can_close_meeting(request.user, meeting))
    form = HourForm(request.POST or None, meeting=meeting)
    if form.is_valid():
        try:
            close_meeting(meeting=meeting, by=request.user, at=form.cleaned_data["at"])
        except MeetingsError as error:
            form.add_error("at", str(error))
        else:
            messages.success(request, f"Séance levée à {format_time(form.cleaned_data['at'])}.")
            return redirect("minutes:meeting_detail", meeting.uuid)
    return render(request, "minutes/meeting_close.html", {"meeting": meeting, "form": form})


@require_POST
def meeting_reopen(request: HttpRequest, uuid: str) -> HttpResponse:
    """« Reprendre la séance »: only while nothing was circulated."""
    meeting = _meeting(request, uuid)
    require(can_reopen_meeting(request.user, meeting))
    try:
        reopen_meeting(meeting=meeting, by=request.user)
    except MeetingsError as error:
        messages.error(request, str(error))
    return back(meeting)


def _meeting(request: HttpRequest, number: str) -> Meeting:
    return get_visible(Meeting.objects.select_related("cluster"), request.user, uuid=number)
