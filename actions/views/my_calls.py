"""Answering a call with an account."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.views.decorators.http import require_safe

from actions.contributions.asking import Asked, asked_of
from actions.models import ContributionCall
from actions.rules import can_answer_call
from actions.views.contributing import Ways, call_page, part_called, part_page
from clusterhub.web.access import get_visible, require
from clusterhub.web.attempts import asks_first
from participants.models import Organisation
from participants.voices import Voice

FRAME = "actions/contribution_base.html"


@require_safe
def call_answer(request: HttpRequest, uuid: UUID, organisation: UUID) -> HttpResponse:
    asked = _asked(request, uuid, organisation)
    return call_page(request, asked, _ways(request, asked))


@asks_first
def call_answer_part(request: HttpRequest, uuid: UUID, organisation: UUID, part: str) -> HttpResponse:
    asked = _asked(request, uuid, organisation)
    return part_page(request, asked, part_called(asked, part), _ways(request, asked))


def _asked(request: HttpRequest, uuid: UUID, organisation: UUID) -> Asked:
    call = get_visible(ContributionCall.objects.select_related("cluster"), request.user, uuid=uuid)
    party = get_object_or_404(Organisation.objects.select_related("parent"), uuid=organisation)
    asked = asked_of(party, call.cluster, call.uuid)
    if asked is None:
        raise Http404
    require(can_answer_call(request.user, call, party))
    return asked


def _ways(request: HttpRequest, asked: Asked) -> Ways:
    at = {"uuid": asked.call.uuid, "organisation": asked.organisation.uuid}
    document = asked.call.document
    return Ways(
        frame=FRAME,
        call_url=reverse("actions:call_answer", kwargs=at),
        part_url=lambda part: reverse("actions:call_answer_part", kwargs={**at, "part": part}),
        file_url=reverse("meetings:document_download", args=[document.uuid]) if document else "",
        actions_url=reverse("actions:my_actions"),
        back_url=reverse("actions:my_actions"),
        voice=lambda name: Voice(account=request.user),
    )
