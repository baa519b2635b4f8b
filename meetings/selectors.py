"""What pages and services of this floor read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import models
from django.db.models import Q
from django.utils import timezone

from clusterhub.web.folding import fold
from meetings.enums import AttendanceMode, AttendanceState, MeetingState, OutcomeKind, Visibility
from meetings.models import (
    AgendaItem,
    Attendance,
    Document,
    DocumentComment,
    DocumentEvent,
    Meeting,
    Outcome,
)
from meetings.numbering import numbers_of
from meetings.rules import can_see_document_life
from participants.enums import Standing
from participants.models import Cluster, ClusterRole, Membership, Organisation, Person, User
from participants.rules import is_coordination, standing_in
from participants.selectors import Mailbox, each_once, mailbox_of, with_addresses


def meeting_before(cluster: Cluster, starts_at: datetime) -> Meeting | None:
    """The meeting that was, or will be, held just before this moment."""
    return Meeting.objects.filter(cluster=cluster).exclude(state=MeetingState.CANCELLED).before(starts_at).first()


def upcoming_and_past(
    meetings: models.QuerySet[Meeting], *, at: datetime
) -> tuple[models.QuerySet[Meeting], models.QuerySet[Meeting]]:
    """What is in session or still to come from today on, soonest first; and the rest, latest first."""
    morning = timezone.localtime(at).replace(hour=0, minute=0, second=0, microsecond=0)
    coming = Q(state=MeetingState.OPEN) | (~Q(state=MeetingState.CLOSED) & Q(starts_at__gte=morning))
    listed = meetings.select_related("cluster", "host__parent")
    return listed.filter(coming).order_by("starts_at", "id"), listed.exclude(coming)


def meetings_to_attach(document: Document) -> models.QuerySet[Meeting]:
    """The meetings of the document's cluster whose record may still change."""
    editable = Meeting.objects.filter(cluster=document.cluster_id).with_open_record()
    return editable.exclude(documents=document)


def hosts_for(meeting: Meeting) -> models.QuerySet[Organisation]:
    """The cluster's organisations, its usual host and the one that the meeting has."""
    numbers = [number for number in (meeting.host_id, meeting.cluster.usual_host_id) if number]
    own = organisations_of(meeting.cluster).values("pk")
    return Organisation.objects.filter(Q(pk__in=own) | Q(pk__in=numbers)).select_related("parent")


# --- Agenda -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class NumberedItem:
    number: str
    item: AgendaItem

    @property
    def is_nested(self) -> bool:
        return self.item.parent_id is not None


def numbered_items(items: models.QuerySet[AgendaItem]) -> list[NumberedItem]:
    """Every item with its number, in reading order: each point, then the points under it."""
    rows = list(items)
    numbers = numbers_of((row.pk, row.parent_id) for row in rows)
    numbered = [NumberedItem(numbers[row.pk], row) for row in rows]
    return sorted(numbered, key=lambda one: [int(part) for part in one.number.split(".")])


# --- Presence ---------------------------------------------------------------------------------------------------------


def headcount(meeting: Meeting) -> int:
    """What somebody counted wins over the rows of those in the room."""
    if meeting.headcount_override is not None:
        return meeting.headcount_override
    return meeting.attendances.in_the_room().count()


@dataclass(frozen=True)
class PresenceTotals:
    headcount: int
    listed: int
    online: int
    excused: int
    organisations: int
    by_organisation: list[tuple[str, int]]
    """How many of each are in the room, in the order of their names."""


def presence_totals(meeting: Meeting) -> PresenceTotals:
    rows = list(meeting.attendances.all())
    there = [row for row in rows if row.is_in_the_room]
    counted = meeting.headcount_override
    return PresenceTotals(
        headcount=len(there) if counted is None else counted,
        listed=len(there),
        online=sum(row.mode == AttendanceMode.ONLINE for row in there),
        excused=sum(row.state == AttendanceState.EXCUSED for row in rows),
        organisations=len({fold(row.organisation_name) for row in there if row.organisation_name}),
        by_organisation=_by_organisation(there),
    )


def _by_organisation(there: Sequence[Attendance]) -> list[tuple[str, int]]:
    counted = Counter(row.organisation_name or "Sans organisation" for row in there)
    return sorted(counted.items(), key=lambda pair: fold(pair[0]))


def organisations_of(cluster: Cluster) -> models.QuerySet[Organisation]:
    """Those that belong to the cluster today, whatever their status there."""
    belonging = Membership.objects.filter(cluster=cluster).current(on=timezone.localdate())
    return Organisation.objects.filter(pk__in=belonging.values("organisation_id")).select_related("parent")


def people_of(cluster: Cluster) -> models.QuerySet[Person]:
    """People of the cluster's organisations (and their units), and those who have a role in it."""
    organisations = organisations_of(cluster).values("pk")
    roles = ClusterRole.objects.filter(cluster=cluster).current(on=timezone.localdate())
    return Person.objects.filter(
        Q(organisation_id__in=organisations)
        | Q(organisation__parent_id__in=organisations)
        | Q(pk__in=roles.values("person_id")),
        is_active=True,
    ).select_related("organisation__parent")


@dataclass(frozen=True)
class SheetRow:
    """One line of the tick list; ``attendance`` is what is already said of it."""

    key: str
    who: Person | Organisation | Attendance
    name: str
    detail: str = ""
    attendance: Attendance | None = None


@dataclass
class SheetGroup:
    """An organisation's people, under its own line."""

    title: str
    organisation: SheetRow | None = None
    rows: list[SheetRow] = field(default_factory=list)


