"""Documents of the record. What was issued is served as issued, after a look at its digest; a project is rendered."""

from __future__ import annotations

from io import BytesIO
from pathlib import PurePosixPath

from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.cache import get_conditional_response
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from clusterhub.web.access import require
from meetings.models import Meeting
from meetings.rules import can_see_live_text
from minutes.enums import Edition, FileKind, OpeningMeans
from minutes.errors import FileDamaged, SealFailed
from minutes.models import Minutes, MinutesFile
from minutes.rules import can_read_issued
from minutes.selectors.record import readable_content, sealed_file
from minutes.services.drafts import draft_digest, draft_pdf
from minutes.services.files import read_issued
from minutes.views.openings import note_contacts, note_opening
from minutes.views.record import minutes_read

CONTENT_TYPES = {
    ".pdf": "application/pdf",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".png": "image/png",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


@require_safe
def record_pdf(request: HttpRequest, uuid: str) -> HttpResponseBase:
    """The sealed document once there is one, else the project. ``?edition=coordination`` renders the house's own."""
    minutes = minutes_read(request, uuid)
    if request.GET.get("edition") == Edition.COORDINATION:
        require(can_see_live_text(request.user, minutes.meeting))
        return _project(request, minutes, Edition.COORDINATION)
    sealed = sealed_file(minutes)
    return _issued(request, minutes, sealed) if sealed else _project(request, minutes, Edition.MEMBERS)


@require_safe
def record_file(request: HttpRequest, uuid: str, file_uuid: str) -> HttpResponseBase:
    minutes = minutes_read(request, uuid)
    issued = MinutesFile.objects.select_related("version").filter(version__minutes__meeting=minutes.meeting)
    file = get_object_or_404(issued, uuid=file_uuid)
    require(can_read_issued(request.user, minutes, file))
    return _issued(request, minutes, file)


def _issued(request: HttpRequest, minutes: Minutes, file: MinutesFile) -> HttpResponseBase:
    try:
        data = read_issued(file)
    except FileDamaged as error:
        return apology(request, minutes, error, status=500)
    note_opening(request, file.version, OpeningMeans.PDF)
    etag = f'"{file.sha256}"'
    if unchanged := get_conditional_response(request, etag=etag):
        return unchanged
    suffix = PurePosixPath(file.file.name).suffix
    name = file_name(minutes.meeting, suffix, extra=_what_it_is(file))
    return document_response(data, name, etag, as_attachment=file.kind == FileKind.SCAN)


def _what_it_is(file: MinutesFile) -> str:
    """In its name, so that whoever saves a replaced version sees it."""
    scan = "-scan" if file.kind == FileKind.SCAN else ""
    return f"{scan}-version-{file.version.number}-remplacee" if file.version.replaced_by else scan


def _project(request: HttpRequest, minutes: Minutes, edition: Edition) -> HttpResponseBase:
    reading = readable_content(minutes.meeting, request.user, edition.value)
    require(reading is not None)
    note_opening(request, reading.version, OpeningMeans.PDF)
    note_contacts(request, minutes.meeting.cluster, reading.content)
    etag = f'"{draft_digest(reading)}"'
    if unchanged := get_conditional_response(request, etag=etag):
        return unchanged
    try:
        pdf = draft_pdf(reading)
    except SealFailed as error:
        return apology(request, minutes, error, status=503)
    extra = "-coordination" if edition == Edition.COORDINATION else "-projet"
    return document_response(pdf, file_name(minutes.meeting, ".pdf", extra=extra), etag)


def file_name(meeting: Meeting, suffix: str, *, extra: str = "") -> str:
    """``compte-rendu-CRP-2016-11-15.pdf``. The meeting comes from its record."""
    return f"{slugify(meeting.minutes.called)}-{meeting.cluster.code}-{meeting.day.isoformat()}{extra}{suffix}"


def document_response(data: bytes, name: str, etag: str, *, as_attachment: bool = False) -> FileResponse:
    content_type = CONTENT_TYPES[PurePosixPath(name).suffix]
    response = FileResponse(BytesIO(data), filename=name, as_attachment=as_attachment, content_type=content_type)
    response["ETag"] = etag
    return response


def apology(request: HttpRequest, minutes: Minutes, error: Exception, *, status: int) -> HttpResponse:
    context = {"meeting": minutes.meeting, "message": str(error)}
    return render(request, "minutes/record_unavailable.html", context, status=status)
