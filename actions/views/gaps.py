"""What a cluster covers and what it misses, place by sector; from a gap to an action in one tap."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from actions import rules
from actions.coverage import Spot
from actions.filters import CoverageFilter
from actions.forms.gaps import GAPS, CoverForm
from actions.gaps import coverage_of, narrowed
from actions.services.gaps import cover_gap
from clusterhub.web.access import get_visible, require
from clusterhub.web.attempts import asks_first, posted
from participants.forms.profiles import FrameForm, NeedForm
from participants.models import Cluster, Need, Place
from participants.rules import can_declare_need, can_follow_coverage, can_see_presence
from participants.services.activities import declare_need, withdraw_need
from participants.services.profiles import follow_coverage

FRAME = (
    "Ceux dont le tableau montre une case, même vide. Sans choix : les régions, ou les cercles de la région du "
    "cluster, le secteur du cluster et ceux dont on y a parlé."
)
GONE = "Cette case n’est plus à couvrir : quelqu’un s’en occupe déjà."


@require_safe
def coverage(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The whole table; ``?vue=lacunes`` lists only what is to be covered."""
    cluster = _cluster(request, uuid)
    asked = CoverageFilter(request.GET, Place.objects.none(), request=request)
    found = narrowed(coverage_of(cluster, request.user), asked)
    context = {
        "cluster": cluster,
        "filter": asked,
        "coverage": found,
        "gaps": [line for line in found.gaps if asked.has_cell(line[2])],
        "only_gaps": asked.asked.get("vue") == GAPS,
        "can_cover": rules.can_create_action(request.user, cluster),
        "can_declare": can_declare_need(request.user, cluster),
        "can_follow": can_follow_coverage(request.user, cluster),
    }
    return render(request, "actions/coverage.html", context)


@require_POST
def gap_cover(request: HttpRequest, uuid: UUID) -> HttpResponse:
    cluster = _cluster(request, uuid)
    require(rules.can_create_action(request.user, cluster))
    form = CoverForm(request.POST)
    if form.is_valid():
        _cover(request, cluster, form.cleaned_data["cell"])
    else:
        messages.error(request, "Choisissez une case du tableau.")
    url = reverse("actions:coverage", args=[cluster.uuid])
    return redirect(f"{url}?vue={GAPS}" if form.cleaned_data.get("vue") else url)


def _cover(request: HttpRequest, cluster: Cluster, spot: Spot) -> None:
    cell = coverage_of(cluster, request.user).grid.find(spot)
    if cell is None or not cell.is_gap:
        messages.warning(request, GONE)
        return
    place = Place.objects.get(pk=spot.place) if spot.place else None
    wants = [want.text for want in cell.open_wants]
    action, is_new = cover_gap(cluster=cluster, place=place, sector=spot.sector, by=request.user, wants=wants)
    if is_new:
        messages.success(request, f"{action.reference} est créée, pour la coordination : précisez-la en l’ouvrant.")
    else:
        messages.warning(request, GONE)


@asks_first
def need_add(request: HttpRequest, uuid: UUID) -> HttpResponse:
    cluster = _cluster(request, uuid)
    require(can_declare_need(request.user, cluster))
    form = NeedForm(posted(request), cluster=cluster, user=request.user)
    if form.is_valid():
        declare_need(cluster=cluster, by=request.user, **form.cleaned_data)
        messages.success(request, "Le besoin est déclaré.")
        return redirect("actions:coverage", cluster.uuid)
    return render(request, "actions/gap_form.html", {"cluster": cluster, "form": form, "title": "Déclarer un besoin"})


@asks_first
def need_withdraw(request: HttpRequest, uuid: UUID, part: UUID) -> HttpResponse:
    cluster = _cluster(request, uuid)
    require(can_follow_coverage(request.user, cluster))
    need = get_object_or_404(Need.objects.standing(), cluster=cluster, uuid=part)
    if request.method == "POST":
        withdraw_need(need, by=request.user)
        messages.success(request, "Le besoin est retiré.")
        return redirect("actions:coverage", cluster.uuid)
    return render(request, "actions/need_withdraw.html", {"cluster": cluster, "need": need})


@asks_first
def coverage_frame(request: HttpRequest, uuid: UUID) -> HttpResponse:
    cluster = _cluster(request, uuid)
    require(can_follow_coverage(request.user, cluster))
    form = FrameForm(posted(request), cluster=cluster)
    if form.is_valid():
        follow_coverage(cluster, **form.cleaned_data)
        messages.success(request, "Le tableau suit ces lieux et ces secteurs.")
        return redirect("actions:coverage", cluster.uuid)
    context = {"cluster": cluster, "form": form, "title": "Lieux et secteurs suivis", "intro": FRAME}
    return render(request, "actions/gap_form.html", context)


def _cluster(request: HttpRequest, uuid: UUID) -> Cluster:
    cluster = get_visible(Cluster.objects.select_related("place"), request.user, uuid=uuid)
    require(can_see_presence(request.user, cluster))
    return cluster