def attendance_sheet(meeting: Meeting) -> list[SheetGroup]:
    """Everybody expected: people of the cluster, those of the previous meeting, then what was typed by hand."""
    said = list(meeting.attendances.select_related("person", "organisation__parent"))
    persons = {row.person_id: row for row in said if row.person_id}
    alone = {row.organisation_id: row for row in said if row.organisation_id and not row.person_id and not row.name}
    groups: dict[int | None, SheetGroup] = {}
    own = organisations_of(meeting.cluster).values("pk")
    for organisation in Organisation.objects.filter(Q(pk__in=own) | Q(pk__in=alone)).select_related("parent__parent"):
        row = SheetRow(
            f"o-{organisation.uuid}", organisation, "Organisation seule, sans nom", "", alone.get(organisation.pk)
        )
        groups[organisation.pk] = SheetGroup(organisation.full_label, row)
    for person in expected_people(meeting):
        label = person.organisation.full_label if person.organisation else "Sans organisation"
        group = groups.setdefault(person.organisation_id, SheetGroup(label))
        group.rows.append(SheetRow(f"p-{person.uuid}", person, person.name, person.job_title, persons.get(person.pk)))
    return [*sorted(groups.values(), key=lambda group: fold(group.title)), *_typed_group(said)]


def expected_people(meeting: Meeting) -> models.QuerySet[Person]:
    lists = Attendance.objects.filter(meeting__in=[number for number in (meeting.pk, meeting.previous_id) if number])
    known = people_of(meeting.cluster).values("pk")
    came = lists.filter(person__isnull=False).values("person_id")
    return Person.objects.filter(Q(pk__in=known) | Q(pk__in=came)).select_related("organisation__parent__parent")


def _typed_group(said: list[Attendance]) -> list[SheetGroup]:
    typed = [row for row in said if not row.person_id and (row.name or not row.organisation_id)]
    rows = [SheetRow(f"r-{row.uuid}", row, str(row), ", ".join(filter(None, _typed_detail(row))), row) for row in typed]
    return [SheetGroup("Ajoutés à la main", rows=rows)] if rows else []


def _typed_detail(row: Attendance) -> tuple[str, str]:
    return row.job_title, row.organisation_name if row.name else ""


# --- Invitations ------------------------------------------------------------------------------------------------------


def invitees(cluster: Cluster) -> list[Mailbox]:
    """Those with a role in the cluster, and everybody there who has an account: one address each, none twice."""
    roles = ClusterRole.objects.filter(cluster=cluster).current(on=timezone.localdate())
    invited = people_of(cluster).filter(Q(pk__in=roles.values("person_id")) | Q(user__is_active=True))
    boxes = (mailbox_of(person) for person in with_addresses(invited))
    return each_once(box for box in boxes if box.address)


# --- Documents --------------------------------------------------------------------------------------------------------


def readers_of(document: Document) -> list[Mailbox]:
    """Those invited to the cluster's meetings whose account opens the document."""
    least = Standing.OBSERVER if document.visibility == Visibility.PUBLIC else Standing.MEMBER
    return [one for one in invitees(document.cluster) if _standing(one.person, document.cluster_id) >= least]


def _standing(person: Person | None, cluster_id: int) -> Standing:
    account = getattr(person, "user", None)
    return standing_in(account, cluster_id) if account and account.is_active else Standing.STRANGER


def decisions_for(document: Document) -> models.QuerySet[Outcome]:
    """What its cluster's meetings decided, the latest first."""
    held = (MeetingState.OPEN, MeetingState.CLOSED)
    taken = Outcome.objects.filter(kind=OutcomeKind.DECISION, item__meeting__cluster=document.cluster_id)
    decided = taken.filter(item__meeting__state__in=held).select_related("item__meeting")
    return decided.order_by("-item__meeting__starts_at", "item__position", "position")


@dataclass(frozen=True)
class Citation:
    """A meeting that cites a document: joined to the whole of it, or to these points."""

    meeting: Meeting
    items: list[AgendaItem]
    is_joined: bool


def citations_of(document: Document, user: User) -> list[Citation]:
    """In meetings that this person sees. Points that are for the coordination only are named to it alone."""
    items = document.items.select_related("meeting__cluster")
    if not is_coordination(user, document.cluster_id):
        items = items.unrestricted()
    by_meeting: dict[int, list[AgendaItem]] = {}
    for item in items.order_by("position", "id"):
        by_meeting.setdefault(item.meeting_id, []).append(item)
    joined = set(document.meetings.values_list("pk", flat=True))
    meetings = Meeting.objects.visible_to(user).filter(pk__in=joined | by_meeting.keys()).select_related("cluster")
    return [Citation(meeting, by_meeting.get(meeting.pk, []), meeting.pk in joined) for meeting in meetings]


@dataclass(frozen=True)
class DocumentLife:
    """What one person sees of a document besides the file. ``comments`` and ``events`` are for members."""

    document: Document
    versions: list[Document]
    citations: list[Citation]
    comments: list[DocumentComment]
    events: list[DocumentEvent]

    @property
    def later(self) -> Document | None:
        """The latest version, where this is an earlier one."""
        latest = self.versions[-1] if self.versions else self.document
        return None if latest == self.document else latest


COMMENTED = ("author__person__organisation__parent", "organisation__parent")


def document_life(document: Document, user: User) -> DocumentLife:
    is_told = can_see_document_life(user, document)
    return DocumentLife(
        document=document,
        versions=list(Document.objects.visible_to(user).versions_of(document)),
        citations=citations_of(document, user),
        comments=list(document.comments.select_related(*COMMENTED)) if is_told else [],
        events=list(document.events.select_related("actor__person")) if is_told else [],
    )
