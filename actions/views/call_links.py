"""Answering a call, proposing a point and saying who comes, for whoever holds an organisation's link."""

from __future__ import annotations

from functools import partial
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from actions.contributions.asking import Asked, asked_of
from actions.services.partners import foresee_by_link, propose_by_link, withdraw_by_link
from actions.views.contributing import Ways, call_page, part_called, part_page
from actions.views.partners import for_link_holders, remembered, remembering
from actions.views.speaking import Speaking, point_page, point_withdraw, presence_page
from clusterhub.web.attempts import asks_first
from meetings.views.documents import as_download
from participants.models import AccessLink
from participants.voices import Voice

FRAME = "actions/partner_base.html"


@for_link_holders
@require_safe
def partner_call(request: HttpRequest, link: AccessLink, key: str, uuid: UUID) -> HttpResponse:
    asked = _asked(link, uuid)
    return call_page(request, asked, _ways(request, link, key, asked), link=link, key=key)


@for_link_holders
@asks_first
def partner_call_part(request: HttpRequest, link: AccessLink, key: str, uuid: UUID, part: str) -> HttpResponse:
    asked = _asked(link, uuid)
    ways = _ways(request, link, key, asked)
    return _with_name(request, part_page(request, asked, part_called(asked, part), ways, link=link, key=key))


@for_link_holders
@require_safe
def partner_call_file(request: HttpRequest, link: AccessLink, key: str, uuid: UUID) -> HttpResponse:
    """The one document that the call is about."""
    asked = _asked(link, uuid)
    if not asked.shows_document:
        raise Http404
    return as_download(asked.call.document)


def _asked(link: AccessLink, uuid: UUID) -> Asked:
    """Raises ``Http404`` for a call that asks nothing of the organisation."""
    asked = asked_of(*link.ends, uuid)
    if asked is None:
        raise Http404
    return asked


def _ways(request: HttpRequest, link: AccessLink, key: str, asked: Asked) -> Ways:
    at = {"key": key, "uuid": asked.call.uuid}
    return Ways(
        frame=FRAME,
        call_url=reverse("actions:partner_call", kwargs=at),
        part_url=lambda part: reverse("actions:partner_call_part", kwargs={**at, "part": part}),
        file_url=reverse("actions:partner_call_file", kwargs=at),
        actions_url=reverse("actions:partner_page", kwargs={"key": key}),
        back_url=reverse("actions:partner_page", kwargs={"key": key}),
        voice=lambda name: Voice(name=name, link=link),
        name=remembered(request),
    )


# --- Without a call: the next meeting ---------------------------------------------------------------------------------


@for_link_holders
@asks_first
def partner_propose(request: HttpRequest, link: AccessLink, key: str) -> HttpResponse:
    return _with_name(request, point_page(request, _speaking(request, link, key), link=link, key=key))


@for_link_holders
@require_POST
def partner_unpropose(request: HttpRequest, link: AccessLink, key: str, uuid: UUID) -> HttpResponse:
    return point_withdraw(request, _speaking(request, link, key), uuid)


@for_link_holders
@asks_first
def partner_presence(request: HttpRequest, link: AccessLink, key: str) -> HttpResponse:
    return _with_name(request, presence_page(request, _speaking(request, link, key), link=link, key=key))


def _speaking(request: HttpRequest, link: AccessLink, key: str) -> Speaking:
    organisation, cluster = link.ends
    name = remembered(request)
    return Speaking(
        organisation=organisation,
        cluster=cluster,
        frame=FRAME,
        back_url=reverse("actions:partner_page", kwargs={"key": key}),
        point_url=reverse("actions:partner_propose", kwargs={"key": key}),
        withdraw_url=lambda point: reverse("actions:partner_unpropose", kwargs={"key": key, "uuid": point}),
        propose=partial(propose_by_link, link),
        withdraw=partial(withdraw_by_link, link, name=name),
        foresee=partial(foresee_by_link, link),
        name=name,
    )


def _with_name(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """The name just given is filled in next time, once it was accepted."""
    name = request.POST.get("name", "").strip()[:120]
    return remembering(response, name) if response.status_code == 302 and name else response
