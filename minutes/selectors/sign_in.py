"""Reads a meeting into its feuille d'émargement: those expected before it, those who came after."""

from __future__ import annotations

from collections.abc import Iterator

from clusterhub.web.folding import fold
from meetings.enums import AttendanceMode, AttendanceState, MeetingState
from meetings.models import Attendance, Meeting
from meetings.selectors import expected_people
from minutes.companions import Signatory, SignInSheet
from minutes.content import ExpectedSignature
from minutes.enums import SignatureRole
from minutes.selectors.freeze import meeting_facts
from minutes.selectors.signers import expected_signatures

BLANK_LINES = 10


def sign_in_sheet(meeting: Meeting) -> SignInSheet:
    """A constant number of queries."""
    rows = list(meeting.attendances.select_related("organisation__parent"))
    is_held = meeting.state == MeetingState.CLOSED
    signatories = [_who_came(row) for row in rows if row.is_in_the_room] if is_held else _who_may_come(meeting, rows)
    return SignInSheet(
        meeting=meeting_facts(meeting, rows),
        signatories=tuple(sorted(signatories, key=_by_organisation)),
        blank_lines=0 if is_held else BLANK_LINES,
        is_held=is_held,
        certified_by=tuple(_by_hand(meeting)) if is_held else (),
    )


def _by_hand(meeting: Meeting) -> Iterator[ExpectedSignature]:
    """Those who sign the record, the seal apart: nobody writes it."""
    roles = list(meeting.roles.all())
    return (line for line in expected_signatures(meeting, roles) if line.role != SignatureRole.SEAL)


def _who_came(row: Attendance) -> Signatory:
    online = AttendanceMode.ONLINE.label if row.mode == AttendanceMode.ONLINE else ""
    state = "" if row.state == AttendanceState.PRESENT else row.get_state_display()
    presence = ", ".join(part for part in (state, online.lower() if state else online) if part)
    return Signatory(
        name=row.name,
        organisation=row.organisation_name,
        job_title=row.job_title,
        presence=presence or str(AttendanceMode.ROOM.label),
    )


def _who_may_come(meeting: Meeting, rows: list[Attendance]) -> list[Signatory]:
    """Everybody known, and the names that were typed by hand already."""
    known = [
        Signatory(
            name=person.name,
            organisation=person.organisation.short_label if person.organisation else "",
            job_title=person.job_title,
        )
        for person in expected_people(meeting)
    ]
    typed = [
        Signatory(name=row.name, organisation=row.organisation_name, job_title=row.job_title)
        for row in rows
        if row.name and not row.person_id
    ]
    return known + typed


def _by_organisation(one: Signatory) -> tuple[bool, str, str]:
    """Those without an organisation last."""
    return not one.organisation, fold(one.organisation), fold(one.name)
