"""By when: the deadline of an action, as written and as understood."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q, QuerySet

from actions.enums import DueKind, Recurrence
from actions.errors import DueIncomplete
from actions.models import ActionPoint
from actions.parse.due_dates import parse_due
from actions.services.history import log_followed_meetings
from actions.wording import MEETING_ADDED, MEETING_CANCELLED, MEETING_MOVED, MEETING_RESTORED
from meetings.enums import MeetingEventKind, MeetingState
from meetings.models import Meeting, MeetingEvent
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
    action.due_meeting = action.postponed_to = None
    if _is_due_at_a_meeting(action):
        _follow(action, upcoming_meetings(action.cluster))


def follow_meetings(changed: Meeting) -> None:
    """What is due « à la prochaine réunion » follows it: created, moved, cancelled or restored, in that transaction.

    Another day is a row of history. Where no meeting comes any more, the action has no day until there is one.
    """
    meetings = upcoming_meetings(changed.cluster)
    actions = list(_following_meetings(changed.cluster))
    days = [action.due_on for action in actions]
    for action in actions:
        _follow(action, meetings)
    ActionPoint.objects.bulk_update(actions, ("due_meeting", "due_on"), batch_size=200)
    moved = [(action, day) for action, day in zip(actions, days, strict=True) if action.due_on != day]
    if moved:
        event = _latest_move(changed)
        log_followed_meetings(moved, event=event, why=_why(event))


def _following_meetings(cluster: Cluster) -> QuerySet[ActionPoint]:
    """Held, so that whoever postpones one at the same moment waits, or is waited for."""
    at_meetings = Q(due_kind=DueKind.NEXT_MEETING) | Q(due_kind=DueKind.RECURRING, recurrence=Recurrence.PER_MEETING)
    waiting = cluster.actions.standing().open().filter(at_meetings, postponed_to=None).order_by("pk")
    return waiting.select_related("meeting", "renewed_from__due_meeting").select_for_update(of=("self",))


def _latest_move(meeting: Meeting) -> MeetingEvent:
    moves = meeting.events.filter(kind__in=(MeetingEventKind.STATE, MeetingEventKind.DATE))
    return moves.select_related("actor").latest("pk")


def _why(event: MeetingEvent) -> str:
    if event.kind == MeetingEventKind.DATE:
        return MEETING_MOVED
    if event.after == MeetingState.CANCELLED:
        return MEETING_CANCELLED
    return MEETING_RESTORED if event.before == MeetingState.CANCELLED else MEETING_ADDED


def upcoming_meetings(cluster: Cluster) -> list[Meeting]:
    """All of the cluster's meetings that were not cancelled, in order: the next one depends on the action's own."""
    return list(cluster.meetings.exclude(state=MeetingState.CANCELLED).order_by("starts_at", "id"))


def _is_due_at_a_meeting(action: ActionPoint) -> bool:
    return action.due_kind == DueKind.NEXT_MEETING or action.recurrence == Recurrence.PER_MEETING


def _follow(action: ActionPoint, meetings: list[Meeting]) -> None:
    origin = _made_at(action)
    action.due_meeting = next((meeting for meeting in meetings if meeting.starts_at > origin), None)
    action.due_on = action.due_meeting.day if action.due_meeting else None


def _made_at(action: ActionPoint) -> datetime:
    """The moment after which its meeting comes: a renewal is for one later than that of the action it renews."""
    made_at: datetime = action.meeting.starts_at if action.meeting else action.created_at
    former = action.renewed_from.due_meeting if action.renewed_from else None
    return max(made_at, former.starts_at) if former else made_at
