"""Pages that the room's service worker keeps on the device, so that they open without network."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from meetings.enums import MeetingState
from meetings.models import Meeting

HEADER = "X-Room-Kept"
"""Says for which account. A page of the room without it makes the browser forget what it kept of the meeting."""


def kept_while_held(request: HttpRequest, meeting: Meeting, response: HttpResponse) -> HttpResponse:
    if meeting.state == MeetingState.OPEN:
        response[HEADER] = str(request.user.pk)
    return response
