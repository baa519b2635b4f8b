"""Proposing a point and saying who comes, for an account that answers for an organisation."""

from __future__ import annotations

from functools import partial
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_POST

from actions.contributions.seats import parties_known_in
from actions.rules import can_speak_for
from actions.services.unasked import foresee_unasked, propose_unasked
from actions.views.speaking import Speaking, point_page, point_withdraw, presence_page
from clusterhub.web.access import get_visible, require
from clusterhub.web.attempts import asks_first
from meetings.models import AgendaProposal
from meetings.services.proposals import withdraw_proposal
from participants.models import Cluster, Organisation
from participants.voices import Voice

FRAME = "actions/own_voice_base.html"


@asks_first
def own_point(request: HttpRequest, uuid: UUID, organisation: UUID) -> HttpResponse:
    return point_page(request, _speaking(request, uuid, organisation))


@require_POST
def own_point_withdraw(request: HttpRequest, uuid: UUID, organisation: UUID, point: UUID) -> HttpResponse:
    return point_withdraw(request, _speaking(request, uuid, organisation), point)


@asks_first
def own_presence(request: HttpRequest, uuid: UUID, organisation: UUID) -> HttpResponse:
    return presence_page(request, _speaking(request, uuid, organisation))


def _speaking(request: HttpRequest, uuid: UUID, organisation: UUID) -> Speaking:
    cluster = get_visible(Cluster.objects.all(), request.user, uuid=uuid)
    party = get_object_or_404(parties_known_in(cluster, request.user), uuid=organisation)
    require(can_speak_for(request.user, cluster, party))
    at, voice = {"uuid": cluster.uuid, "organisation": party.uuid}, Voice(account=request.user)
    return Speaking(
        organisation=party,
        cluster=cluster,
        frame=FRAME,
        back_url=reverse("actions:my_actions"),
        point_url=reverse("actions:own_point", kwargs=at),
        withdraw_url=lambda point: reverse("actions:own_point_withdraw", kwargs={**at, "point": point}),
        propose=partial(_propose, cluster, party, voice),
        withdraw=partial(_withdraw, voice),
        foresee=partial(_foresee, party, voice),
    )


def _propose(cluster: Cluster, organisation: Organisation, voice: Voice, **said: Any) -> object:
    """The name is the account's."""
    said.pop("name")
    return propose_unasked(cluster=cluster, organisation=organisation, voice=voice, **said)


def _withdraw(voice: Voice, point: AgendaProposal) -> object:
    return withdraw_proposal(proposal=point, voice=voice)


def _foresee(organisation: Organisation, voice: Voice, **said: Any) -> object:
    said.pop("name")
    return foresee_unasked(organisation=organisation, voice=voice, **said)
