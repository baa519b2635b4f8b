"""Calendars to subscribe to: the file at its secret address, and the pages that show, make and withdraw the address."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from clusterhub.web.access import get_visible, require
from clusterhub.web.attempts import asks_first
from clusterhub.web.calendar import MIME_TYPE, feed
from minutes.selectors.feeds import cluster_entries, organisation_entries
from participants import rules
from participants.models import CalendarFeed, Cluster, Organisation
from participants.services.feeds import feed_url, open_feed, opens, revoke_feed


@login_not_required
@require_safe
@cache_control(private=True, max_age=900)
def calendar_feed(request: HttpRequest, uuid: UUID, key: str) -> HttpResponse:
    """Calendar programs have no account: the address is the right to read."""
    known = CalendarFeed.objects.open().select_related("cluster", "organisation__parent")
    asked = get_object_or_404(known, uuid=uuid)
    if not opens(asked, key):
        raise Http404
    response = HttpResponse(_written(asked), content_type=MIME_TYPE)
    response["Content-Disposition"] = 'inline; filename="agenda.ics"'
    response["X-Robots-Tag"] = "noindex"
    return response


def _written(asked: CalendarFeed) -> bytes:
    if asked.cluster:
        return feed(asked.cluster.short_name, cluster_entries(asked.cluster, at=timezone.now()))
    return feed(f"Échéances, {asked.organisation.short_label}", organisation_entries(asked.organisation))


@asks_first
def cluster_feed(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Members read the address; the coordination makes and withdraws it."""
    cluster = get_visible(Cluster.objects.all(), request.user, uuid=uuid)
    require(rules.can_see_feed(request.user, cluster))
    can_edit = rules.can_edit_feed(request.user, cluster)
    back = reverse("participants:cluster_detail", args=(cluster.uuid,))
    shown = CalendarFeed.objects.open().filter(cluster=cluster).first()
    if request.method == "POST":
        require(can_edit)
        return _changed(request, shown, cluster)
    return _feed_page(request, shown, str(cluster), back, can_edit=can_edit, is_public=True)


@asks_first
def organisation_feed(request: HttpRequest, uuid: UUID) -> HttpResponse:
    organisation = get_object_or_404(Organisation.objects.select_related("parent"), uuid=uuid)
    require(rules.can_use_organisation_feed(request.user, organisation))
    back = reverse("participants:organisation_detail", args=(organisation.uuid,))
    shown = CalendarFeed.objects.open().filter(organisation=organisation).first()
    if request.method == "POST":
        return _changed(request, shown, organisation)
    return _feed_page(request, shown, organisation.short_label, back, can_edit=True, is_public=False)


def _changed(request: HttpRequest, shown: CalendarFeed | None, target: Cluster | Organisation) -> HttpResponse:
    """« Retirer » withdraws the address that is shown; the other button makes one."""
    if "withdraw" in request.POST and shown:
        revoke_feed(shown, by=request.user)
        messages.success(request, "L’adresse est retirée : elle ne fonctionne plus.")
    elif "withdraw" not in request.POST:
        open_feed(target, by=request.user)
        messages.success(request, "L’adresse est prête.")
    return redirect(request.path)


def _feed_page(
    request: HttpRequest, shown: CalendarFeed | None, owner: str, back: str, *, can_edit: bool, is_public: bool
) -> HttpResponse:
    context = {"feed": shown, "url": feed_url(shown) if shown else "", "owner": owner, "back_url": back}
    return render(request, "minutes/feed.html", context | {"can_edit": can_edit, "is_public": is_public})
