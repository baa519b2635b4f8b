"""Who works where, in which sector: for the members of a cluster, as a page and as a sheet."""

from __future__ import annotations

from uuid import UUID

from django.core.paginator import Paginator
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from clusterhub.web.access import get_visible, require
from clusterhub.web.sheets import sheet_format, sheet_response
from participants import rules
from participants.exports import PRESENCE, PRESENCE_COLUMNS, presence_lines
from participants.filters import PresenceFilter
from participants.models import Cluster
from participants.profiles import presence_activities, presences

PER_PAGE = 50


@require_safe
def presence_list(request: HttpRequest, uuid: UUID) -> HttpResponse:
    cluster = _cluster(request, uuid)
    found = PresenceFilter(request.GET, presence_activities(cluster), request=request)
    page = Paginator(presences(found.qs), PER_PAGE).get_page(request.GET.get("page"))
    context = {"cluster": cluster, "filter": found, "page": page, "lines": presence_lines(page, cluster)}
    return render(request, "participants/presence_list.html", context)


@require_safe
def presence_export(request: HttpRequest, uuid: UUID) -> FileResponse:
    """The table as filtered. No contact data: organisations only."""
    cluster = _cluster(request, uuid)
    found = PresenceFilter(request.GET, presence_activities(cluster), request=request)
    return sheet_response(
        f"presence-{cluster.code}-{timezone.localdate().isoformat()}",
        sheet_format(request.GET.get("format")),
        title=PRESENCE,
        columns=PRESENCE_COLUMNS,
        rows=presence_lines(presences(found.qs), cluster),
    )


def _cluster(request: HttpRequest, uuid: UUID) -> Cluster:
    cluster = get_visible(Cluster.objects.all(), request.user, uuid=uuid)
    require(rules.can_see_presence(request.user, cluster))
    return cluster
