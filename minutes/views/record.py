"""The record's page: where it stands, what it says to this reader, and what may be done with it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from clusterhub.web.access import get_visible, require
from meetings.models import Meeting
from minutes.rules import can_read_minutes


@require_safe
def record(request: HttpRequest, uuid: str) -> HttpResponse:
    meeting = get_visible(Meeting.objects.select_related("cluster"), request.user, uuid=uuid)
    require(can_read_minutes(request.user, meeting))
    return render(request, "minutes/record.html", {"meeting": meeting})
