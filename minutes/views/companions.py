"""What goes with the record, on paper. Made anew from what stands there now; never stored."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from clusterhub.web.access import get_visible, require
from meetings.models import Meeting
from minutes import rules
from minutes.companions import companion_html
from minutes.errors import SealFailed
from minutes.selectors import sign_in
from minutes.services.drafts import companion_pdf
from minutes.services.files import digest
from minutes.views.pdf import document_response


@require_safe
def sign_in_sheet(request: HttpRequest, uuid: str) -> HttpResponseBase:
    meeting = _meeting(request, uuid)
    require(rules.can_print_sign_in_sheet(request.user, meeting))
    return _printed(request, meeting, companion_html(sign_in.sign_in_sheet(meeting)), "feuille-emargement")


def _meeting(request: HttpRequest, uuid: str) -> Meeting:
    related = Meeting.objects.select_related("cluster__place", "host__parent", "place", "previous")
    return get_visible(related, request.user, uuid=uuid)


def _printed(request: HttpRequest, meeting: Meeting, html: str, what: str) -> HttpResponseBase:
    etag = f'"{digest(html.encode())}"'
    if unchanged := get_conditional_response(request, etag=etag):
        return unchanged
    try:
        pdf = companion_pdf(html)
    except SealFailed as error:
        context = {"meeting": meeting, "message": str(error)}
        return render(request, "minutes/companion_unavailable.html", context, status=503)
    return document_response(pdf, f"{what}-{meeting.cluster.code}-{meeting.day.isoformat()}.pdf", etag)
