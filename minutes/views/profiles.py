"""The fiche de profil of an organisation. Made anew from what stands there now; never stored."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from clusterhub.web.access import get_visible
from minutes.companions import companion_html
from minutes.errors import SealFailed
from minutes.selectors.profile import profile_sheet as sheet_of
from minutes.services.drafts import companion_pdf
from minutes.services.files import digest
from minutes.views.pdf import document_response
from participants.models import Organisation

IN_HOUSE = "interne"


@require_safe
def profile_sheet(request: HttpRequest, uuid: UUID) -> HttpResponseBase:
    """To hand on; ``?edition=interne`` adds what this reader knows from the round tables of its clusters."""
    organisation = get_visible(Organisation.objects.select_related("parent"), request.user, uuid=uuid)
    in_house = request.GET.get("edition") == IN_HOUSE
    html = companion_html(sheet_of(organisation, request.user, on=timezone.localdate(), in_house=in_house))
    etag = f'"{digest(html.encode())}"'
    if unchanged := get_conditional_response(request, etag=etag):
        return unchanged
    try:
        name = slugify(organisation.short_label) or organisation.uuid
        return document_response(companion_pdf(html), f"profil-{name}.pdf", etag)
    except SealFailed as error:
        context = {"organisation": organisation, "message": str(error)}
        return render(request, "minutes/profile_unavailable.html", context, status=503)
