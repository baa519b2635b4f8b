"""Proposing a point and saying who comes, without a call: the same for whoever holds an organisation's link and for an
account that answers for it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from actions.forms.contributions import Contribution, PresenceForm, UnaskedPointForm
from actions.views.contributing import REFUSALS
from clusterhub.web.typography import french
from meetings.foreseen import foreseen_of, next_announced, proposals_of
from meetings.models import AgendaProposal, Meeting
from participants.models import Cluster, Organisation


@dataclass(frozen=True)
class Speaking:
    """For whom, where its pages are, and what the three acts do. ``name`` is None for an account."""

    organisation: Organisation
    cluster: Cluster
    frame: str
    back_url: str
    point_url: str
    withdraw_url: Callable[[UUID], str]
    propose: Callable[..., object]
    withdraw: Callable[[AgendaProposal], object]
    foresee: Callable[..., object]
    name: str | None = None

    @property
    def meeting(self) -> Meeting | None:
        return next_announced(self.cluster)


def point_page(request: HttpRequest, by: Speaking, **context: object) -> HttpResponse:
    meeting = by.meeting
    form = UnaskedPointForm(_sent(request), name=by.name)
    propose = partial(_propose, by, form, meeting)
    if request.method == "POST" and form.is_valid() and _done(form, propose):
        messages.success(request, "Point proposé, merci. La coordination vous répondra ici.")
        return redirect(by.point_url)
    points = [(point, by.withdraw_url(point.uuid)) for point in proposals_of(by.organisation, by.cluster)]
    shown = {"by": by, "frame": by.frame, "form": form, "points": points, "meeting": meeting}
    return render(request, "actions/point_propose.html", {**context, **shown})


def point_withdraw(request: HttpRequest, by: Speaking, uuid: UUID) -> HttpResponse:
    """Takes back a point of the organisation's that waits. Raises ``Http404`` for one that is none of its own."""
    point = next((each for each in proposals_of(by.organisation, by.cluster) if each.uuid == uuid), None)
    if point is None:
        raise Http404
    try:
        by.withdraw(point)
        messages.success(request, "Le point est retiré.")
    except REFUSALS as refusal:
        messages.error(request, str(refusal))
    return redirect(by.point_url)


def presence_page(request: HttpRequest, by: Speaking, **context: object) -> HttpResponse:
    """Raises ``Http404`` while no meeting is announced."""
    meeting = by.meeting
    if meeting is None:
        raise Http404
    told = foreseen_of(by.organisation, meeting)
    said = {"coming": told.coming, "people": told.people, "note": told.note} if told else {}
    form = PresenceForm(_sent(request), said=said, name=by.name)
    if request.method == "POST" and form.is_valid() and _done(form, partial(_foresee, by, form, meeting)):
        messages.success(request, french("C’est noté, merci."))
        return redirect(by.back_url)
    shown = {"by": by, "frame": by.frame, "form": form, "meeting": meeting, "told": told}
    return render(request, "actions/presence_foresee.html", {**context, **shown})


def _sent(request: HttpRequest) -> object:
    return request.POST if request.method == "POST" else None


def _propose(by: Speaking, form: UnaskedPointForm, meeting: Meeting | None) -> object:
    """What the form says is known only once it is valid."""
    return by.propose(meeting=meeting, name=form.name, **form.said)


def _foresee(by: Speaking, form: PresenceForm, meeting: Meeting) -> object:
    return by.foresee(meeting=meeting, name=form.name, **form.said)


def _done(form: Contribution, act: Callable[[], object]) -> bool:
    try:
        act()
    except REFUSALS as refusal:
        form.add_error(None, str(refusal))
        return False
    return True
