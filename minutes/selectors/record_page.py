"""Everything that the record's page shows to one person."""

from __future__ import annotations

from dataclasses import dataclass

from meetings.enums import MeetingState
from meetings.models import Meeting
from minutes import rules
from minutes.enums import MinutesState
from minutes.layouts import get_layout
from minutes.layouts.sheet import Sheet
from minutes.models import Minutes, MinutesEvent, MinutesFile, MinutesVersion, Signature
from minutes.selectors.checks import Check, list_missing
from minutes.selectors.record import Reading, adopted_version, content_of, minutes_of, next_signature, readable_content
from participants.models import User

STEPS_TAKEN = frozenset({MinutesState.CIRCULATED, MinutesState.ADOPTED, MinutesState.SIGNED})


@dataclass(frozen=True)
class Rights:
    can_circulate: bool
    can_take_back: bool
    can_adopt: bool
    can_upload_scan: bool
    signs_as: str


@dataclass(frozen=True)
class RecordPage:
    minutes: Minutes
    reading: Reading | None
    in_house: bool
    rights: Rights
    checks: list[Check]
    versions: list[MinutesVersion]
    files: list[MinutesFile]
    signatures: list[Signature]
    events: list[MinutesEvent]

    @property
    def sheet(self) -> Sheet | None:
        return get_layout(self.reading.layout).sheet(self.reading.content) if self.reading else None

    @property
    def fingerprint(self) -> str:
        """The beginning that the PDF prints at the foot of its pages."""
        return self.reading.content.sha256()[:16] if self.reading else ""

    @property
    def step(self) -> str:
        meeting = self.minutes.meeting
        return self.minutes.state if self.minutes.state in STEPS_TAKEN else meeting.state

    @property
    def is_being_corrected(self) -> bool:
        """What was circulated is being changed: it stays readable until the next version."""
        return bool(self.minutes.meeting.circulated_at) and self.minutes.state not in STEPS_TAKEN


def record_page(meeting: Meeting, user: User, *, version_number: int | None = None) -> RecordPage:
    minutes = minutes_of(meeting)
    rights = _rights(minutes, user)
    in_house = rules.is_coordination(user, meeting.cluster_id)
    return RecordPage(
        minutes=minutes,
        reading=_reading(minutes, user, version_number if in_house else None),
        in_house=in_house,
        rights=rights,
        checks=list_missing(meeting) if in_house and not minutes.is_sealed and _is_held(meeting) else [],
        versions=list(minutes.versions.select_related("frozen_by__person")) if minutes.pk else [],
        files=_files(minutes),
        signatures=list(Signature.objects.filter(version__minutes=minutes.pk)),
        events=list(minutes.events.select_related("actor__person")) if minutes.pk else [],
    )


def _is_held(meeting: Meeting) -> bool:
    return meeting.state in (MeetingState.OPEN, MeetingState.CLOSED)


def _rights(minutes: Minutes, user: User) -> Rights:
    return Rights(
        can_circulate=rules.can_circulate_minutes(user, minutes),
        can_take_back=rules.can_take_back_minutes(user, minutes),
        can_adopt=rules.can_adopt_minutes(user, minutes),
        can_upload_scan=rules.can_upload_scan(user, minutes),
        signs_as=_signs_as(minutes, user),
    )


def _signs_as(minutes: Minutes, user: User) -> str:
    """The role whose turn it is, if it is this person's."""
    version = adopted_version(minutes)
    turn = next_signature(version) if version else ""
    return turn if turn and rules.can_sign_minutes(user, minutes, turn) else ""


def _reading(minutes: Minutes, user: User, version_number: int | None) -> Reading | None:
    version = minutes.versions.filter(number=version_number).first() if version_number and minutes.pk else None
    if version:
        return Reading(content_of(version, "coordination"), minutes.layout, version)
    return readable_content(minutes.meeting, user)


def _files(minutes: Minutes) -> list[MinutesFile]:
    return list(MinutesFile.objects.filter(version__minutes=minutes.pk).select_related("version"))
