"""Two organisations, or two persons, side by side; then one."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from clusterhub.mergers import organisations, people
from clusterhub.mergers.forms import ChooseOrganisationForm, ChoosePersonForm, MergeForm
from clusterhub.mergers.selectors import counted, namesakes_of
from clusterhub.web.access import get_visible, require
from clusterhub.web.attempts import posted, submitted
from participants import rules
from participants.models import Organisation, Person

DONE = "C’est fait : {other} et {own} ne font plus qu’une."


def organisation_choose(request: HttpRequest, uuid: UUID) -> HttpResponse:
    own = _organisation(request, uuid)
    require(rules.can_merge_organisations(request.user))
    form = ChooseOrganisationForm(request.POST or None, own=own)
    if request.method == "POST" and form.is_valid():
        return redirect("mergers:organisation_merge", own.uuid, form.cleaned_data["name"].uuid)
    return render(request, "mergers/organisation_choose.html", {"own": own, "form": form})


def organisation_merge(request: HttpRequest, uuid: UUID, other: UUID) -> HttpResponse:
    own, absorbed = _organisation(request, uuid), _organisation(request, other)
    require(rules.can_merge_organisations(request.user))
    form = MergeForm(posted(request))
    if _merged(request, form, own, absorbed):
        return redirect("participants:organisation_detail", own.uuid)
    context = {
        **{"own": own, "other": absorbed, "form": form},
        "refusal": organisations.refusal_of_organisations(own, absorbed),
        "access": organisations.access_of_organisations(own, absorbed),
        "counts": counted(organisations.RELATIONS, own, absorbed),
    }
    return render(request, "mergers/organisation_merge.html", context)


def person_choose(request: HttpRequest, uuid: UUID) -> HttpResponse:
    own = _person(request, uuid)
    require(rules.can_start_merging(request.user, own))
    form = ChoosePersonForm(request.POST or None, own=own, user=request.user)
    if request.method == "POST" and form.is_valid():
        return redirect("mergers:person_merge", own.uuid, form.cleaned_data["name"].uuid)
    context = {"own": own, "form": form, "namesakes": namesakes_of(own, request.user)}
    return render(request, "mergers/person_choose.html", context)


def person_merge(request: HttpRequest, uuid: UUID, other: UUID) -> HttpResponse:
    own, absorbed = _person(request, uuid), _person(request, other)
    require(rules.can_merge_people(request.user, own, absorbed))
    form = MergeForm(posted(request))
    if _merged(request, form, own, absorbed):
        return redirect("participants:person_detail", own.uuid)
    context = {
        **{"own": own, "other": absorbed, "form": form},
        "refusal": people.refusal_of_people(own, absorbed, by=request.user),
        "closed": people.closed_account(own, absorbed),
        "counts": counted(people.RELATIONS, own, absorbed),
    }
    return render(request, "mergers/person_merge.html", context)


def _merged(request: HttpRequest, form: MergeForm, own: Organisation | Person, other: Organisation | Person) -> bool:
    merge = organisations.merge_organisations if isinstance(own, Organisation) else people.merge_people
    done = submitted(form, lambda: merge(own, other, by=request.user, **form.cleaned_data))
    if done:
        messages.success(request, DONE.format(other=other, own=own))
    return done


def _organisation(request: HttpRequest, uuid: UUID) -> Organisation:
    return get_visible(Organisation.objects.select_related("parent"), request.user, uuid=uuid)


def _person(request: HttpRequest, uuid: UUID) -> Person:
    return get_visible(Person.objects.select_related("organisation__parent", "user"), request.user, uuid=uuid)
