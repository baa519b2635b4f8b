"""Reads a meeting to come into its convocation: what members may know of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from django.db.models import Q
from django.utils import timezone

from clusterhub.web.mail import absolute_url
from meetings.enums import ItemKind, MeetingEventKind, MeetingRoleKind, MeetingState, Visibility
from meetings.models import Document, Meeting, MeetingRole
from meetings.selectors import NumberedItem, numbered_items
from minutes.companions import AgendaLine, Convocation
from minutes.content import Contact, DocumentLine, RoleLine
from minutes.selectors.follow_up import members_open_count
from minutes.selectors.freeze import contact_of, meeting_facts, role_line

PURPOSES = {
    ItemKind.DECISION: "pour décision",
    ItemKind.DISCUSSION: "pour discussion",
    ItemKind.INFORMATION: "pour information",
    ItemKind.APPROVAL: "pour approbation",
    ItemKind.FOLLOW_UP: "pour suivi",
    ItemKind.ROUND_TABLE: "pour échange",
}
COORDINATION = "Pour la coordination"


def convocation(meeting: Meeting, *, in_house: bool) -> Convocation:
    """A constant number of queries. The coordination's own copy may bear its address."""
    rows = numbered_items(meeting.items.select_related("parent"))
    shown = [row for row in rows if not row.item.is_under_restriction]
    contact = contact_of(meeting)
    return Convocation(
        meeting=meeting_facts(meeting),
        written_on=_written_on(meeting).isoformat(),
        is_draft=meeting.state == MeetingState.PLANNED,
        agenda=tuple(_line(row) for row in shown),
        items_left_out=len(rows) - len(shown),
        documents=tuple(_documents(meeting, shown)),
        open_actions=members_open_count(meeting),
        address=absolute_url("minutes:meeting_detail", uuid=meeting.uuid),
        signed_by=_signed_by(meeting.roles.all(), contact),
        contact=contact if in_house else _without_address(contact),
    )


def _written_on(meeting: Meeting) -> date:
    """The day on which the meeting was announced, or changed since; today for one that is not announced."""
    if meeting.state == MeetingState.PLANNED:
        return timezone.localdate()
    changed = Q(kind__in=(MeetingEventKind.DATE, MeetingEventKind.DETAILS))
    announced = Q(kind=MeetingEventKind.STATE, after=MeetingState.ANNOUNCED)
    last = meeting.events.filter(announced | changed).last()
    return timezone.localdate(last.at if last else meeting.created_at)


def _line(row: NumberedItem) -> AgendaLine:
    item = row.item
    purpose = PURPOSES.get(ItemKind(item.kind), "")
    return AgendaLine(
        number=row.number,
        title=item.title,
        purpose=purpose,
        presenter=item.presenter,
        minutes=item.planned_minutes,
    )


def _documents(meeting: Meeting, shown: list[NumberedItem]) -> Iterable[DocumentLine]:
    """Those of the meeting and of the points that members see, unless they are for the coordination only."""
    related = Q(meetings=meeting) | Q(items__in=[row.item.pk for row in shown])
    documents = Document.objects.filter(related).exclude(visibility=Visibility.COORDINATION).distinct()
    for document in documents.order_by("name", "pk"):
        yield DocumentLine(name=document.name, version_label=document.version_label)


def _signed_by(roles: Iterable[MeetingRole], contact: Contact | None) -> RoleLine | None:
    """The chair of the meeting; the coordinator where nobody is named yet."""
    chair = next((role for role in roles if role.kind == MeetingRoleKind.CHAIR), None)
    if chair:
        return role_line(chair)
    if not contact:
        return None
    return RoleLine(
        role="coordination",
        label=COORDINATION,
        name=contact.name,
        job_title=contact.job_title,
        organisation=contact.organisation,
    )


def _without_address(contact: Contact | None) -> Contact | None:
    return replace(contact, email="") if contact else None
