"""Whether an organisation comes, said before the meeting: its word is kept, and the list of attendance follows it."""

from __future__ import annotations

from django.db import transaction

from clusterhub.web.folding import strip_control, strip_control_line
from meetings.enums import RESCHEDULABLE, AttendanceState, Coming
from meetings.errors import ForeseenRefused
from meetings.models import ForeseenAttendance, Meeting
from meetings.services.attendance import add_attendance, remove_attendance, update_attendance
from meetings.services.locks import lock_meeting
from participants.models import Organisation
from participants.voices import Voice

ON_THE_LIST = {Coming.EXCUSED: AttendanceState.EXCUSED, Coming.REPRESENTED: AttendanceState.REPRESENTED}
"""Who comes is ticked in the room."""


@transaction.atomic
def foresee_attendance(
    *, meeting: Meeting, organisation: Organisation, voice: Voice, coming: str, people: str = "", note: str = ""
) -> ForeseenAttendance:
    """The same said again is one row. Raises ``ForeseenRefused`` once the meeting has begun."""
    lock_meeting(meeting)
    if meeting.state not in RESCHEDULABLE:
        raise ForeseenRefused("Cette réunion a commencé, ou elle est annulée : sa liste est close.")
    names, line = strip_control(people).strip(), strip_control_line(note)
    if coming == Coming.REPRESENTED and not names:
        raise ForeseenRefused("Dites par qui votre organisation est représentée.")
    latest = meeting.foreseen.filter(organisation=organisation).order_by("-at", "-id").first()
    if latest and (latest.coming, latest.people, latest.note) == (coming, names, line):
        return latest
    _follow_list(meeting, organisation, Coming(coming), names)
    return ForeseenAttendance.objects.create(
        meeting=meeting, organisation=organisation, coming=coming, people=names, note=line[:300], **voice.fields
    )


def _follow_list(meeting: Meeting, organisation: Organisation, coming: Coming, people: str) -> None:
    """Only the organisation's own line, and never one that says that it was there."""
    row = meeting.attendances.filter(organisation=organisation, person=None, name="").first()
    state, who = ON_THE_LIST.get(coming), ""
    if coming == Coming.REPRESENTED:
        who = ", ".join(people.splitlines())[:150]
    if row is None and state:
        add_attendance(meeting=meeting, organisation=organisation, state=state, represented_by=who)
    elif row and row.state in ON_THE_LIST.values():
        if state:
            update_attendance(attendance=row, state=state, mode=row.mode, represented_by=who)
        else:
            remove_attendance(attendance=row)
