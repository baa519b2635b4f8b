"""Signing and what goes around it: refusing, replacing a signer, doing without one, reminding."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from clusterhub.web.access import get_visible, require
from clusterhub.web.attempts import asks_first, posted, submitted
from clusterhub.web.typography import plural
from minutes import rules
from minutes.enums import SignatureRole
from minutes.errors import MinutesError
from minutes.forms.record import SignForm
from minutes.forms.signature import RefuseForm, ReplaceSignerForm, SigningPolicyForm, WaiveForm
from minutes.models import Minutes
from minutes.selectors.moves import before_signing
from minutes.selectors.signers import Place, SigningPlan, plan_in_force, policy_of
from minutes.services.reminders import remind_signers
from minutes.services.signature import sign_minutes
from minutes.services.signers import refuse_to_sign, replace_signer, save_signing_policy, waive_signature
from minutes.views.record import back, minutes_read
from participants.models import Cluster


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
    checks = before_signing(plan, place)
    form = SignForm(posted(request), checks=checks)

    def act() -> None:
        sign_minutes(version=plan.version, role=role, user=request.user, password=form.cleaned_data["password"])

    if submitted(form, act):
        return back(request, minutes, f"{minutes.called} signé.")
    context = {"form": form, "plan": plan, "place": place, "is_turn": place.role in plan.turns, "checks": checks}
    return render(request, "minutes/record_sign.html", {"meeting": minutes.meeting, **context})


@asks_first
def minutes_refuse(request: HttpRequest, uuid: str, role: str) -> HttpResponse:
    minutes = minutes_read(request, uuid)
    require(role in SignatureRole and rules.can_refuse_to_sign(request.user, minutes, role))
    plan, place = place_of(minutes, role)
    form = RefuseForm(posted(request))

    def act() -> None:
        refuse_to_sign(version=plan.version, role=role, user=request.user, **form.cleaned_data)

    if submitted(form, act):
        return back(request, minutes, "Votre refus est noté. La coordination est prévenue.")
    context = {"meeting": minutes.meeting, "form": form, "place": place}
    return render(request, "minutes/record_refuse.html", context)


@asks_first
def minutes_replace_signer(request: HttpRequest, uuid: str, role: str) -> HttpResponse:
    minutes = minutes_read(request, uuid)
    require(role in SignatureRole and rules.can_replace_signer(request.user, minutes, role))
    form = ReplaceSignerForm(posted(request), cluster=minutes.meeting.cluster)

    def act() -> None:
        replace_signer(minutes=minutes, role=role, by=request.user, **form.cleaned_data)

    if submitted(form, act):
        return back(request, minutes, "Signataire désigné.")
    holder = rules.holder_of(minutes, role)
    context = {"meeting": minutes.meeting, "form": form, "role": SignatureRole(role), "holder": holder}
    return render(request, "minutes/record_replace_signer.html", context)


@asks_first
def minutes_waive(request: HttpRequest, uuid: str, role: str) -> HttpResponse:
    minutes = minutes_read(request, uuid)
    require(role in SignatureRole and rules.can_waive_signature(request.user, minutes))
    plan, place = place_of(minutes, role)
    form = WaiveForm(posted(request))

    def act() -> None:
        waive_signature(version=plan.version, role=role, by=request.user, **form.cleaned_data)

    if submitted(form, act):
        return back(request, minutes, "Le document se passe de cette signature.")
    context = {"meeting": minutes.meeting, "form": form, "place": place}
    return render(request, "minutes/record_waive.html", context)


@require_POST
def minutes_remind(request: HttpRequest, uuid: str) -> HttpResponse:
    minutes = minutes_read(request, uuid)
    require(rules.can_remind_signers(request.user, minutes))
    try:
        count = remind_signers(minutes=minutes)
        messages.success(request, f"{plural(count, 'rappel envoyé', 'rappels envoyés')}.")
    except MinutesError as refusal:
        messages.error(request, str(refusal))
    return redirect("minutes:record", minutes.meeting.uuid)


@asks_first
def signing_policy(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Who signs the records of a cluster from now on."""
    cluster = get_visible(Cluster.objects.all(), request.user, uuid=uuid)
    require(rules.can_set_signing_policy(request.user, cluster))
    form = SigningPolicyForm(posted(request), instance=policy_of(cluster))
    if form.is_valid():
        save_signing_policy(cluster=cluster, **form.cleaned_data)
        messages.success(request, "Les prochains comptes rendus adoptés seront signés ainsi.")
        return redirect("participants:cluster_detail", cluster.uuid)
    return render(request, "minutes/signing_policy.html", {"cluster": cluster, "form": form})
