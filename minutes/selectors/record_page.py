"""Everything that the record's page shows to one person."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import prefetch_related_objects
from django.utils import timezone

from clusterhub.web.typography import format_date, french
from meetings.enums import MeetingState
from meetings.models import Meeting
from minutes import rules
from minutes.content import ExpectedSignature
from minutes.enums import Edition, MinutesState, SignatureRole
from minutes.layouts import get_layout
from minutes.layouts.annexes import Annex, annexes_of
from minutes.layouts.sheet import Sheet
from minutes.models import (
    Minutes,
    MinutesEvent,
    MinutesFile,
    MinutesVersion,
    Publication,
    Remark,
    Signature,
    SigningEvent,
)
from minutes.selectors.annexes import documents_in
from minutes.selectors.checks import Check, list_missing
from minutes.selectors.circulation import Readership, addressees_of, readership
from minutes.selectors.publications import publications_of
from minutes.selectors.record import Reading, changes_since, content_of, reading_in
from minutes.selectors.remarks import remarks_on
from minutes.selectors.signers import SigningPlan, signing_plan
from participants.models import User
from participants.rules import is_coordination

SCREEN_LAYOUT = "a"
"""On a screen the chapters follow one order, whichever layout the cluster prints in."""
STEPS_TAKEN = frozenset({MinutesState.CIRCULATED, MinutesState.ADOPTED, MinutesState.SIGNED})


@dataclass(frozen=True)
class Rights:
    can_review: bool
    can_circulate: bool
    can_take_back: bool
    can_adopt: bool
    can_upload_scan: bool
    can_choose_layout: bool
    can_correct: bool
    can_give_up_correction: bool
    can_remark: bool
    can_answer_remarks: bool
    signs_as: tuple[SignatureRole, ...]
    can_refuse_as: tuple[SignatureRole, ...]
    can_replace: bool
    can_waive: bool
    can_remind: bool
    can_publish: bool
    can_withdraw: bool


@dataclass(frozen=True)
class RecordPage:
    minutes: Minutes
    reading: Reading | None
    in_house: bool
    rights: Rights
    plan: SigningPlan | None
    checks: list[Check]
    versions: list[MinutesVersion]
    files: list[MinutesFile]
    signatures: list[Signature]
    events: list[MinutesEvent]
    remarks: list[Remark]
    readership: Readership | None
    files_open: frozenset[str]
    """Of the annexes, by their address: the files that this reader may have."""
    publications: list[Publication]
    reads_reasons: bool
    """Why somebody refused to sign: for members."""

    @property
    def signing_events(self) -> list[SigningEvent]:
        """Refusals and what was done about them, the latest first."""
        return list(reversed(self.plan.version.minutes.signing_events.all())) if self.plan else []

    @property
    def published(self) -> Publication | None:
        """The standing publication of the version in force."""
        standing = (one for one in self.publications if not one.is_withdrawn and not one.version.replaced_by)
        return next(standing, None)

    @property
    def can_publish(self) -> bool:
        return self.rights.can_publish and self.published is None

    @property
    def earlier_signatures(self) -> list[Signature]:
        """Of the versions that were replaced."""
        return [one for one in self.signatures if one.version.replaced_by]

    @property
    def expected(self) -> tuple[ExpectedSignature, ...]:
        """For the coordination, before anything is sealed."""
        return (
            self.reading.content.signatures_expected
            if self.in_house and self.reading and not self.minutes.is_sealed
            else ()
        )

    @property
    def sheet(self) -> Sheet | None:
        return get_layout(SCREEN_LAYOUT).sheet(self.reading.content) if self.reading else None

    @property
    def annexes(self) -> list[tuple[Annex, bool]]:
        """Each with whether this reader may have its file."""
        found = annexes_of(self.reading.content) if self.reading else ()
        return [(annex, annex.line.uuid in self.files_open) for annex in found]

    @property
    def layout_label(self) -> str:
        return get_layout(self.minutes.printed_layout).label

    @property
    def layout_notice(self) -> str:
        """For the coordination, which may choose another one."""
        if not (self.rights.can_choose_layout and self.minutes.has_lost_its_layout):
            return ""
        return french(f"La mise en page choisie n’existe plus : le document s’imprime en « {self.layout_label} ».")

    @property
    def fingerprint(self) -> str:
        """The beginning that the PDF prints at the foot of its pages."""
        return self.reading.content.sha256()[:16] if self.reading else ""

    @property
    def project_notice(self) -> str:
        until = self.minutes.comments_until
        asked = f" Remarques attendues jusqu’au {format_date(until)}." if until else ""
        asked += " Sans objection à cette date, il est adopté tacitement." if until else ""
        return french(f"Ce {self.minutes.spoken} n’est pas encore adopté : il peut changer.{asked}")

    @property
    def review_notice(self) -> str:
        """For the coordination."""
        if not self.in_house or self.minutes.state != MinutesState.IN_REVIEW:
            return ""
        reviewer = rules.reviewer_of(self.minutes.meeting)
        return f"{reviewer.name if reviewer else 'La coordination'} relit le {self.minutes.spoken} avant sa diffusion."

    @property
    def held_up(self) -> tuple[str, ...]:
        """The parts that keep the clock from adopting a record whose date has passed. For the coordination."""
        until = self.minutes.comments_until
        is_due = self.minutes.state == MinutesState.CIRCULATED and until is not None and until < timezone.localdate()
        if not (is_due and self.reading and self.reading.is_live):
            return ()
        return changes_since(self.versions[-1], self.reading.content).parts

    @property
    def erratum_notice(self) -> str:
        """While an adopted record is being corrected."""
        if self.minutes.state != MinutesState.CORRECTING:
            return ""
        opened = next(event for event in reversed(self.events) if event.after == MinutesState.CORRECTING)
        number = self.versions[-1].number
        return french(f"{opened.reason} — La version {number} reste en vigueur jusqu’à l’adoption de l’erratum.")

    @property
    def replacement(self) -> MinutesVersion | None:
        """The version that replaced the sealed one being read."""
        version = self.reading.version if self.reading else None
        return version.replaced_by if version and version.is_sealed else None

    @property
    def is_signed(self) -> bool:
        """The version in force, by somebody at least."""
        return any(not signature.version.replaced_by for signature in self.signatures)

    @property
    def step(self) -> str:
        meeting = self.minutes.meeting
        if self.minutes.state == MinutesState.CORRECTING:
            return MinutesState.ADOPTED
        return self.minutes.state if self.minutes.state in STEPS_TAKEN else meeting.state

    @property
    def is_being_corrected(self) -> bool:
        """What was circulated is being changed: it stays readable until the next version."""
        taken = STEPS_TAKEN | {MinutesState.CORRECTING}
        return bool(self.minutes.meeting.circulated_at) and self.minutes.state not in taken


def record_page(minutes: Minutes, user: User, *, version_number: int | None = None) -> RecordPage:
    meeting = minutes.meeting
    in_house = is_coordination(user, meeting.cluster_id)
    versions = _versions(minutes)
    signatures = _signatures(minutes)
    plan = _plan(minutes, versions, signatures)
    reading = _reading(minutes, versions, user, version_number)
    return RecordPage(
        minutes=minutes,
        reading=reading,
        in_house=in_house,
        rights=_rights(minutes, user, plan),
        plan=plan,
        checks=list_missing(meeting) if in_house and not minutes.is_sealed and _is_held(meeting) else [],
        versions=versions,
        files=_files(minutes),
        signatures=signatures,
        events=list(minutes.events.select_related("actor__person")) if minutes.pk else [],
        remarks=list(remarks_on(minutes)) if rules.can_see_remarks(user, minutes) else [],
        readership=_readership(minutes, versions) if in_house else None,
        files_open=_files_open(reading, user, in_house),
        publications=publications_of(minutes) if minutes.meeting.adopted_at else [],
        reads_reasons=rules.can_see_remarks(user, minutes),
    )


def _files_open(reading: Reading | None, user: User, in_house: bool) -> frozenset[str]:
    """The coordination has all of its cluster's."""
    if reading is None or in_house:
        return frozenset(line.uuid for line in reading.content.documents if line.uuid) if reading else frozenset()
    seen = documents_in(reading.content).visible_to(user)
    return frozenset(str(uuid) for uuid in seen.values_list("uuid", flat=True))


