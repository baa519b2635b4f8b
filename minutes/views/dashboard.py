"""The dashboard of a cluster, on a page and as a PDF; and the list of records that some of its figures lead to."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urlencode
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from clusterhub.web.access import get_visible, require
from clusterhub.web.periods import Period
from meetings.models import Meeting
from meetings.wording import body_name
from minutes import rules
from minutes.companions import Review, companion_html
from minutes.errors import SealFailed
from minutes.filters import RecordFilter
from minutes.forms.dashboard import PeriodForm
from minutes.selectors.dashboard import Dashboard
from minutes.selectors.dashboard import dashboard as board_of
from minutes.selectors.delays import delay_of, with_first_steps
from minutes.services.drafts import companion_pdf
from minutes.services.files import digest
from minutes.views.dashboard_links import Links
from minutes.views.dashboard_panels import days, figures, panels
from minutes.views.pdf import document_response
from participants.models import Cluster

PER_PAGE = 25


@require_safe
def dashboard(request: HttpRequest, uuid: UUID) -> HttpResponse:
    cluster = _cluster(request, uuid)
    form = _period_form(request)
    board = board_of(cluster, request.user, form.period, at=timezone.now())
    links = Links(cluster, board.period)
    context = {
        "cluster": cluster,
        "form": form,
        "period": board.period,
        "earlier": period_query(board.period.shifted(-1)),
        "later": period_query(board.period.shifted(1)),
        "asked": request.GET.urlencode(),
        "figures": figures(board, links),
        "panels": panels(board, links),
    }
    return render(request, "minutes/dashboard.html", context)


@require_safe
def dashboard_pdf(request: HttpRequest, uuid: UUID) -> HttpResponseBase:
    cluster = _cluster(request, uuid)
    board = board_of(cluster, request.user, _period_form(request).period, at=timezone.now())
    html = companion_html(_review(board, in_house=rules.can_see_silent_members(request.user, cluster)))
    try:
        pdf = companion_pdf(html)
    except SealFailed as error:
        context = {"cluster": cluster, "message": str(error)}
        return render(request, "minutes/dashboard_unavailable.html", context, status=503)
    return document_response(
        pdf, f"tableau-de-bord-{cluster.code}-{board.period.code}.pdf", f'"{digest(html.encode())}"'
    )


def _cluster(request: HttpRequest, uuid: UUID) -> Cluster:
    cluster = get_visible(Cluster.objects.all(), request.user, uuid=uuid)
    require(rules.can_see_dashboard(request.user, cluster))
    return cluster


def _period_form(request: HttpRequest) -> PeriodForm:
    return PeriodForm(request.GET or {"year": timezone.localdate().year})


def period_query(period: Period | None) -> str:
    """What asks for a year or a quarter; empty where there is none to ask for."""
    if period is None:
        return ""
    return urlencode({"year": period.since.year, "quarter": "" if period.is_year else period.quarter})


def _review(board: Dashboard, *, in_house: bool) -> Review:
    links, cluster = Links(board.cluster, board.period), board.cluster
    return Review(
        cluster_name=body_name(cluster.kind, cluster.short_name),
        full_name=cluster.name,
        period_label=board.period.label,
        as_of=board.on.isoformat(),
        is_in_house=in_house,
        figures=figures(board, links),
        panels=panels(board, links),
    )


@require_safe
def record_list(request: HttpRequest) -> HttpResponse:
    """Of the meetings held: those whose record this person may read, the latest first, with the time each took."""
    readable = Meeting.objects.visible_to(request.user).held().with_readable_record(request.user)
    found = RecordFilter(request.GET, with_first_steps(readable.select_related("cluster")), request=request)
    page = Paginator(found.qs, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "minutes/record_list.html", {"filter": found, "page": page, "rows": _record_rows(page)})


def _record_rows(meetings: Iterable[Meeting]) -> list[tuple[Meeting, str, str]]:
    delays = [delay_of(meeting) for meeting in meetings]
    return [(one.meeting, days(one.to_circulation), days(one.to_signature)) for one in delays]
