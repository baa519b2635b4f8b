"""What a meeting's page shows, to each as much as it may read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TypedDict

from django.db.models import Q, QuerySet

from actions.models import ActionPoint, ActionReview
from clusterhub.web.richtext import excerpt
from meetings.enums import IN_THE_ROOM, RESCHEDULABLE, TAKES_POINTS, AgendaState, AttendanceState, MeetingEventKind
from meetings.foreseen import foreseen_at, waiting_in
from meetings.models import AgendaProposal, Document, ForeseenAttendance, Meeting, MeetingEvent
from meetings.rules import can_see_live_text
from meetings.selectors import NumberedItem, numbered_items
from minutes.content import Item
from minutes.selectors.record import Reading
from participants.models import User

EXCERPT = 160


@dataclass(frozen=True)
class AgendaEntry:
    """A point as the page lists it. ``uuid`` is empty where the frozen text is read: there is nothing to open."""

    number: str
    title: str
    presenter: str = ""
    planned_minutes: int | None = None
    state: str = ""
    state_label: str = ""
    text: str = ""
    is_restricted: bool = False
    uuid: str = ""

    @property
    def is_nested(self) -> bool:
        return "." in self.number


def agenda_for(meeting: Meeting, user: User, reading: Reading | None) -> list[AgendaEntry]:
    """Frozen text once it may be read; before that the coordination sees all, the others the unrestricted titles."""
    if reading is not None:
        return list(_frozen_entries(reading.content.items))
    rows = numbered_items(meeting.items.select_related("parent"))
    if can_see_live_text(user, meeting):
        return [_live_entry(row) for row in rows]
    return [_title_entry(row) for row in rows if not row.item.is_under_restriction]


def _frozen_entries(items: tuple[Item, ...]) -> Iterator[AgendaEntry]:
    for item in items:
        text = excerpt(item.discussion_html, EXCERPT)
        yield AgendaEntry(item.number, item.title, item.presenter, None, item.state, item.state_label, text)
        yield from _frozen_entries(item.children)


def _title_entry(row: NumberedItem) -> AgendaEntry:
    item = row.item
    return AgendaEntry(row.number, item.title, item.presenter, item.planned_minutes)


def _live_entry(row: NumberedItem) -> AgendaEntry:
    item = row.item
    return replace(
        _title_entry(row),
        state=item.state,
        state_label=item.get_state_display(),
        text=excerpt(item.discussion, EXCERPT),
        is_restricted=item.is_restricted,
        uuid=str(item.uuid),
    )


@dataclass(frozen=True)
class AttendanceSummary:
    """How many were there, and how many of each state: (label, number)."""

    headcount: int
    states: list[tuple[str, int]]


def attendance_summary(meeting: Meeting, reading: Reading | None) -> AttendanceSummary:
    """Presence is part of the record: whoever reads a frozen version is shown what it says."""
    if reading is not None:
        states, counted_by_hand = [row.state for row in reading.content.attendance], reading.content.meeting.headcount
    else:
        states, counted_by_hand = (
            list(meeting.attendances.values_list("state", flat=True)),
            meeting.headcount_override,
        )
    counted = Counter(states)
    present = sum(counted[state] for state in IN_THE_ROOM)
    labelled = [(str(state.label), counted[state.value]) for state in AttendanceState if counted[state.value]]
    return AttendanceSummary(present if counted_by_hand is None else counted_by_hand, labelled)


def meeting_documents(meeting: Meeting, user: User) -> QuerySet[Document]:
    """Those of the meeting and of the points that the user may see."""
    items = meeting.items.all() if can_see_live_text(user, meeting) else meeting.items.unrestricted()
    related = Q(meetings=meeting) | Q(items__in=items)
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


class SaidBefore(TypedDict):
    """What organisations said of a meeting before it is held, for its coordination."""

    foreseen: list[ForeseenAttendance]
    proposals: list[AgendaProposal]


def said_before(meeting: Meeting) -> SaidBefore:
    """Points that wait for an answer are told at every meeting that could still take them; once it is held, its page
    tells who came, and that of its attendance who was expected.
    """
    waiting = list(waiting_in(meeting.cluster)) if meeting.state in TAKES_POINTS else []
    expected = foreseen_at(meeting) if meeting.state in RESCHEDULABLE else []
    return {"foreseen": expected, "proposals": waiting}
