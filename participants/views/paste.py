"""A pasted list becomes records after a look at what was understood. The list itself travels in the page."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from clusterhub.web.access import require
from clusterhub.web.typography import plural
from participants import rules
from participants.enums import Verdict
from participants.errors import ParticipantsError
from participants.forms.paste import OrganisationPasteForm, PasteForm, PersonPasteForm
from participants.services.paste_organisations import import_organisations, read_organisations
from participants.services.paste_people import import_people, read_people


def organisation_paste(request: HttpRequest) -> HttpResponse:
    require(rules.can_create_organisation(request.user))
    form = OrganisationPasteForm(request.POST or None, request.FILES or None, user=request.user)
    readings = None
    if request.method == "POST" and form.is_valid():
        if "confirm" in request.POST:
            return _import_organisations(request, form)
        form.show_rows()
        readings = read_organisations(form.cleaned_data["text"], user=request.user)
    return _page(request, "participants/organisation_paste.html", form, readings)


def _import_organisations(request: HttpRequest, form: OrganisationPasteForm) -> HttpResponse:
    cluster = form.cleaned_data["cluster"]
    try:
        done = import_organisations(text=form.cleaned_data["text"], user=request.user, cluster=cluster)
    except ParticipantsError as refusal:
        form.add_error("text", str(refusal))
        return _page(request, "participants/organisation_paste.html", form, None)
    text = plural(len(done.created), "organisation ajoutée", "organisations ajoutées")
    if cluster:
        text += f", {plural(len(done.joined), 'nouveau membre', 'nouveaux membres')} dans {cluster.short_name}"
    messages.success(request, f"{text}.")
    if not done.left:
        return redirect("participants:organisation_list")
    rest = OrganisationPasteForm(user=request.user, initial={"text": done.left, "cluster": cluster and cluster.uuid})
    return _page(request, "participants/organisation_paste.html", rest, None, some_left=True)


def person_paste(request: HttpRequest) -> HttpResponse:
    require(rules.can_create_person(request.user))
    form = PersonPasteForm(request.POST or None, request.FILES or None)
    readings = None
    if request.method == "POST" and form.is_valid():
        if "confirm" in request.POST:
            return _import_people(request, form)
        form.show_rows()
        readings = read_people(form.cleaned_data["text"], user=request.user)
    return _page(request, "participants/person_paste.html", form, readings)


def _import_people(request: HttpRequest, form: PersonPasteForm) -> HttpResponse:
    done = import_people(text=form.cleaned_data["text"], user=request.user)
    messages.success(request, f"{plural(len(done.created), 'personne ajoutée', 'personnes ajoutées')}.")
    if not done.left:
        return redirect("participants:person_list")
    rest = PersonPasteForm(initial={"text": done.left})
    return _page(request, "participants/person_paste.html", rest, None, some_left=True)


def _page(
    request: HttpRequest, template: str, form: PasteForm, readings: Any, *, some_left: bool = False
) -> HttpResponse:
    count = Counter(reading.verdict for reading in readings or ())
    context = {
        "form": form,
        "readings": readings,
        "new_count": count[Verdict.NEW],
        "known_count": count[Verdict.KNOWN],
        "undecided_count": count[Verdict.UNDECIDED],
        "ignored": form.ignored_headings if readings else (),
        "some_left": some_left,
    }
    return render(request, template, context)
