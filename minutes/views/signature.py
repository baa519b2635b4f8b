"""Signing and what goes around it: refusing, replacing a signer, doing without one, reminding."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.debug import sensitive_post_parameters

from clusterhub.web.access import require
from minutes import rules
from minutes.enums import SignatureRole
from minutes.forms.record import SignForm
from minutes.models import Minutes
from minutes.selectors.signers import Place, SigningPlan, plan_in_force
from minutes.services.signature import sign_minutes
from minutes.views.record import asks_first, back, minutes_read, posted, submitted


def place_of(minutes: Minutes, role: str) -> tuple[SigningPlan, Place]:
    """403 for a role that the sealed document does not ask."""
    plan = plan_in_force(minutes)
    place = plan.place(role) if plan else None
    require(place is not None)
    return plan, place


@sensitive_post_parameters("password")
@asks_first
def minutes_sign(request: HttpRequest, uuid: str, role: str) -> HttpResponse:
    minutes = minutes_read(request, uuid)
    require(role in SignatureRole and rules.can_sign_minutes(request.user, minutes, role))
    plan, place = place_of(minutes, role)
    form = SignForm(posted(request))

    def act() -> None:
        sign_minutes(version=plan.version, role=role, user=request.user, password=form.cleaned_data["password"])

    if submitted(form, act):
        return back(request, minutes, "Compte rendu signé.")
    context = {"form": form, "plan": plan, "place": place, "is_turn": place.role in plan.turns}
    return render(request, "minutes/record_sign.html", {"meeting": minutes.meeting, **context})
