"""Who was there. Name, organisation and function are copied as on the day; a later change of post changes nothing."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import transaction

from clusterhub.web.folding import fold
from meetings.enums import AttendanceMode, AttendanceState
from meetings.errors import AttendanceRefused
from meetings.models import Attendance, Meeting
from meetings.services.freezing import frozen_fields, frozen_organisation, frozen_person
from meetings.services.locks import lock_editable
from participants.enums import MembershipStatus
from participants.models import Organisation, Person
from participants.selectors import lookup_organisation
from participants.services.clusters import join_cluster
from participants.services.organisations import create_organisation
from participants.services.people import create_person


@dataclass(frozen=True)
class Tick:
    """What is said of a known person or organisation, or of a row typed by hand; no ``state`` takes it off the list."""

    of: Person | Organisation | Attendance
    state: str = ""
    mode: str = AttendanceMode.ROOM
    represented_by: str = ""


@transaction.atomic
def save_ticks(*, meeting: Meeting, ticks: Iterable[Tick]) -> None:
    """The tick list in one go: rows are added, changed or taken off; rows it does not mention stay as they are."""
    lock_editable(meeting)
    known = _rows_by_whom(meeting)
    rank = max((row.position for row in meeting.attendances.all()), default=0)
    created, changed, gone = [], [], []
    for tick in ticks:
        row = known.get(_key(tick.of))
        if row is None and tick.state and not isinstance(tick.of, Attendance):
            rank += 1
            created.append(_row_for(meeting, tick.of, tick, position=rank))
        elif row is not None and not tick.state:
            gone.append(row.pk)
        elif row is not None and _apply(row, tick):
            changed.append(row)
    Attendance.objects.bulk_create(created)
    Attendance.objects.bulk_update(changed, ["state", "mode", "represented_by"])
    meeting.attendances.filter(pk__in=gone).delete()


def _rows_by_whom(meeting: Meeting) -> dict[tuple[str, int], Attendance]:
    rows: dict[tuple[str, int], Attendance] = {}
    for row in meeting.attendances.all():
        rows["attendance", row.pk] = row
        if row.person_id:
            rows["person", row.person_id] = row
        elif row.organisation_id and not row.name:
            rows["organisation", row.organisation_id] = row
    return rows


def _key(who: Person | Organisation | Attendance) -> tuple[str, int]:
    return str(who._meta.model_name), who.pk


def _row_for(meeting: Meeting, who: Person | Organisation, tick: Tick, *, position: int) -> Attendance:
    frozen = frozen_person(who) if isinstance(who, Person) else frozen_organisation(who)
    row = Attendance(meeting=meeting, position=position, **frozen)
    _apply(row, tick)
    return row


def _apply(row: Attendance, tick: Tick) -> bool:
    """Whether the tick says something new."""
    before = (row.state, row.mode, row.represented_by)
    row.state, row.mode, row.represented_by = tick.state, tick.mode, tick.represented_by
    return before != (row.state, row.mode, row.represented_by)


@transaction.atomic
def add_attendance(
    *,
    meeting: Meeting,
    person: Person | None = None,
    organisation: Organisation | None = None,
    name: str = "",
    job_title: str = "",
    organisation_name: str = "",
    state: str = AttendanceState.PRESENT,
    mode: str = AttendanceMode.ROOM,
    represented_by: str = "",
) -> Attendance:
    """One row: a person known to the house, a name typed with its organisation, or an organisation alone."""
    lock_editable(meeting)
    _refuse_double(meeting, person, organisation, name)
    fields = frozen_fields(
        person=person, organisation=organisation, name=name, job_title=job_title, organisation_name=organisation_name
    )
    if not fields:
        raise AttendanceRefused("Indiquez un nom ou une organisation.")
    last = meeting.attendances.order_by("-position").values_list("position", flat=True).first() or 0
    return Attendance.objects.create(
        meeting=meeting, state=state, mode=mode, represented_by=represented_by, position=last + 1, **fields
    )


@transaction.atomic
def add_newcomer(
    *,
    meeting: Meeting,
    name: str = "",
    job_title: str = "",
    organisation_name: str = "",
    email: str = "",
    phone: str = "",
    state: str = AttendanceState.PRESENT,
    mode: str = AttendanceMode.ROOM,
    save_person: bool = False,
) -> Attendance:
    """Somebody, or an organisation, typed in the room. ``save_person`` keeps them for the next meetings too.

    Without it the names stand only on this list, and address and number are not kept.
    """
    lock_editable(meeting)
    organisation = lookup_organisation(organisation_name) if organisation_name.strip() else None
    person = None
    if save_person:
        organisation = organisation or _new_organisation(meeting, organisation_name)
        person = _saved_person(name, organisation, job_title, email, phone)
    return add_attendance(
        meeting=meeting,
        person=person,
        organisation=organisation,
        name=name,
        job_title=job_title,
        organisation_name=organisation_name,
        state=state,
        mode=mode,
    )


def _new_organisation(meeting: Meeting, name: str) -> Organisation | None:
    """It is invited in the cluster: the coordination sees it, and may make it a member."""
    if not name.strip():
        return None
    organisation = create_organisation(name=name)
    join_cluster(cluster=meeting.cluster, organisation=organisation, status=MembershipStatus.INVITED, since=meeting.day)
    return organisation


def _saved_person(
    name: str, organisation: Organisation | None, job_title: str, email: str, phone: str
) -> Person | None:
    """The person of that name in that organisation, made when there is none."""
    if not name.strip():
        return None
    known = Person.objects.filter(folded=fold(name), organisation=organisation, is_active=True).first()
    return known or create_person(
        name=name,
        organisation=organisation,
        job_title=job_title,
        emails=[email] if email else [],
        phones=[phone] if phone else [],
    )


def _refuse_double(meeting: Meeting, person: Person | None, organisation: Organisation | None, name: str) -> None:
    rows = meeting.attendances.all()
    if person and rows.filter(person=person).exists():
        raise AttendanceRefused(f"{person.name} est déjà dans la liste.")
    alone = None if person or name.strip() else organisation
    if alone and rows.filter(organisation=alone, person=None, name="").exists():
        raise AttendanceRefused(f"{alone.short_label} est déjà dans la liste.")


@transaction.atomic
def update_attendance(
    *, attendance: Attendance, state: str, mode: str = AttendanceMode.ROOM, represented_by: str = ""
) -> Attendance:
    lock_editable(attendance.meeting)
    attendance.state, attendance.mode, attendance.represented_by = state, mode, represented_by
    attendance.save(update_fields=["state", "mode", "represented_by"])
    return attendance


@transaction.atomic
def remove_attendance(*, attendance: Attendance) -> None:
    lock_editable(attendance.meeting)
    attendance.delete()


@transaction.atomic
def set_headcount(*, meeting: Meeting, number: int | None) -> Meeting:
    """What somebody counted in the room; None goes back to counting the rows."""
    lock_editable(meeting)
    meeting.headcount_override = number
    meeting.save(update_fields=["headcount_override"])
    return meeting
