"""« Ma signature » : the certificate that somebody signs with; for administrators, that of somebody else."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_safe

from clusterhub.web.access import get_visible, require
from clusterhub.web.attempts import asks_first, posted, submitted
from minutes import rules
from minutes.enums import RevocationReason
from minutes.forms.keys import ImportKeyForm, NewKeyForm, RevokeKeyForm
from minutes.selectors.keys import keys_of, last_identity
from minutes.services.own_keys import import_my_key
from minutes.services.revocation import give_new_key, revoke_identity
from participants.models import Person


@require_safe
def my_signature(request: HttpRequest) -> HttpResponse:
    return _shown(request, request.user.person)


@require_safe
def person_signature(request: HttpRequest, uuid: UUID) -> HttpResponse:
    return _shown(request, _person(request, uuid), is_mine=False)


@asks_first
@sensitive_post_parameters("opened_by", "password")
def my_signature_import(request: HttpRequest) -> HttpResponse:
    require(rules.can_have_key(request.user))
    form = ImportKeyForm(posted(request), request.FILES or None)

    def act() -> None:
        known = form.cleaned_data
        import_my_key(user=request.user, p12=known["file"], opened_by=known["opened_by"], password=known["password"])

    if submitted(form, act):
        return _back(request, None, "Votre certificat est enregistré. Il servira à votre prochaine signature.")
    return render(request, "minutes/key_import.html", {"form": form})


@asks_first
@sensitive_post_parameters("password")
def my_signature_new(request: HttpRequest) -> HttpResponse:
    return _new_key(request, request.user.person)


@asks_first
@sensitive_post_parameters("password")
def person_signature_new(request: HttpRequest, uuid: UUID) -> HttpResponse:
    return _new_key(request, _person(request, uuid), of_other=True)


@asks_first
def my_signature_revoke(request: HttpRequest) -> HttpResponse:
    return _revoke(request, request.user.person)


@asks_first
def person_signature_revoke(request: HttpRequest, uuid: UUID) -> HttpResponse:
    return _revoke(request, _person(request, uuid), of_other=True)


# --- Of oneself, or of somebody else ----------------------------------------------------------------------------------


def _person(request: HttpRequest, uuid: UUID) -> Person:
    person = get_visible(Person.objects.select_related("organisation__parent"), request.user, uuid=uuid)
    require(rules.can_manage_keys(request.user))
    return person


def _shown(request: HttpRequest, person: Person | None, *, is_mine: bool = True) -> HttpResponse:
    keys = keys_of(person) if person else []
    last = keys[0].identity if keys else None
    context = {
        "person": person,
        "is_mine": is_mine,
        "latest": keys[0] if keys else None,
        "earlier": keys[1:],
        "can_import": is_mine and rules.can_have_key(request.user),
        "can_revoke": rules.can_revoke_key(request.user, last),
        "can_ask_new": rules.can_ask_new_key(request.user, last),
    }
    return render(request, "minutes/signature.html", context)


def _new_key(request: HttpRequest, person: Person | None, *, of_other: bool = False) -> HttpResponse:
    require(person is not None and rules.can_ask_new_key(request.user, last_identity(person)))
    form = NewKeyForm(posted(request))

    def act() -> None:
        give_new_key(person, by=request.user, password=form.cleaned_data["password"])

    if submitted(form, act):
        return _back(request, person if of_other else None, "Une nouvelle clé est prête.")
    return render(request, "minutes/key_new.html", {"form": form, "person": person, "is_mine": not of_other})


def _revoke(request: HttpRequest, person: Person | None, *, of_other: bool = False) -> HttpResponse:
    identity = last_identity(person) if person else None
    require(rules.can_revoke_key(request.user, identity))
    form = RevokeKeyForm(posted(request))

    def act() -> None:
        reason = RevocationReason(form.cleaned_data["reason"])
        revoke_identity(identity=identity, reason=reason, by=request.user, since=form.cleaned_data["since"])

    if submitted(form, act):
        return _back(request, person if of_other else None, "Ce certificat est révoqué.")
    return render(request, "minutes/key_revoke.html", {"form": form, "person": person, "is_mine": not of_other})


def _back(request: HttpRequest, person: Person | None, done: str) -> HttpResponse:
    messages.success(request, done)
    return redirect(reverse("minutes:person_signature", args=[person.uuid]) if person else "minutes:my_signature")
