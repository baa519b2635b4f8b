"""The list of actions as a file: at once, or written in the background when it is very long."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from actions.enums import ExportState
from actions.exports import COLUMNS, TITLE, action_lines
from actions.filters import actions_found
from actions.forms.exports import ExportForm
from actions.models import ExportJob
from actions.services.exports import drop_export, request_export, still_entitled
from clusterhub.web.attempts import made
from clusterhub.web.sheets import attachment, sheet_format, sheet_response

WHILE_WAITING = 5_000
"""Rows that are written while the person waits: two or three seconds."""


@require_safe
def action_export(request: HttpRequest) -> HttpResponse | FileResponse:
    """The list as filtered. Above ``WHILE_WAITING`` rows a page offers to prepare it."""
    found = actions_found(request.user, request.GET)
    format = sheet_format(request.GET.get("format"))
    if found.order_by()[: WHILE_WAITING + 1].count() > WHILE_WAITING:
        return _offer(request, ExportForm(initial={"filters": _filters(request.GET), "format": format}))
    return sheet_response(_name(), format, title=TITLE, columns=COLUMNS, rows=action_lines(found))


@require_POST
def export_start(request: HttpRequest) -> HttpResponse:
    form = ExportForm(request.POST)
    if job := made(form, lambda: request_export(user=request.user, **form.cleaned_data)):
        return redirect("actions:export_detail", job.uuid)
    return _offer(request, form)


@require_safe
def export_detail(request: HttpRequest, uuid: UUID) -> HttpResponse:
    return render(request, "actions/export_detail.html", {"job": _own(request, uuid)})


@require_safe
def export_file(request: HttpRequest, uuid: UUID) -> FileResponse:
    """Its owner's alone, as long as it is kept."""
    job = _own(request, uuid)
    if job.state != ExportState.DONE:
        raise Http404
    return attachment(job.file.open("rb"), _name(), job.format)


@require_POST
def export_drop(request: HttpRequest, uuid: UUID) -> HttpResponse:
    drop_export(_own(request, uuid))
    messages.success(request, "L’export est supprimé.")
    return redirect("actions:action_list")


def _own(request: HttpRequest, uuid: UUID) -> ExportJob:
    job = get_object_or_404(ExportJob.objects.kept(), uuid=uuid)
    if not still_entitled(request.user, job):
        raise Http404
    return job


def _offer(request: HttpRequest, form: ExportForm) -> HttpResponse:
    jobs = request.user.export_jobs.kept()
    return render(request, "actions/export_offer.html", {"form": form, "jobs": jobs, "limit": WHILE_WAITING})


def _filters(query: QueryDict) -> str:
    """Of the address, what chooses the actions."""
    kept = query.copy()
    for name in ("format", "apres", "avant", "page"):
        kept.pop(name, None)
    return kept.urlencode()


def _name() -> str:
    return f"actions-{timezone.localdate().isoformat()}"
