"""A meeting with something of every kind in it, part of it for the coordination only, and its record's steps."""

from __future__ import annotations

from datetime import datetime, timedelta

from actions.models import ActionPoint
from actions.services.create import create_action
from meetings.enums import AttendanceState, ItemState, SectionKind, Visibility
from meetings.models import AgendaItem, Document, Meeting
from meetings.services.agenda import add_item, add_outcome, ensure_section
from meetings.services.attendance import add_attendance
from meetings.services.documents import upload_document
from meetings.services.lifecycle import close_meeting, open_meeting
from minutes.models import MinutesVersion, Signature
from minutes.render.engine import render_pdf
from minutes.services.record import adopt_minutes, circulate_minutes
from minutes.services.signature import sign_minutes
from tests.factories import PASSWORD, People
from tests.fixtures.kept import kept
from tests.meetings.factories import NOVEMBER_15, make_meeting
from tests.meetings.files import PDF, uploaded

SECRETS = (
    "secretpoint",
    "secretsous",
    "secretdit",
    "secretconclu",
    "secretaction",
    "secretannexe",
    "secretsuivi",
    "secretvisible",
)
"""One word for each place where something restricted may hide."""
CONTACTS = ("membre@example.org", "coordination@example.org", "+223 70 00 00 00")
OCTOBER_20 = NOVEMBER_15.replace(month=10, day=20)


@kept
def make_held_meeting(people: People, *, state: str = "closed") -> Meeting:
    """Held and closed, with an action of an earlier meeting to review. Everything restricted bears a secret word."""
    _earlier_actions(people)
    meeting = make_meeting(people.cluster, by=people.coordinator)
    meeting.items.exclude(kind="follow_up").delete()
    open_meeting(meeting=meeting, by=people.coordinator, at=NOVEMBER_15)
    _write(people, meeting)
    add_attendance(meeting=meeting, person=people.member.person)
    add_attendance(meeting=meeting, person=people.coordinator.person)
    add_attendance(meeting=meeting, organisation=people.watcher, state=AttendanceState.EXCUSED)
    if state == "closed":
        close_meeting(meeting=meeting, by=people.coordinator, at=NOVEMBER_15 + timedelta(minutes=110))
    return meeting


def _earlier_actions(people: People) -> None:
    earlier = make_meeting(people.cluster, OCTOBER_20, state="open", by=people.coordinator)
    hidden = add_item(meeting=earlier, title="Réservé", kind="discussion")
    AgendaItem.objects.filter(pk=hidden.pk).update(visibility=Visibility.COORDINATION)
    make_action(people, earlier, "Envoyer le profil")
    make_action(people, earlier, "Écouter secretsuivi", visibility=Visibility.COORDINATION)
    make_open_action(people, earlier, "Revoir secretvisible", hidden)
    close_meeting(meeting=earlier, by=people.coordinator, at=OCTOBER_20 + timedelta(minutes=60))


def _write(people: People, meeting: Meeting) -> None:
    make_item(meeting, "Projets de 2017", discussion="<p>Huit fiches examinées.</p>")
    hidden = make_item(meeting, "secretpoint", discussion="<p>secretdit</p>", visibility=Visibility.COORDINATION)
    make_item(meeting, "secretsous", parent=hidden)
    add_outcome(item=hidden, kind="decision", text="secretconclu")
    hidden.documents.add(make_document(people, "secretannexe"))
    make_action(people, meeting, "Partager les plans", due_text="22 novembre")
    make_open_action(people, meeting, "Suivre secretaction", hidden)
    section = ensure_section(meeting=meeting, kind=SectionKind.LESSONS)
    section.body = "<p>Associer tôt les services de l’État.</p>"
    section.save(update_fields=["body"])


def make_item(meeting: Meeting, title: str, *, parent: AgendaItem | None = None, **fields: object) -> AgendaItem:
    item = add_item(meeting=meeting, title=title, parent=parent, kind="discussion")
    for name, value in ({"state": ItemState.DISCUSSED} | fields).items():
        setattr(item, name, value)
    item.save()
    return item


def make_action(people: People, meeting: Meeting, description: str, **fields: object) -> ActionPoint:
    return create_action(
        cluster=people.cluster,
        by=people.coordinator,
        meeting=meeting,
        description=description,
        owner_text="PARTEN",
        **fields,  # type: ignore[arg-type]
    )


def make_open_action(people: People, meeting: Meeting, description: str, item: AgendaItem) -> None:
    """For members by itself, but made under a point that is not."""
    action = make_action(people, meeting, description, item=item)
    ActionPoint.objects.filter(pk=action.pk).update(visibility=Visibility.MEMBERS)


def make_document(people: People, name: str, **fields: object) -> Document:
    """A little PDF, another one for each name."""
    file = uploaded(f"{name}.pdf", PDF + name.encode())
    return upload_document(cluster=people.cluster, file=file, by=people.coordinator, name=name, **fields)  # type: ignore[arg-type]


# --- The record -------------------------------------------------------------------------------------------------------

ADOPTED_AT = NOVEMBER_15 + timedelta(days=8)


@kept
def make_circulated(people: People) -> Meeting:
    meeting = make_held_meeting(people)
    circulate_minutes(meeting=meeting, by=people.coordinator, at=NOVEMBER_15 + timedelta(days=1))
    return meeting


@kept
def make_adopted(people: People) -> MinutesVersion:
    """Sealed by the engine itself: the child process has tests of its own."""
    return adopt_minutes(meeting=make_circulated(people), by=people.coordinator, at=ADOPTED_AT, render=render_pdf)


def sign(version: MinutesVersion, people: People, role: str, at: datetime | None = None) -> Signature:
    user = {"rapporteur": people.rapporteur, "chair": people.coordinator}[role]
    return sign_minutes(version=version, role=role, user=user, password=PASSWORD, at=at)


@kept
def make_approval_item(people: People, *, state: str = "open") -> AgendaItem:
    """The point « Approbation du compte rendu précédent » of the meeting a month later."""
    meeting = make_meeting(people.cluster, NOVEMBER_15.replace(month=12), by=people.coordinator)
    if not meeting.items.filter(kind="approval").exists():
        add_item(meeting=meeting, title="Approbation du compte rendu précédent", kind="approval")
    open_meeting(meeting=meeting, by=people.coordinator, at=meeting.starts_at)
    add_attendance(meeting=meeting, person=people.member.person)
    if state == "closed":
        close_meeting(meeting=meeting, by=people.coordinator, at=meeting.starts_at + timedelta(minutes=90))
    return AgendaItem.objects.select_related("meeting__cluster").get(meeting=meeting, kind="approval")
