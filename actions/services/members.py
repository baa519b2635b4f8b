"""« Tous les partenaires » are those who are members, also by a date that comes; a named group is who is in it."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from actions.models import ActionPoint
from actions.querysets import ActionQuerySet
from actions.services.edit import follow_members
from participants.models import Membership

LOOKED_BACK = timedelta(days=31)


@transaction.atomic
def share_with_members(cluster_id: int) -> None:
    """Who joined has a part in what is still to do; who left has none any more, and keeps its answers."""
    _follow(ActionPoint.objects.of_all_members(cluster_id))


@transaction.atomic
def share_with_group(group_id: int) -> None:
    """As for the members of the cluster."""
    _follow(ActionPoint.objects.of_group(group_id))


def _follow(actions: ActionQuerySet) -> None:
    todo = actions.standing().open().select_related("cluster", "meeting")
    for action in todo.select_for_update(of=("self",)):
        follow_members(action, by=None)


def follow_memberships(*, at: datetime | None = None) -> None:
    """To be run as often as one likes: memberships that began or ended by their date, in the last month."""
    for cluster_id in _clusters_with_changes(timezone.localdate(at or timezone.now())):
        share_with_members(cluster_id)


def _clusters_with_changes(today: date) -> list[int]:
    began = Q(since__gt=today - LOOKED_BACK, since__lte=today)
    ended = Q(until__gte=today - LOOKED_BACK, until__lt=today)
    changed = Membership.objects.filter(began | ended).order_by("cluster_id")
    return list(changed.values_list("cluster_id", flat=True).distinct())