def _readership(minutes: Minutes, versions: list[MinutesVersion]) -> Readership | None:
    """Of the latest version, among those whom the last circulation reached."""
    return readership(versions[-1], list(addressees_of(minutes))) if versions else None


def _is_held(meeting: Meeting) -> bool:
    return meeting.state in (MeetingState.OPEN, MeetingState.CLOSED)


def _rights(minutes: Minutes, user: User, plan: SigningPlan | None) -> Rights:
    return Rights(
        can_review=rules.can_review_minutes(user, minutes),
        can_circulate=rules.can_circulate_minutes(user, minutes),
        can_take_back=rules.can_take_back_minutes(user, minutes),
        can_adopt=rules.can_adopt_minutes(user, minutes),
        can_upload_scan=rules.can_upload_scan(user, minutes),
        can_choose_layout=rules.can_choose_layout(user, minutes),
        can_correct=rules.can_correct_minutes(user, minutes),
        can_give_up_correction=rules.can_give_up_correction(user, minutes),
        can_remark=rules.can_remark(user, minutes),
        can_answer_remarks=rules.can_answer_remarks(user, minutes),
        signs_as=_signs_as(minutes, user, plan),
        can_refuse_as=_can_refuse_as(minutes, user, plan),
        can_replace=rules.can_replace_signer(user, minutes, SignatureRole.CHAIR),
        can_waive=rules.can_waive_signature(user, minutes) and bool(plan and plan.signatures_count),
        can_remind=rules.can_remind_signers(user, minutes) and bool(plan and plan.turns),
        can_publish=rules.can_publish_minutes(user, minutes),
        can_withdraw=rules.can_withdraw_publication(user, minutes),
    )


