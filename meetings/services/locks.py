"""Changes to one meeting follow one another: each service first takes its row, and reads where it stands *now*."""

from __future__ import annotations

from meetings.errors import MeetingNotEditable
from meetings.models import Meeting
from participants.models import Cluster

NOT_EDITABLE = "Cette réunion ne se modifie plus : elle est annulée ou son compte rendu est adopté."
_LIVE_FIELDS = (
    "state",
    "agenda_state",
    "starts_at",
    "ends_at",
    "opened_at",
    "closed_at",
    "circulated_at",
    "adopted_at",
    "correcting_since",
)


def lock_cluster(cluster: Cluster) -> None:
    """SQLite needs no more than its IMMEDIATE transaction; PostgreSQL takes the row."""
    Cluster.objects.select_for_update().values_list("pk").get(pk=cluster.pk)


def lock_meeting(meeting: Meeting) -> None:
    meeting.refresh_from_db(fields=_LIVE_FIELDS, from_queryset=Meeting.objects.select_for_update(of=("self",)))


def lock_editable(meeting: Meeting) -> None:
    """Raises ``MeetingNotEditable`` once the record is adopted or the meeting cancelled."""
    lock_meeting(meeting)
    if not meeting.is_editable:
        raise MeetingNotEditable(NOT_EDITABLE)
