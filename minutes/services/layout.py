"""The shape in which a record is printed: chosen by the coordination until it is sealed."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from meetings.models import Meeting
from minutes.errors import MoveRefused
from minutes.layouts import get_layout
from minutes.models import Minutes, MinutesEvent
from minutes.services.record import ensure_minutes, lock_minutes
from participants.models import Cluster, User


@transaction.atomic
def choose_layout(
    *, meeting: Meeting, layout: str, by: User | None, for_cluster: bool = False, at: datetime | None = None
) -> Minutes:
    """``for_cluster``: the cluster's next records too. Raises ``MoveRefused`` once sealed, ``UnknownLayout``."""
    chosen = get_layout(layout)
    minutes = ensure_minutes(meeting=meeting)
    lock_minutes(minutes)
    if minutes.is_sealed:
        raise MoveRefused(f"Ce {minutes.spoken} est scellé : sa mise en page ne change plus.")
    if minutes.layout != chosen.code:
        minutes.layout = chosen.code
        minutes.save(update_fields=["layout"])
        _keep_trace(minutes, f"Mise en page : {chosen.label}", by, at or timezone.now())
    if for_cluster:
        Cluster.objects.filter(pk=meeting.cluster_id).update(layout=chosen.code)
    return minutes


def _keep_trace(minutes: Minutes, what: str, by: User | None, at: datetime) -> None:
    state = minutes.state
    MinutesEvent.objects.create(minutes=minutes, before=state, after=state, reason=what, actor=by, at=at)
