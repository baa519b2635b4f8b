"""Proposing a point and saying who comes, without a call: the same for whoever holds an organisation's link and for an
account that answers for it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from actions.forms.contributions import PresenceForm, UnaskedPointForm
from clusterhub.web.attempts import posted, pressed, submitted
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
    form = UnaskedPointForm(posted(request), name=by.name)
    if submitted(form, lambda: by.propose(meeting=meeting, name=form.name, **form.said)):
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
    pressed(request, lambda: by.withdraw(point), "Le point est retiré.")
    return redirect(by.point_url)


def presence_page(request: HttpRequest, by: Speaking, **context: object) -> HttpResponse:
    """Raises ``Http404`` while no meeting is announced."""
    meeting = by.meeting
    if meeting is None:
        raise Http404
    told = foreseen_of(by.organisation, meeting)
    said = {"coming": told.coming, "people": told.people, "note": told.note} if told else {}
    form = PresenceForm(posted(request), said=said, name=by.name)
    if submitted(form, lambda: by.foresee(meeting=meeting, name=form.name, **form.said)):
        messages.success(request, french("C’est noté, merci."))
        return redirect(by.back_url)
    shown = {"by": by, "frame": by.frame, "form": form, "meeting": meeting, "told": told}
    return render(request, "actions/presence_foresee.html", {**context, **shown})
