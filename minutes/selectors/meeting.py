"""What a meeting's page shows, to each as much as it may read."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from django.db.models import Q, QuerySet

from actions.models import ActionPoint, ActionReview
from meetings.enums import IN_THE_ROOM, AgendaState, AttendanceState, MeetingEventKind
from meetings.models import AgendaItem, Document, Meeting, MeetingEvent
from meetings.rules import can_see_live_text
from meetings.selectors import NumberedItem, numbered_items
from participants.models import User


@dataclass(frozen=True)
class AttendanceSummary:
    """How many were there, and how many of each state: (label, number)."""

    headcount: int
    states: list[tuple[str, int]] = field(default_factory=list)


def attendance_summary(meeting: Meeting) -> AttendanceSummary:
    counted = Counter(meeting.attendances.values_list("state", flat=True))
    present = sum(number for state, number in counted.items() if state in IN_THE_ROOM)
    override = meeting.headcount_override
    states = [(str(state.label), counted[state.value]) for state in AttendanceState if counted[state.value]]
    return AttendanceSummary(present if override is None else override, states)


def agenda_for(meeting: Meeting, user: User) -> list[NumberedItem]:
    """The coordination sees every point; the others those that are not restricted, under their own numbers."""
    rows = numbered_items(meeting.items.select_related("parent"))
    return rows if can_see_live_text(user, meeting) else [row for row in rows if not _is_restricted(row.item)]


def _is_restricted(item: AgendaItem) -> bool:
    return item.is_restricted or (item.parent is not None and item.parent.is_restricted)


def meeting_documents(meeting: Meeting, user: User) -> QuerySet[Document]:
    """Those of the meeting and of its points."""
    related = Q(meetings=meeting) | Q(items__meeting=meeting)
    return Document.objects.visible_to(user).filter(related).distinct()


def meeting_actions(meeting: Meeting, user: User) -> QuerySet[ActionPoint]:
    return ActionPoint.objects.visible_to(user).filter(meeting=meeting).select_related("meeting")


def reviewed_actions(meeting: Meeting, user: User) -> QuerySet[ActionReview]:
    """Those that the user may see. What was said about them is live text."""
    visible = ActionPoint.objects.visible_to(user).values("pk")
    return meeting.action_reviews.filter(action__in=visible).select_related("action__meeting")


def meeting_history(meeting: Meeting) -> list[MeetingEvent]:
    """What happened to the meeting and to its agenda as a whole; the state of each point is on the point."""
    whole = ~Q(kind=MeetingEventKind.AGENDA) | Q(after__in=AgendaState.values, before__in=AgendaState.values)
    return list(meeting.events.filter(whole).select_related("actor__person"))
