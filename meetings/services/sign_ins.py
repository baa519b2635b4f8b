"""People who sign in on their own phone, from the square code on the wall."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction

from clusterhub.web.folding import fold
from clusterhub.web.lasting_keys import is_lasting_key, lasting_key
from clusterhub.web.mail import absolute_url
from meetings.enums import AttendanceMode, AttendanceState
from meetings.errors import AttendanceRefused
from meetings.models import Attendance, Meeting, SignIn
from meetings.selectors import people_of
from meetings.services.attendance import add_attendance
from meetings.services.locks import lock_editable
from participants.models import Person
from participants.selectors import lookup_organisation

KEPT = timedelta(days=7)
"""Those that nobody answered. The retention removes what is older."""
MOST_WAITING = 300
"""More people than any room holds."""
_SALT = "meetings.sign_in"
_LENGTH = 12
"""Bytes: sixteen letters, which a telephone reads from the end of the room."""


def sign_in_url(meeting: Meeting) -> str:
    key = lasting_key(_SALT, meeting.uuid, length=_LENGTH)
    return absolute_url("meetings:sign_in", uuid=meeting.uuid, key=key)


def opens_sign_in(meeting: Meeting, key: str) -> bool:
    return is_lasting_key(key, _SALT, meeting.uuid, length=_LENGTH)


@transaction.atomic
def sign_in(*, meeting: Meeting, name: str, organisation_name: str, job_title: str = "") -> SignIn:
    """Once, however often the same name is sent. Raises ``AttendanceRefused``."""
    waiting = SignIn.objects.filter(meeting=meeting)
    if waiting.count() >= MOST_WAITING:
        raise AttendanceRefused("Trop d’émargements attendent : signalez-vous à la coordination.")
    words = {"name": name, "organisation_name": organisation_name}
    found, _ = waiting.get_or_create(meeting=meeting, **words, defaults={"job_title": job_title})
    return found


@transaction.atomic
def accept_sign_in(row: SignIn) -> Attendance:
    """Known people are recognised by their name; whoever is on the list already is not listed twice.

    Raises ``AttendanceRefused`` where somebody else answered first.
    """
    meeting = row.meeting
    lock_editable(meeting)
    if not meeting.sign_ins.filter(pk=row.pk).exists():
        raise AttendanceRefused(f"{row.name} a déjà sa réponse.")
    organisation = lookup_organisation(row.organisation_name)
    person = _known(row, meeting)
    listed = _listed(row, meeting, person)
    attendance = listed or add_attendance(
        meeting=meeting,
        person=person,
        organisation=organisation,
        name=row.name,
        job_title=row.job_title,
        organisation_name="" if organisation else row.organisation_name,
    )
    attendance.state, attendance.mode = AttendanceState.PRESENT, AttendanceMode.ROOM
    attendance.signed_in_at = row.created_at
    attendance.save(update_fields=["state", "mode", "signed_in_at"])
    row.delete()
    return attendance


def refuse_sign_in(row: SignIn) -> None:
    lock_editable(row.meeting)
    row.delete()


def _known(row: SignIn, meeting: Meeting) -> Person | None:
    found = list(people_of(meeting.cluster).filter(folded=fold(row.name))[:2])
    return found[0] if len(found) == 1 else None


def _listed(row: SignIn, meeting: Meeting, person: Person | None) -> Attendance | None:
    if person:
        return meeting.attendances.filter(person=person).first()
    named = (one for one in meeting.attendances.exclude(name="") if fold(one.name) == fold(row.name))
    return next((one for one in named if fold(one.organisation_name) == fold(row.organisation_name)), None)
