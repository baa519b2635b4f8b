"""Sealed fiches de suivi: the act, the list of a cluster's, the file as issued."""

from __future__ import annotations

from functools import partial
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.cache import get_conditional_response
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_safe

from clusterhub.web.access import get_visible, require
from clusterhub.web.attempts import asks_first, posted, submitted
from meetings.models import Meeting
from minutes import rules
from minutes.companions import FollowUpSheet
from minutes.errors import FileDamaged
from minutes.forms.sheets import SealSheetForm
from minutes.models import SealedSheet
from minutes.selectors.follow_up import members_sheet
from minutes.services.files import read_issued
from minutes.services.sheets import seal_follow_up_sheet
from minutes.views.companions import companion_meeting
from minutes.views.pdf import document_response
from participants.models import Cluster, User

PER_PAGE = 25


@sensitive_post_parameters("password")
@asks_first
def sheet_seal(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """What is sealed is exactly what was shown."""
    meeting = companion_meeting(request, uuid)
    require(rules.can_seal_follow_up_sheet(request.user, meeting))
    sheet = members_sheet(meeting)
    form = SealSheetForm(posted(request), initial={"seen": sheet.sha256()})
    act = partial(_seal, form, meeting, request.user)
    if submitted(form, act):
        messages.success(request, "La fiche de suivi est scellée.")
        return redirect("minutes:sheet_list", meeting.cluster.uuid)
    context = {"meeting": meeting, "sheet": sheet, "form": _shown_again(form, sheet)}
    return render(request, "minutes/sheet_seal.html", context)


def _shown_again(form: SealSheetForm, sheet: FollowUpSheet) -> SealSheetForm:
    """After a refusal, the form names the sheet that the page shows now."""
    if form.is_bound:
        form.data = form.data.copy() | {"seen": sheet.sha256()}
    return form


def _seal(form: SealSheetForm, meeting: Meeting, by: User) -> None:
    seal_follow_up_sheet(meeting=meeting, by=by, **form.cleaned_data)


@require_safe
def sheet_list(request: HttpRequest, uuid: UUID) -> HttpResponse:
    cluster = get_visible(Cluster.objects.all(), request.user, uuid=uuid)
    require(rules.can_read_sealed_sheets(request.user, cluster))
    sheets = cluster.sealed_sheets.select_related("meeting")
    page = Paginator(sheets, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "minutes/sheet_list.html", {"cluster": cluster, "page": page})


@require_safe
def sheet_file(request: HttpRequest, uuid: UUID) -> HttpResponseBase:
    sheet = get_visible(SealedSheet.objects.select_related("cluster", "meeting"), request.user, uuid=uuid)
    try:
        data = read_issued(sheet)
    except FileDamaged as error:
        context = {"meeting": sheet.meeting, "message": str(error)}
        return render(request, "minutes/companion_unavailable.html", context, status=500)
    etag = f'"{sheet.sha256}"'
    if unchanged := get_conditional_response(request, etag=etag):
        return unchanged
    return document_response(data, f"fiche-de-suivi-{sheet.cluster.code}-{sheet.number}.pdf", etag)