def _signs_as(minutes: Minutes, user: User, plan: SigningPlan | None) -> tuple[SignatureRole, ...]:
    turns = plan.turns if plan else ()
    return tuple(role for role in turns if rules.can_sign_minutes(user, minutes, role))


def _can_refuse_as(minutes: Minutes, user: User, plan: SigningPlan | None) -> tuple[SignatureRole, ...]:
    """Also before one's turn has come."""
    places = plan.places if plan else ()
    return tuple(one.role for one in places if one.is_open and rules.can_refuse_to_sign(user, minutes, one.role))


def _plan(minutes: Minutes, versions: list[MinutesVersion], signatures: list[Signature]) -> SigningPlan | None:
    """Of the version in force."""
    in_force = versions[-1] if versions and versions[-1].is_sealed else None
    if in_force is None:
        return None
    in_force.minutes = minutes
    prefetch_related_objects([minutes], "signing_events__actor__person")
    return signing_plan(in_force, [one for one in signatures if one.version_id == in_force.pk])


def _reading(
    minutes: Minutes, versions: list[MinutesVersion], user: User, version_number: int | None
) -> Reading | None:
    """An earlier version: any for the coordination, what was sealed for whoever reads the record."""
    in_house = is_coordination(user, minutes.meeting.cluster_id)
    asked = next((version for version in versions if version.number == version_number), None)
    if asked and (in_house or asked.is_sealed):
        return Reading(content_of(asked, "coordination" if in_house else "members"), minutes.printed_layout, asked)
    return reading_in(minutes, versions[-1] if versions else None, user)


def _files(minutes: Minutes) -> list[MinutesFile]:
    files = MinutesFile.objects.filter(version__minutes=minutes.pk).select_related("version__superseded_by")
    return list(files.defer("version__content", "version__superseded_by__content"))


def _versions(minutes: Minutes) -> list[MinutesVersion]:
    """With what replaced each."""
    versions = MinutesVersion.objects.filter(minutes=minutes.pk)
    related = versions.select_related("frozen_by__person", "superseded_by")
    return list(related.defer("superseded_by__content")) if minutes.pk else []


def _signatures(minutes: Minutes) -> list[Signature]:
    """On the members' edition."""
    made = Signature.objects.filter(version__minutes=minutes.pk, edition=Edition.MEMBERS)
    signatures = made.select_related("version__superseded_by")
    return list(signatures.defer("version__content", "version__superseded_by__content"))
