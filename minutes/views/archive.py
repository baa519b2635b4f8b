"""Archives to keep elsewhere: made on disk, sent as they are."""

from __future__ import annotations

from typing import IO
from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from clusterhub.web.access import get_visible, require
from clusterhub.web.attempts import asks_first, made, posted
from meetings.models import Meeting
from minutes import rules
from minutes.errors import NothingToArchive
from minutes.forms.archive import ArchiveForm
from minutes.services.archive import archive_meeting, archive_period
from participants.models import Cluster


@require_safe
def meeting_archive(request: HttpRequest, uuid: UUID) -> HttpResponseBase:
    meeting = get_visible(Meeting.objects.select_related("cluster"), request.user, uuid=uuid)
    require(rules.can_archive(request.user, meeting.cluster))
    try:
        archive = archive_meeting(meeting)
    except NothingToArchive as error:
        messages.error(request, str(error))
        return redirect("minutes:record", meeting.uuid)
    return _sent(archive, f"archive-{meeting.cluster.code}-{meeting.day.isoformat()}.zip")


@asks_first
def cluster_archive(request: HttpRequest, uuid: UUID) -> HttpResponseBase:
    cluster = get_visible(Cluster.objects, request.user, uuid=uuid)
    require(rules.can_archive(request.user, cluster))
    form = ArchiveForm(posted(request))
    if archive := made(form, lambda: archive_period(cluster, **form.cleaned_data)):
        since, until = (form.cleaned_data[name].isoformat() for name in ("since", "until"))
        return _sent(archive, f"archive-{cluster.code}-{since}-{until}.zip")
    return render(request, "minutes/cluster_archive.html", {"cluster": cluster, "form": form})


def _sent(archive: IO[bytes], name: str) -> FileResponse:
    return FileResponse(archive, as_attachment=True, filename=name, content_type="application/zip")
