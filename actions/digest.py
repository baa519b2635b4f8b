"""What the coordinator of a cluster reads on Monday: what is late, what falls due, what was answered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import QuerySet
from django.utils import timezone

from actions.models import ActionPoint, ActionUpdate
from actions.selectors.listed import ActionRow, Counts, action_counts
from meetings.models import Meeting
from participants.enums import Role
from participants.models import Cluster, ClusterRole, Person
from participants.selectors import with_addresses

WEEK = timedelta(days=7)
LISTED = 10


@dataclass(frozen=True)
class ClusterDigest:
    cluster: Cluster
    counts: Counts
    late: list[ActionRow]
    due: list[ActionRow]
    answer_count: int
    meetings: list[Meeting]

    @property
    def late_besides(self) -> int:
        return self.counts.late - len(self.late)


def cluster_digest(cluster: Cluster, *, on: date) -> ClusterDigest:
    actions = ActionPoint.objects.filter(cluster=cluster).standing().select_related("cluster", "meeting")
    morning = timezone.make_aware(datetime.combine(on, time()))
    answers = ActionUpdate.objects.filter(action__cluster=cluster, at__gte=morning - WEEK, at__lt=morning)
    meetings = Meeting.objects.filter(cluster=cluster).upcoming(at=morning)
    return ClusterDigest(
        cluster=cluster,
        counts=action_counts(actions, on=on),
        late=_rows(actions.overdue(on=on)),
        due=_rows(actions.open().filter(due_on__range=(on, on + WEEK))),
        answer_count=answers.exclude(organisation=None).count(),
        meetings=list(meetings.filter(starts_at__lt=morning + WEEK)[:LISTED]),
    )


def _rows(actions: QuerySet[ActionPoint]) -> list[ActionRow]:
    """Those whose date is furthest behind, or nearest, first."""
    return [ActionRow(action) for action in actions.order_by("due_on", "id")[:LISTED]]


def digest_readers(*, on: date) -> list[tuple[Person, list[Cluster]]]:
    """Coordinators who want it, with the active clusters that they coordinate that day."""
    roles = ClusterRole.objects.filter(role=Role.COORDINATOR, cluster__is_active=True).current(on=on)
    clusters: dict[int, list[Cluster]] = {}
    for role in roles.select_related("cluster").order_by("cluster__name"):
        clusters.setdefault(role.person_id, []).append(role.cluster)
    people = Person.objects.active().filter(pk__in=clusters, wants_digest=True)
    return [(person, list(dict.fromkeys(clusters[person.pk]))) for person in with_addresses(people)]
