"""What organisations have said of meetings to come: proposed points, and who is expected."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Case, F, QuerySet, When
from django.utils import timezone

from meetings.enums import TAKES_POINTS, Coming, MeetingState, ProposalState
from meetings.models import AgendaProposal, ForeseenAttendance, Meeting
from participants.models import Cluster, Organisation


def next_announced(cluster: Cluster) -> Meeting | None:
    """The one that members know of."""
    meetings = Meeting.objects.filter(cluster=cluster).upcoming(at=timezone.now())
    return meetings.filter(state=MeetingState.ANNOUNCED).first()


def next_announced_in(clusters: Iterable[int]) -> dict[int, Meeting]:
    """By number of the cluster. One query."""
    meetings = Meeting.objects.filter(cluster__in=list(clusters), state=MeetingState.ANNOUNCED)
    return {meeting.cluster_id: meeting for meeting in meetings.upcoming(at=timezone.now()).reverse()}


def meetings_taking_points(cluster: Cluster) -> QuerySet[Meeting]:
    return Meeting.objects.filter(cluster=cluster, state__in=TAKES_POINTS).order_by("starts_at")


def proposals_in(cluster: Cluster) -> QuerySet[AgendaProposal]:
    related = ("organisation__parent", "meeting", "item__meeting", "decided_by__person")
    return cluster.agenda_proposals.select_related(*related)


def waiting_in(cluster: Cluster) -> QuerySet[AgendaProposal]:
    return proposals_in(cluster).filter(state=ProposalState.WAITING)


def waiting_first(cluster: Cluster) -> QuerySet[AgendaProposal]:
    """Those that wait for an answer, then those that had one, the latest first."""
    answered = Case(When(state=ProposalState.WAITING, then=0), default=1)
    return proposals_in(cluster).order_by(answered, F("decided_at").desc(nulls_first=True), "-id")


def proposals_of(organisation: Organisation, cluster: Cluster) -> QuerySet[AgendaProposal]:
    """The latest, for the organisation's own page."""
    return proposals_in(cluster).filter(organisation=organisation).order_by("-created_at", "-id")[:10]


def foreseen_at(meeting: Meeting) -> list[ForeseenAttendance]:
    """The latest word of each organisation, those who come first."""
    said = meeting.foreseen.select_related("organisation__parent").order_by("at", "id")
    latest = {row.organisation_id: row for row in said}
    order = {coming: place for place, coming in enumerate(Coming)}
    return sorted(latest.values(), key=lambda row: (order[Coming(row.coming)], row.organisation.name))


def last_words(meetings: Iterable[Meeting], organisations: Iterable[int]) -> dict[tuple[int, int], ForeseenAttendance]:
    """By numbers of the meeting and of the organisation. One query."""
    said = ForeseenAttendance.objects.filter(meeting__in=list(meetings), organisation__in=list(organisations))
    return {(row.meeting_id, row.organisation_id): row for row in said.order_by("at", "id")}


def foreseen_of(organisation: Organisation, meeting: Meeting) -> ForeseenAttendance | None:
    return meeting.foreseen.filter(organisation=organisation).order_by("-at", "-id").first()
