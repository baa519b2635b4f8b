"""What is left of earlier meetings comes back at the next one: live until it opens, then fixed."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone

from actions.models import ActionPoint, ActionReview
from meetings.enums import RESCHEDULABLE, MeetingState
from meetings.models import Meeting
from participants.models import Cluster


def actions_to_carry(meeting: Meeting) -> QuerySet[ActionPoint]:
    """Open actions of the cluster's earlier meetings, and those made between meetings."""
    earlier = Q(meeting__starts_at__lt=meeting.starts_at) | Q(meeting=None, created_at__lt=meeting.starts_at)
    return ActionPoint.objects.standing().open().filter(earlier, cluster_id=meeting.cluster_id)


def refresh_carry_over(meeting: Meeting, *, only: ActionPoint | None = None) -> None:
    """Make the list of a meeting that is not open yet what it should be now. What was written about one stays."""
    if meeting.state not in RESCHEDULABLE:
        return
    wanted, reviews = actions_to_carry(meeting), meeting.action_reviews.filter(fixed_at=None)
    if only:
        wanted, reviews = wanted.filter(pk=only.pk), reviews.filter(action=only)
    reviews.filter(comment="").exclude(action_id__in=wanted.values("pk")).delete()
    missing = wanted.exclude(pk__in=meeting.action_reviews.values("action_id"))
    ActionReview.objects.bulk_create(
        (ActionReview(action=action, meeting=meeting) for action in missing), batch_size=500
    )
    reviews.all().update(times_carried=Coalesce(Subquery(_times_before(meeting)), 0) + 1)


def _times_before(meeting: Meeting) -> QuerySet[Any]:
    """How many earlier meetings had the action before them."""
    earlier = ActionReview.objects.filter(action=OuterRef("action"), meeting__starts_at__lt=meeting.starts_at)
    held = earlier.exclude(meeting__state=MeetingState.CANCELLED)
    return held.order_by().values("action").annotate(times=Count("pk")).values("times")


def refresh_cluster(cluster: Cluster, *, only: ActionPoint | None = None) -> None:
    """The same for every meeting of the cluster that is not open yet, the nearest first."""
    for meeting in cluster.meetings.filter(state__in=RESCHEDULABLE).order_by("starts_at"):
        refresh_carry_over(meeting, only=only)


def carry_action(action: ActionPoint) -> None:
    """The action was made, closed, reopened or withdrawn: meetings to come show it, or not any more."""
    refresh_cluster(action.cluster, only=action)


def fix_carry_over(meeting: Meeting) -> None:
    """The meeting opens: what stands there stays, with the status of that moment. Opening again changes nothing."""
    state = ActionPoint.objects.filter(pk=OuterRef("action"))
    meeting.action_reviews.filter(fixed_at=None).update(
        status=Subquery(state.values("status")[:1]),
        status_note=Subquery(state.values("status_note")[:1]),
        fixed_at=meeting.opened_at or timezone.now(),
    )
