"""Answering a call, proposing a point and saying who comes, for whoever holds an organisation's link."""

from __future__ import annotations

from functools import partial
from typing import Any, cast
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from actions.contributions.asking import Asked, asked_of
from actions.forms.contributions import Contribution, PointForm, PresenceForm
from actions.services.partners import foresee_by_link, propose_by_link, withdraw_by_link
from actions.views.contributing import REFUSALS, Ways, call_page, part_page
from actions.views.partners import expired, for_link_holders, remembered, remembering, unusable
from meetings.foreseen import foreseen_of, next_announced, proposals_of
from meetings.services.voices import Voice
from meetings.views.documents import as_download
from participants.models import AccessLink, Cluster, Organisation

FRAME = "actions/partner_base.html"
reads_and_posts = require_http_methods(["GET", "HEAD", "POST"])


@for_link_holders
@require_safe
def partner_call(request: HttpRequest, link: AccessLink, key: str, uuid: UUID) -> HttpResponse:
    if link.is_expired:
        return expired(request, link, key)
    asked = _asked(link, uuid)
    if asked is None:
        return unusable(request)
    return call_page(request, asked, _ways(request, link, key, asked), link=link, key=key)


@for_link_holders
@reads_and_posts
def partner_call_part(request: HttpRequest, link: AccessLink, key: str, uuid: UUID, part: str) -> HttpResponse:
    if link.is_expired:
        return expired(request, link, key)
    asked = _asked(link, uuid)
    chosen = asked.part(part) if asked else None
    if asked is None or chosen is None:
        return unusable(request)
    answer = part_page(request, asked, chosen, _ways(request, link, key, asked), link=link, key=key)
    return _with_name(request, answer)


@for_link_holders
@require_safe
def partner_call_file(request: HttpRequest, link: AccessLink, key: str, uuid: UUID) -> HttpResponse:
    """The one document that the call is about."""
    if link.is_expired:
        return expired(request, link, key)
    asked = _asked(link, uuid)
    if asked is None or not asked.shows_document:
        return unusable(request)
    return as_download(asked.call.document)


def _asked(link: AccessLink, uuid: UUID) -> Asked | None:
    return asked_of(cast(Organisation, link.organisation), cast(Cluster, link.cluster), uuid)  # such links have both


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
@reads_and_posts
def partner_propose(request: HttpRequest, link: AccessLink, key: str) -> HttpResponse:
    if link.is_expired:
        return expired(request, link, key)
    form = PointForm(request.POST if request.method == "POST" else None, name=remembered(request))
    if request.method == "POST" and form.is_valid() and _done(form, partial(_propose, link, form)):
        messages.success(request, "Point proposé, merci. La coordination vous répondra ici.")
        return _with_name(request, redirect("actions:partner_propose", key))
    points = proposals_of(cast(Organisation, link.organisation), cast(Cluster, link.cluster))
    context = {"link": link, "key": key, "form": form, "points": points, "meeting": _next(link)}
    return render(request, "actions/partner_propose.html", context)


def _propose(link: AccessLink, form: PointForm) -> object:
    return propose_by_link(link, meeting=_next(link), name=form.name, **form.said)


@for_link_holders
@require_POST
def partner_unpropose(request: HttpRequest, link: AccessLink, key: str, uuid: UUID) -> HttpResponse:
    """Takes back a point of the organisation's that waits."""
    if link.is_expired:
        return expired(request, link, key)
    points = proposals_of(cast(Organisation, link.organisation), cast(Cluster, link.cluster))
    point = next((each for each in points if each.uuid == uuid), None)
    if point is None:
        return unusable(request)
    try:
        withdraw_by_link(link, point, name=remembered(request))
        messages.success(request, "Le point est retiré.")
    except REFUSALS as refusal:
        messages.error(request, str(refusal))
    return redirect("actions:partner_propose", key)


@for_link_holders
@reads_and_posts
def partner_presence(request: HttpRequest, link: AccessLink, key: str) -> HttpResponse:
    if link.is_expired:
        return expired(request, link, key)
    meeting = _next(link)
    if meeting is None:
        return unusable(request)
    told = foreseen_of(cast(Organisation, link.organisation), meeting)
    said = {"coming": told.coming, "people": told.people, "note": told.note} if told else {}
    form = PresenceForm(request.POST if request.method == "POST" else None, said=said, name=remembered(request))
    foresee = partial(_foresee, link, form, meeting)
    if request.method == "POST" and form.is_valid() and _done(form, foresee):
        messages.success(request, "C’est noté, merci.")
        return _with_name(request, redirect("actions:partner_page", key))
    context = {"link": link, "key": key, "form": form, "meeting": meeting, "told": told}
    return render(request, "actions/partner_presence.html", context)


def _foresee(link: AccessLink, form: PresenceForm, meeting: Any) -> object:
    return foresee_by_link(link, meeting=meeting, name=form.name, **form.said)


def _next(link: AccessLink) -> Any:
    return next_announced(cast(Cluster, link.cluster))


def _done(form: Contribution, act: Any) -> bool:
    try:
        act()
    except REFUSALS as refusal:
        form.add_error(None, str(refusal))
        return False
    return True


def _with_name(request: HttpRequest, response: HttpResponse) -> HttpResponse:
    """The name just given is filled in next time, once it was accepted."""
    name = request.POST.get("name", "").strip()[:120]
    return remembering(response, name) if response.status_code == 302 and name else response
