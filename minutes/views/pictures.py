"""Pictures of the texts: added from the room by its script, shown wherever a text may be read.

The script is answered a fragment: ``[data-picture]`` with the picture's address, or ``[data-refusal]`` (422, 409).
"""

from __future__ import annotations

from uuid import UUID

from django.contrib.auth.decorators import login_not_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_POST, require_safe

from meetings.errors import FileRefused, MeetingNotEditable
from meetings.models import Picture
from meetings.services.pictures import add_picture
from minutes.forms.pictures import PictureForm
from minutes.selectors.shown import is_shown_to
from minutes.views.places import meeting_being_typed


@require_POST
def picture_add(request: HttpRequest, uuid: str) -> HttpResponse:
    meeting = meeting_being_typed(request, uuid)
    form = PictureForm(request.POST, request.FILES)
    if not form.is_valid():
        return _refused(request, next(iter(form.errors.values()))[0], 422)
    try:
        picture = add_picture(meeting=meeting, file=form.cleaned_data["file"], by=request.user)
    except FileRefused as refusal:
        return _refused(request, str(refusal), 422)
    except MeetingNotEditable as refusal:
        return _refused(request, str(refusal), 409)
    return render(request, "minutes/_picture_added.html", {"picture": picture}, status=201)


def _refused(request: HttpRequest, reason: str, status: int) -> HttpResponse:
    return render(request, "minutes/_text_refused.html", {"reason": reason}, status=status)


@login_not_required
@require_safe
def picture(request: HttpRequest, uuid: UUID) -> FileResponse:
    """404 for who may read no text that shows it, signed in or not."""
    found = get_object_or_404(Picture.objects.select_related("meeting__cluster"), uuid=uuid)
    if not is_shown_to(request.user, found):
        raise Http404
    try:
        content = found.file.open("rb")
    except FileNotFoundError as error:
        raise Http404 from error
    answer = FileResponse(content, content_type=found.content_type)
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer
