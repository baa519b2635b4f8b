from __future__ import annotations

from django.http import FileResponse, HttpRequest
from django.utils import timezone
from django.views.decorators.http import require_safe

from clusterhub.web.sheets import sheet_format, sheet_response
from meetings.exports import MEETING_COLUMNS, MEETINGS, meeting_lines
from meetings.filters import MeetingFilter
from meetings.models import Meeting


@require_safe
def meeting_export(request: HttpRequest) -> FileResponse:
    """The list as filtered."""
    found = MeetingFilter(request.GET, Meeting.objects.visible_to(request.user), request=request)
    return sheet_response(
        f"reunions-{timezone.localdate().isoformat()}",
        sheet_format(request.GET.get("format")),
        title=MEETINGS,
        columns=MEETING_COLUMNS,
        rows=meeting_lines(found.qs, request.user),
    )
