from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from clusterhub.web.access import get_visible, require
from clusterhub.web.attempts import made
from meetings import rules
from meetings.filters import MeetingFilter
from meetings.forms.meetings import ClusterChoiceForm, MeetingCreateForm, MeetingForm
from meetings.models import Meeting
from meetings.selectors import upcoming_and_past
from meetings.services.meetings import create_meeting, update_meeting
from participants.models import Cluster

PER_PAGE = 25


def meeting_list(request: HttpRequest) -> HttpResponse:
    found = MeetingFilter(request.GET, Meeting.objects.visible_to(request.user), request=request)
    upcoming, past = upcoming_and_past(found.qs, at=timezone.now())
    page = Paginator(past, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "filter": found,
        "upcoming": list(upcoming[:PER_PAGE]) if page.number == 1 else [],
        "page": page,
        "can_create": rules.can_create_meeting(request.user),
    }
    return render(request, "meetings/meeting_list.html", context)


def meeting_create(request: HttpRequest) -> HttpResponse:
    """First the cluster (asked only when there is a choice), then the meeting with that cluster's habits."""
    require(rules.can_create_meeting(request.user))
    clusters = Cluster.objects.coordinated_by(request.user).filter(is_active=True)
    cluster = _chosen_cluster(request, list(clusters[:2]))
    if cluster is None:
        form = ClusterChoiceForm(request.GET or None, clusters=clusters)
        return render(request, "meetings/meeting_cluster.html", {"form": form})
    return _create_for(request, cluster)


def _chosen_cluster(request: HttpRequest, clusters: list[Cluster]) -> Cluster | None:
    if len(clusters) == 1 and "cluster" not in request.GET:
        return clusters[0]
    form = ClusterChoiceForm(request.GET, clusters=Cluster.objects.coordinated_by(request.user))
    return form.cleaned_data["cluster"] if "cluster" in request.GET and form.is_valid() else None


def _create_for(request: HttpRequest, cluster: Cluster) -> HttpResponse:
    form = MeetingCreateForm(request.POST or None, cluster=cluster)
    if request.method == "POST" and (meeting := made(form, lambda: _created(request, form, cluster))):
        messages.success(request, "La réunion est créée ; son ordre du jour est prêt à compléter.")
        return redirect("minutes:meeting_detail", meeting.uuid)
    return render(request, "meetings/meeting_create.html", {"form": form, "cluster": cluster})


def _created(request: HttpRequest, form: MeetingCreateForm, cluster: Cluster) -> Meeting:
    data = form.cleaned_data
    return create_meeting(
        cluster=cluster,
        starts_at=data["start"],
        ends_at=data["end"],
        by=request.user,
        **{name: data[name] for name in ("kind", "title", "venue", "online_url", "template")},
    )


def meeting_edit(request: HttpRequest, uuid: UUID) -> HttpResponse:
    meeting = get_visible(Meeting.objects.select_related("cluster"), request.user, uuid=uuid)
    require(rules.can_edit_meeting(request.user, meeting))
    title = meeting.title
    form = MeetingForm(request.POST or None, instance=meeting)

    def act() -> Meeting:
        return update_meeting(meeting=meeting, by=request.user, **form.cleaned_data)

    if request.method == "POST" and made(form, act):
        messages.success(request, "La réunion est modifiée.")
        return redirect("minutes:meeting_detail", meeting.uuid)
    context = {
        "form": form,
        "meeting": meeting,
        "title": title,
        "can_reschedule": rules.can_reschedule_meeting(request.user, meeting),
    }
    return render(request, "meetings/meeting_form.html", context)
