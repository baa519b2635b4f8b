"""What the room shows: the agenda as a numbered list, and what belongs to the point being typed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import timedelta
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet, UUIDField, Value, Window
from django.db.models.functions import Lag
from django.utils import timezone

from actions.enums import DueKind, OwnerKind
from actions.models import ActionOwner, ActionPoint
from clusterhub.web.statuses import status_of
from clusterhub.web.typography import format_date, join_words
from meetings.enums import ItemState, SectionKind
from meetings.models import AgendaItem, Meeting, Section, TextRevision
from meetings.selectors import NumberedItem, numbered_items, organisations_of, people_of
from meetings.timing import Moment, time_spent

OWNER_PATHS = ("owners__organisation__parent", "owners__person", "owners__owner_cluster", "owners__group")


@dataclass(frozen=True)
class AgendaLine:
    """An item where it stands, and the moves that its place allows."""

    item: AgendaItem
    number: str
    can_go_up: bool
    can_go_down: bool
    can_nest: bool
    spent: timedelta | None = None

    @property
    def is_child(self) -> bool:
        return self.item.parent_id is not None

    @property
    def shape(self) -> str:
        return status_of(self.item.state).shape

    @property
    def minutes_spent(self) -> int:
        return int(self.spent.total_seconds() // 60) if self.spent else 0

    @property
    def minutes_over(self) -> int:
        return max(self.minutes_spent - self.item.planned_minutes, 0) if self.item.planned_minutes else 0


def agenda_lines(meeting: Meeting) -> list[AgendaLine]:
    """Every item in reading order, with its number and how many actions came out of it."""
    standing = Count("actions", filter=Q(actions__withdrawn_at=None))
    items = meeting.items.annotate(action_count=standing).select_related("parent")
    rows = numbered_items(items.order_by("position", "id"))  # a count makes Django forget the model's own order
    siblings: dict[int | None, list[AgendaItem]] = {}
    for row in rows:
        row.item.meeting = meeting
        siblings.setdefault(row.item.parent_id, []).append(row.item)
    spent = time_spent_on(meeting)
    return [replace(_line(row, siblings), spent=spent.get(row.item.uuid)) for row in rows]


def _line(row: NumberedItem, siblings: dict[int | None, list[AgendaItem]]) -> AgendaLine:
    item, level = row.item, siblings[row.item.parent_id]
    is_first, is_last = item == level[0], item == level[-1]
    can_nest = item.parent_id is None and not is_first and item.pk not in siblings
    return AgendaLine(item, row.number, not is_first, not is_last, can_nest)


def time_spent_on(meeting: Meeting) -> dict[UUID, timedelta]:
    if meeting.opened_at is None:
        return {}
    return time_spent(moments_of(meeting), opened_at=meeting.opened_at, until=meeting.closed_at or timezone.now())


NO_POINT = Value(UUID(int=0), output_field=UUIDField())


def moments_of(meeting: Meeting) -> list[Moment]:
    """When typing went over to another point since the meeting was opened."""
    held = {"saved_at__gte": meeting.opened_at} | ({"saved_at__lte": meeting.closed_at} if meeting.closed_at else {})
    typed = TextRevision.objects.filter(object_uuid__in=meeting.items.values("uuid"), **held)
    former = Window(Lag("object_uuid", default=NO_POINT), order_by=("saved_at", "id"))
    turns = typed.annotate(former=former).exclude(former=F("object_uuid")).order_by("saved_at", "id")
    return list(turns.values_list("object_uuid", "saved_at"))


def point_being_typed(meeting: Meeting) -> AgendaItem | None:
    """The one typed in last; before that, the first one left to do."""
    moments = moments_of(meeting) if meeting.opened_at else []
    if moments:
        return meeting.items.filter(uuid=moments[-1][0]).select_related("parent").first()
    return meeting.items.filter(state=ItemState.TODO, parent=None).first()


def missing_sections(sections: list[Section]) -> list[tuple[str, str]]:
    """The usual sections of the whole meeting that this one does not have yet: (code, label)."""
    present = {section.kind for section in sections}
    return [(kind.value, str(kind.label)) for kind in SectionKind if kind not in present | {SectionKind.FREE}]


def item_actions(item: AgendaItem) -> QuerySet[ActionPoint]:
    return item.actions.standing().select_related("due_meeting").prefetch_related(*OWNER_PATHS)


# --- What was understood ----------------------------------------------------------------------------------------------


def understood(action: ActionPoint, owners: Iterable[ActionOwner] | None = None) -> str:
    """« compris : DNDS ; pour le 22 novembre 2016 », from what the house made of the two texts. ``owners`` of an action
    that is not saved."""
    named = [_owner_name(owner) for owner in (action.owners.all() if owners is None else owners)]
    return f"{join_words(named) if named else 'sans responsable'} ; {_due_understood(action)}"


def _owner_name(owner: ActionOwner) -> str:
    if owner.organisation and owner.kind == OwnerKind.ORGANISATION:
        return owner.organisation.short_label
    if owner.kind == OwnerKind.TEXT:
        return f"« {owner.written} » (non reconnu)"
    known = owner.person or owner.group or owner.owner_cluster
    return str(known) if known else (owner.get_role_display() or owner.get_kind_display().lower())


DATED = {
    DueKind.DATE: "pour le {}",
    DueKind.NO_LATER_THAN: "au plus tard le {}",
    DueKind.APPROXIMATE: "vers le {}",
    DueKind.NEXT_MEETING: "à la prochaine réunion, le {}",
    DueKind.RECURRING: "prochaine fois le {}",
}


def _due_understood(action: ActionPoint) -> str:
    words = DATED.get(DueKind(action.due_kind))
    if action.due_on is None or words is None:
        return str(action.get_due_kind_display()).lower()
    return words.format(format_date(action.due_on))


# --- Names offered while typing ---------------------------------------------------------------------------------------


def known_names(meeting: Meeting) -> list[str]:
    """The sigles and the people of the cluster, for the list that the browser offers."""
    sigles = {organisation.short_label for organisation in organisations_of(meeting.cluster)}
    return sorted(sigles) + list(people_of(meeting.cluster).values_list("name", flat=True))
