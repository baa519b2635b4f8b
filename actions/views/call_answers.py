"""The page where the answers to a call stand sorted, and what the coordination does with them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from actions.contributions.tables import CallReading, answers_to, items_to_put_into
from actions.contributions.texts import as_plain_text
from actions.forms.calls import ForwardForm, PutForm
from actions.models import ContributionCall
from actions.partners import focal_mailboxes_of, reachable_in
from actions.services.consolidation import forward_contributions, put_into_item
from actions.services.profile_answers import carry_into_profile
from actions.views.calls import called
from clusterhub.web.access import require
from clusterhub.web.attempts import made
from clusterhub.web.refusals import Refusal
from clusterhub.web.typography import plural
from participants.models import User
from participants.rules import can_edit_organisation
from participants.selectors import mailboxes_in


@require_safe
def call_detail(request: HttpRequest, uuid: UUID) -> HttpResponse:
    return _page(request, called(request, uuid))


def _page(request: HttpRequest, call: ContributionCall, **forms: Any) -> HttpResponse:
    reading = answers_to(call)
    context = {
        "call": call,
        "reading": reading,
        "reachable": reachable_in(call.cluster) if reading.silent or reading.partial else (),
        "text": as_plain_text(reading),
        "put_form": _put_form(call, reading) if reading.filled else None,
        "forward_form": ForwardForm(cluster=call.cluster) if reading.filled else None,
    }
    return render(request, "actions/call_detail.html", context | forms)


def _put_form(call: ContributionCall, reading: CallReading, data: Any = None) -> PutForm:
    return PutForm(data, items=items_to_put_into(call), parts=[table.part for table in reading.filled])


@require_POST
def call_put(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Into the chosen point of a meeting."""
    call = called(request, uuid)
    reading = answers_to(call)
    if not reading.filled:
        return _nothing_yet(request, call)
    form = _put_form(call, reading, request.POST)
    is_new = made(form, lambda: _put(call, reading, form, request.user))
    if is_new is None:
        return _page(request, call, put_form=form)
    put = f"Versé dans « {form.cleaned_data['item'].title} »."
    messages.success(request, put if is_new else "Ce point contient déjà ce texte.")
    return redirect("actions:call_detail", call.uuid)


def _put(call: ContributionCall, reading: CallReading, form: PutForm, user: User) -> bool:
    tables = [table for table in reading.filled if table.part in form.cleaned_data["parts"]]
    return put_into_item(call, tables, item=form.cleaned_data["item"], by=user)


@require_POST
def call_forward(request: HttpRequest, uuid: UUID) -> HttpResponse:
    call = called(request, uuid)
    reading = answers_to(call)
    form = ForwardForm(request.POST, cluster=call.cluster)
    if not reading.filled:
        return _nothing_yet(request, call)
    if not form.is_valid():
        return _page(request, call, forward_form=form)
    data = form.cleaned_data
    boxes = [*mailboxes_in(data["lists"]), *focal_mailboxes_of(data["organisations"], call.cluster)]
    count = forward_contributions(reading, to=boxes, note=data["note"])
    told = f"{plural(count, 'message part', 'messages partent')}." if count else "Tous l’ont déjà reçu aujourd’hui."
    messages.success(request, told)
    return redirect("actions:call_detail", call.uuid)


@require_POST
def call_profile(request: HttpRequest, uuid: UUID, organisation: UUID) -> HttpResponse:
    """Carry what an organisation answered into its profile."""
    call = called(request, uuid)
    invitee = get_object_or_404(call.invitees.select_related("organisation__parent"), organisation__uuid=organisation)
    require(can_edit_organisation(request.user, invitee.organisation))
    try:
        unknown = carry_into_profile(call, invitee.organisation, by=request.user)
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return redirect("actions:call_detail", call.uuid)
    left = f" Lieux inconnus, à ajouter à la main : {', '.join(unknown)}." if unknown else ""
    messages.success(request, f"Le profil de {invitee.organisation.short_label} est à jour.{left}")
    return redirect("actions:call_detail", call.uuid)


def _nothing_yet(request: HttpRequest, call: ContributionCall) -> HttpResponse:
    messages.info(request, "Il n’y a encore aucune réponse.")
    return redirect("actions:call_detail", call.uuid)
