"""What was told of a meeting by mail, as short texts to copy."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from actions.notifications import assigned_texts
from clusterhub.web.access import get_visible, require
from clusterhub.web.mail import ShortMessage
from meetings import rules
from meetings.models import Meeting
from meetings.notifications import meeting_texts
from minutes.notifications import record_texts


@require_safe
def meeting_messages(request: HttpRequest, uuid: str) -> HttpResponse:
    meeting = get_visible(Meeting.objects.select_related("cluster", "place", "minutes"), request.user, uuid=uuid)
    require(rules.can_copy_messages(request.user, meeting))
    return render(request, "minutes/meeting_messages.html", {"meeting": meeting, "texts": _texts(meeting)})


def _texts(meeting: Meeting) -> list[ShortMessage]:
    minutes = getattr(meeting, "minutes", None)
    told_of_record = record_texts(minutes) if minutes else []
    return [*meeting_texts(meeting), *told_of_record, *assigned_texts(meeting)]
