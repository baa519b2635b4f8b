from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from clusterhub.web.access import get_visible, require
from clusterhub.web.attempts import posted, submitted
from participants import rules
from participants.filters import PersonFilter
from participants.forms.people import InvitationForm, PersonForm
from participants.models import Person
from participants.selectors import mergers_into, people_listed, roles_known_to
from participants.services.contact_log import record_view_of
from participants.services.invitations import invite_person
from participants.services.people import save_person

PER_PAGE = 50


def person_list(request: HttpRequest) -> HttpResponse:
    found = PersonFilter(request.GET, people_listed(request.user), request=request)
    context = {
        "filter": found,
        "page": Paginator(found.qs, PER_PAGE).get_page(request.GET.get("page")),
        "can_create": rules.can_create_person(request.user),
    }
    return render(request, "participants/person_list.html", context)


def person_detail(request: HttpRequest, uuid: UUID) -> HttpResponse:
    person = _get_person(request, uuid)
    context = {
        "person": person,
        "can_see_contacts": _show_contacts(request, person),
        "roles": roles_known_to(request.user).filter(person=person),
        "mergers": mergers_into(person),
        "can_merge": rules.can_start_merging(request.user, person),
        "can_edit": rules.can_edit_person(request.user, person),
        "can_invite": rules.can_invite(request.user, person),
    }
    return render(request, "participants/person_detail.html", context)


def person_create(request: HttpRequest) -> HttpResponse:
    require(rules.can_create_person(request.user))
    form = PersonForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        person = _save(form)
        messages.success(request, f"{person.name} est dans le répertoire.")
        return redirect("participants:person_detail", person.uuid)
    return render(request, "participants/person_form.html", {"form": form})


def person_edit(request: HttpRequest, uuid: UUID) -> HttpResponse:
    person = _get_person(request, uuid)
    require(rules.can_edit_person(request.user, person))
    name = person.name
    form = PersonForm(request.POST or None, instance=person, user=request.user)
    _show_contacts(request, person)
    if request.method == "POST" and form.is_valid():
        _save(form)
        messages.success(request, "Les changements sont enregistrés.")
        return redirect("participants:person_detail", person.uuid)
    return render(request, "participants/person_form.html", {"form": form, "person": person, "label": name})


def person_invite(request: HttpRequest, uuid: UUID) -> HttpResponse:
    person = _get_person(request, uuid)
    require(rules.can_invite(request.user, person))
    form = InvitationForm(posted(request), initial={"email": _known_email(request, person)})
    if submitted(form, lambda: invite_person(person=person, by=request.user, **form.cleaned_data)):
        messages.success(request, f"Invitation envoyée à {form.cleaned_data['email']}. Elle vaut sept jours.")
        return redirect("participants:person_detail", person.uuid)
    return render(request, "participants/person_invite.html", {"form": form, "person": person})


def _get_person(request: HttpRequest, uuid: UUID) -> Person:
    return get_visible(Person.objects.select_related("organisation__parent", "user"), request.user, uuid=uuid)


def _show_contacts(request: HttpRequest, person: Person) -> bool:
    """Whether the page tells them; whoever is told is written down, once a day."""
    shown = rules.can_see_contacts(request.user, person)
    if shown:
        record_view_of(person, by=request.user)
    return shown


def _save(form: PersonForm) -> Person:
    values = form.cleaned_data
    return save_person(form.instance, emails=values.get("emails"), phones=values.get("phones"))


def _known_email(request: HttpRequest, person: Person) -> str:
    first = person.emails.first() if _show_contacts(request, person) else None
    return first.email if first else ""
