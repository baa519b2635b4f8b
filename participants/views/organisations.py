from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from clusterhub.web.access import get_visible, require
from clusterhub.web.attempts import made
from participants import rules
from participants.filters import OrganisationFilter
from participants.forms.organisations import OrganisationForm
from participants.models import Organisation
from participants.selectors import memberships_of, mergers_into, organisations_listed, people_of
from participants.services.contact_log import record_view_in
from participants.services.organisations import save_organisation

PER_PAGE = 50


def organisation_list(request: HttpRequest) -> HttpResponse:
    found = OrganisationFilter(request.GET, organisations_listed(request.user), request=request)
    context = {
        "filter": found,
        "page": Paginator(found.qs, PER_PAGE).get_page(request.GET.get("page")),
        "can_create": rules.can_create_organisation(request.user),
    }
    return render(request, "participants/organisation_list.html", context)


def organisation_detail(request: HttpRequest, uuid: UUID) -> HttpResponse:
    organisation = get_visible(Organisation.objects.select_related("parent__parent"), request.user, uuid=uuid)
    people = people_of(organisation, request.user)
    record_view_in(organisation, people, by=request.user)
    context = {
        "organisation": organisation,
        "aliases": organisation.aliases.filter(is_own=False),
        "units": organisation.units.select_related("parent"),
        "places": organisation.places.all(),
        "people": people,
        "memberships": memberships_of(organisation, request.user),
        "mergers": mergers_into(organisation),
        "can_merge": rules.can_merge_organisations(request.user),
        "can_edit": rules.can_edit_organisation(request.user, organisation),
        "sectors": organisation.sectors.all(),
        "can_use_feed": rules.can_use_organisation_feed(request.user, organisation),
    }
    return render(request, "participants/organisation_detail.html", context)


def organisation_create(request: HttpRequest) -> HttpResponse:
    require(rules.can_create_organisation(request.user))
    form = OrganisationForm(request.POST or None, user=request.user)
    if request.method == "POST" and (organisation := _saved(form)):
        messages.success(request, f"{organisation.full_label} est enregistrée.")
        return redirect("participants:organisation_detail", organisation.uuid)
    return render(request, "participants/organisation_form.html", {"form": form})


def organisation_edit(request: HttpRequest, uuid: UUID) -> HttpResponse:
    organisation = get_visible(Organisation.objects.select_related("parent"), request.user, uuid=uuid)
    require(rules.can_edit_organisation(request.user, organisation))
    label = organisation.short_label
    form = OrganisationForm(request.POST or None, instance=organisation, user=request.user)
    if request.method == "POST" and _saved(form):
        messages.success(request, "Les changements sont enregistrés.")
        return redirect("participants:organisation_detail", organisation.uuid)
    return render(
        request, "participants/organisation_form.html", {"form": form, "organisation": organisation, "label": label}
    )


def _saved(form: OrganisationForm) -> Organisation | None:
    def act() -> Organisation:
        data = form.cleaned_data
        return save_organisation(form.instance, aliases=data["aliases"], places=data.get("places"))

    return made(form, act)
