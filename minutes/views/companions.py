"""What goes with the record, on paper. Made anew from what stands there now; never stored."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from clusterhub.web.access import get_visible, require
from meetings.models import Meeting
from meetings.rules import can_see_live_text
from minutes import rules
from minutes.companions import Companion, companion_html
from minutes.enums import Edition
from minutes.errors import SealFailed
from minutes.selectors import follow_up, sign_in
from minutes.selectors.convocation import convocation as letter_to_members
from minutes.services.drafts import companion_pdf
from minutes.services.files import digest
from minutes.views.pdf import document_response


@require_safe
def sign_in_sheet(request: HttpRequest, uuid: str) -> HttpResponseBase:
    meeting = companion_meeting(request, uuid)
    require(rules.can_print_sign_in_sheet(request.user, meeting))
    return _printed(request, meeting, sign_in.sign_in_sheet(meeting), "feuille-emargement")


@require_safe
def follow_up_sheet(request: HttpRequest, uuid: str) -> HttpResponseBase:
    """Members get their edition, the coordination its own; ``?edition=members`` shows it theirs."""
    meeting = companion_meeting(request, uuid)
    require(rules.can_read_follow_up_sheet(request.user, meeting))
    if request.GET.get("edition") == Edition.MEMBERS:
        return _printed(request, meeting, follow_up.members_sheet(meeting), "fiche-de-suivi")
    return _printed(request, meeting, follow_up.follow_up_sheet(meeting, request.user), "fiche-de-suivi")


@require_safe
def convocation(request: HttpRequest, uuid: str) -> HttpResponseBase:
    meeting = companion_meeting(request, uuid)
    require(rules.can_read_convocation(request.user, meeting))
    letter = letter_to_members(meeting, in_house=can_see_live_text(request.user, meeting))
    return _printed(request, meeting, letter, "convocation")


def companion_meeting(request: HttpRequest, uuid: str) -> Meeting:
    related = Meeting.objects.select_related("cluster__place", "host__parent", "place", "previous")
    return get_visible(related, request.user, uuid=uuid)


def _printed(request: HttpRequest, meeting: Meeting, sheet: Companion, what: str) -> HttpResponseBase:
    html = companion_html(sheet)
    etag = f'"{digest(html.encode())}"'
    if unchanged := get_conditional_response(request, etag=etag):
        return unchanged
    try:
        pdf = companion_pdf(html)
    except SealFailed as error:
        context = {"meeting": meeting, "message": str(error)}
        return render(request, "minutes/companion_unavailable.html", context, status=503)
    return document_response(pdf, f"{what}-{meeting.cluster.code}-{meeting.day.isoformat()}.pdf", etag)
