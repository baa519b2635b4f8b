"""The public edition: the coordinator publishes and withdraws it, anybody reads it without an account."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.cache import get_conditional_response
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_safe

from clusterhub.web.access import require
from clusterhub.web.attempts import asks_first, posted, submitted
from minutes import rules
from minutes.errors import FileDamaged
from minutes.filters import PublicationFilter
from minutes.forms.publications import PublishForm, WithdrawForm
from minutes.models import Publication
from minutes.selectors.publications import proposed_reading, public_reading, published_records
from minutes.selectors.record import adopted_version
from minutes.services.files import read_issued
from minutes.services.publications import publish_edition, withdraw_publication
from minutes.views.pdf import document_response, file_name
from minutes.views.record import back, minutes_read

PER_PAGE = 25
GONE = 410


@sensitive_post_parameters("password")
@asks_first
def minutes_publish(request: HttpRequest, uuid: str) -> HttpResponse:
    """Shows exactly what would be public, and what would not."""
    minutes = minutes_read(request, uuid)
    require(rules.can_publish_minutes(request.user, minutes))
    version = adopted_version(minutes)
    proposed = proposed_reading(version)
    form = PublishForm(posted(request), is_again=proposed.is_again)

    def act() -> None:
        names_people = form.cleaned_data.get("names_people", False)
        publish_edition(
            version=version, by=request.user, password=form.cleaned_data["password"], names_people=names_people
        )

    if submitted(form, act):
        return back(request, minutes, "L’édition publique est publiée.")
    context = {"meeting": minutes.meeting, "form": form, "proposed": proposed}
    return render(request, "minutes/record_publish.html", context)


@asks_first
def minutes_withdraw(request: HttpRequest, uuid: str, key: str) -> HttpResponse:
    minutes = minutes_read(request, uuid)
    require(rules.can_withdraw_publication(request.user, minutes))
    publication = get_object_or_404(Publication.objects.standing(), key=key, version__minutes__meeting=minutes.meeting)
    form = WithdrawForm(posted(request))

    def act() -> None:
        withdraw_publication(publication=publication, by=request.user, reason=form.cleaned_data["reason"])

    if submitted(form, act):
        return back(request, minutes, "La publication est retirée.")
    context = {"meeting": minutes.meeting, "form": form, "publication": publication}
    return render(request, "minutes/record_withdraw.html", context)


@login_not_required
@require_safe
def publication_list(request: HttpRequest) -> HttpResponse:
    found = PublicationFilter(request.GET, published_records(), request=request)
    page = Paginator(found.qs, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "minutes/publication_list.html", {"filter": found, "page": page})


@login_not_required
@require_safe
def publication_detail(request: HttpRequest, key: str) -> HttpResponse:
    publication = _published(key)
    if publication.is_withdrawn:
        return _withdrawn(request, publication)
    return render(request, "minutes/publication_detail.html", {"reading": public_reading(publication)})


@login_not_required
@require_safe
def publication_pdf(request: HttpRequest, key: str) -> HttpResponseBase:
    publication = _published(key)
    if publication.is_withdrawn:
        return _withdrawn(request, publication)
    try:
        data = read_issued(publication.file)
    except FileDamaged:
        return render(request, "minutes/publication_damaged.html", status=500)
    etag = f'"{publication.file.sha256}"'
    if unchanged := get_conditional_response(request, etag=etag):
        return unchanged
    replaced = "-remplacee" if publication.version.replaced_by else ""
    name = file_name(publication.version.minutes.meeting, ".pdf", extra=f"-public{replaced}")
    return document_response(data, name, etag)


def _published(key: str) -> Publication:
    related = "version__minutes__meeting__cluster", "version__superseded_by", "file"
    return get_object_or_404(Publication.objects.select_related(*related), key=key)


def _withdrawn(request: HttpRequest, publication: Publication) -> HttpResponse:
    return render(request, "minutes/publication_withdrawn.html", {"publication": publication}, status=GONE)
