"""By when: the deadline of an action, as written and as understood."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from actions.enums import DueKind
from actions.errors import DueIncomplete
from actions.models import ActionPoint
from actions.parse.due_dates import parse_due
from meetings.enums import MeetingState
from meetings.models import Meeting
from participants.models import Cluster

DATE_NEEDED = frozenset({DueKind.DATE, DueKind.NO_LATER_THAN})


@dataclass(frozen=True)
class Due:
    kind: DueKind
    on: date | None = None
    recurrence: str = ""
    set_by: str = ""


def understand_due(text: str, *, day: date) -> Due:
    """What a written deadline means for a promise made that day."""
    found = parse_due(text, meeting_on=day)
    return Due(DueKind(found.kind), found.on, found.recurrence or "", found.set_by_text)


def chosen_due(kind: DueKind, *, on: date | None = None, recurrence: str = "", set_by: str = "") -> Due:
    """A deadline that somebody chose rather than wrote. Raises ``DueIncomplete``."""
    if kind in DATE_NEEDED and on is None:
        raise DueIncomplete("Cette sorte d’échéance demande une date.")
    if kind == DueKind.RECURRING and not recurrence:
        raise DueIncomplete("Précisez la récurrence.")
    return Due(kind, on, recurrence, set_by)


def set_due(action: ActionPoint, due: Due) -> None:
    """Put the deadline on the action (not saved)."""
    action.due_kind = due.kind
    action.due_on = due.on
    action.recurrence = due.recurrence
    action.due_set_by = due.set_by[:200]
    action.due_meeting = None
    if due.kind == DueKind.NEXT_MEETING:
        _follow(action, upcoming_meetings(action.cluster))


def follow_meetings(cluster: Cluster) -> None:
    """What is due « à la prochaine réunion » follows it: created, moved or cancelled."""
    meetings = upcoming_meetings(cluster)
    actions = list(cluster.actions.standing().open().filter(due_kind=DueKind.NEXT_MEETING).select_related("meeting"))
    for action in actions:
        _follow(action, meetings)
    ActionPoint.objects.bulk_update(actions, ("due_meeting", "due_on"), batch_size=200)


def upcoming_meetings(cluster: Cluster) -> list[Meeting]:
    """All of the cluster's meetings that were not cancelled, in order: the next one depends on the action's own."""
    return list(cluster.meetings.exclude(state=MeetingState.CANCELLED).order_by("starts_at", "id"))


def _follow(action: ActionPoint, meetings: list[Meeting]) -> None:
    origin = action.meeting.starts_at if action.meeting else action.created_at
    action.due_meeting = next((meeting for meeting in meetings if meeting.starts_at > origin), None)
    action.due_on = action.due_meeting.day if action.due_meeting else None
