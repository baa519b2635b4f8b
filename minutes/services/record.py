"""The life of a record: circulated as often as needed, taken back to correct it, adopted and sealed, corrected."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from actions.services.assignments import tell_assigned
from meetings.models import Meeting
from meetings.services.locks import lock_meeting
from minutes.content import Adoption, Content
from minutes.editions import for_edition
from minutes.enums import Edition, FileKind, MinutesState, VersionKind
from minutes.errors import (
    AnnexDamaged,
    ChangedSinceSeen,
    CirculationBlocked,
    MoveRefused,
    NothingCorrected,
    ObjectionOpen,
    PictureDamaged,
    SealFailed,
)
from minutes.layouts import known_code
from minutes.models import Minutes, MinutesEvent, MinutesFile, MinutesVersion
from minutes.models.minutes import random_public_key
from minutes.render import Rendered, RenderRefused, render_bounded, render_minutes
from minutes.rules import can_move
from minutes.selectors.annexes import embedded_files
from minutes.selectors.checks import list_missing
from minutes.selectors.circulation import THOSE_PRESENT, Audience, recipients_of
from minutes.selectors.pictures import picture_files
from minutes.selectors.recipients import Recipient
from minutes.selectors.record import Reading, changes_since, content_of, latest_version, live_content
from minutes.selectors.remarks import open_objections
from minutes.selectors.styles import style_of
from minutes.services.circulation import (
    Enclosed,
    keep_circulation,
    tell_adopted,
    tell_circulated,
    tell_signed,
    wants_pdf,
)
from minutes.services.decisions import register_decisions
from minutes.services.drafts import draft_pdf
from minutes.services.files import digest, stored
from minutes.services.searching import index_record
from participants.models import User

REFUSALS = {
    MinutesState.DRAFTING: "il ne revient pas au brouillon",
    MinutesState.IN_REVIEW: "il ne s’envoie pas en relecture",
    MinutesState.CIRCULATED: "il ne peut plus être diffusé",
    MinutesState.ADOPTED: "il ne peut pas être adopté",
    MinutesState.SIGNED: "il ne peut pas être signé",
    MinutesState.CORRECTING: "il ne se corrige pas par un erratum",
}

Renderer = Callable[..., Rendered]


def ensure_minutes(*, meeting: Meeting) -> Minutes:
    cluster = meeting.cluster
    usual = {"layout": known_code(cluster.layout), "document_name": style_of(cluster).document_name}
    minutes, _ = Minutes.objects.get_or_create(meeting=meeting, defaults=usual)
    minutes.meeting = meeting
    return minutes


def lock_minutes(minutes: Minutes) -> None:
    """Behind the meeting's row, which every change of the live text takes too."""
    lock_meeting(minutes.meeting)
    minutes.refresh_from_db(fields=["state"])


def check_move(minutes: Minutes, to: MinutesState) -> None:
    if not can_move(minutes.state, to):
        raise MoveRefused(f"Ce {minutes.spoken} est « {minutes.get_state_display()} » : {REFUSALS[to]}.")


def move(minutes: Minutes, to: MinutesState, *, by: User | None, at: datetime, reason: str = "") -> None:
    """Inside the caller's transaction, with the record locked. Raises ``MoveRefused``."""
    check_move(minutes, to)
    before, minutes.state = minutes.state, to
    minutes.save(update_fields=["state"])
    MinutesEvent.objects.create(minutes=minutes, before=before, after=to, reason=reason, actor=by, at=at)
    if to == MinutesState.SIGNED:
        tell_signed(minutes)


# --- Circulating ------------------------------------------------------------------------------------------------------


def circulate_minutes(
    *,
    meeting: Meeting,
    by: User | None,
    comments_until: date | None = None,
    audience: Audience = THOSE_PRESENT,
    at: datetime | None = None,
) -> MinutesVersion:
    """Freezes the text as a numbered project and mails it to those who were present, and to whom else is chosen. May be
    done again until adoption.

    A PDF that somebody gets by mail is made before the transaction, which checks that the text is still the same.
    Raises ``CirculationBlocked``, ``MoveRefused``, ``SealFailed`` or ``ChangedSinceSeen``; then nothing has changed.
    Without a date, the cluster's usual delay is given.
    """
    at = at or timezone.now()
    minutes = ensure_minutes(meeting=meeting)
    recipients = recipients_of(meeting, audience)
    enclosed = _enclosed(minutes, recipients, at)
    until = comments_until or usual_deadline(meeting, at)
    with transaction.atomic():
        version = _circulate(minutes, by, until, at)
        if enclosed and enclosed.content != content_of(version):
            raise ChangedSinceSeen("Le texte vient de changer : diffusez-le à nouveau.")
        keep_circulation(version, audience, recipients, comments_until=until)
        tell_circulated(version, recipients, pdf=enclosed.pdf if enclosed else b"")
        tell_assigned(meeting)
    return version


def _enclosed(minutes: Minutes, recipients: list[Recipient], at: datetime) -> Enclosed | None:
    """The members' edition, for those who cannot read it here."""
    if not wants_pdf(minutes.meeting, recipients):
        return None
    check_move(minutes, MinutesState.CIRCULATED)
    _check_nothing_blocks(minutes.meeting)
    content = for_edition(live_content(minutes, latest_version(minutes), frozen_at=at), "members")
    return Enclosed(content, draft_pdf(Reading(content, minutes.layout, None)))


def _circulate(minutes: Minutes, by: User | None, comments_until: date, at: datetime) -> MinutesVersion:
    meeting = minutes.meeting
    lock_minutes(minutes)
    _check_nothing_blocks(meeting)
    move(minutes, MinutesState.CIRCULATED, by=by, at=at)
    minutes.comments_until = comments_until
    minutes.save(update_fields=["comments_until"])
    meeting.circulated_at = at
    meeting.save(update_fields=["circulated_at"])
    content = live_content(minutes, latest_version(minutes), frozen_at=at)
    return _keep_version(minutes, content, VersionKind.CIRCULATED, by=by, at=at)


def usual_deadline(meeting: Meeting, at: datetime) -> date:
    return timezone.localdate(at) + timedelta(days=meeting.cluster.comment_days)


def _check_nothing_blocks(meeting: Meeting) -> None:
    blocking = [check.text for check in list_missing(meeting) if check.is_blocking]
    if blocking:
        raise CirculationBlocked(" ".join(blocking))


def _keep_version(
    minutes: Minutes, content: Content, kind: VersionKind, *, by: User | None, at: datetime
) -> MinutesVersion:
    version = MinutesVersion.objects.create(
        minutes=minutes,
        number=content.version_number,
        kind=kind,
        content=content.to_json(),
        content_sha256=content.sha256(),
        public_key=content.public_key or None,
        reason=content.reason,
        supersedes=latest_version(minutes),
        frozen_by=by,
        frozen_at=at,
    )
    register_decisions(version, content)
    index_record(version, content)
    return version


@transaction.atomic
def back_to_draft(*, meeting: Meeting, reason: str, by: User | None, at: datetime | None = None) -> Minutes:
    """The text is being corrected. What was circulated stays readable until the next version."""
    minutes = ensure_minutes(meeting=meeting)
    lock_minutes(minutes)
    if not reason.strip():
        raise MoveRefused(f"Dites pourquoi le {minutes.spoken} revient au brouillon.")
    move(minutes, MinutesState.DRAFTING, by=by, at=at or timezone.now(), reason=reason.strip())
    return minutes


# --- Adopting ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Express:
    """What is to be known of an adoption by a later meeting. ``settles``: the objections that become reservations.

    ``keep`` runs in the transaction of the adoption.
    """

    adoption: Adoption | None = None
    settles: frozenset[int] = frozenset()
    keep: Callable[[MinutesVersion], object] = lambda version: None


def adopt_minutes(
    *,
    meeting: Meeting,
    by: User | None,
    seen: str = "",
    reason: str = "",
    at: datetime | None = None,
    express: Express | None = None,
    render: Renderer = render_bounded,
) -> MinutesVersion:
    """Freezes the text as the adopted version and seals it: the members' edition as PDF, with its signature fields.
    While an adopted record is being corrected, the version is an erratum, signed anew.

    A text that is not the circulated one is adopted only when ``seen`` (``Changes.seen``) says that exactly this text
    was shown. The PDF is made before the transaction, whose first act is to check that the text is still the same.
    Raises ``MoveRefused``, ``ObjectionOpen``, ``CirculationBlocked``, ``ChangedSinceSeen``, ``NothingCorrected`` or
    ``SealFailed``; then nothing has changed.
    """
    at = at or timezone.now()
    minutes = ensure_minutes(meeting=meeting)
    express = express or Express()
    content = _text_to_adopt(minutes, seen, at, express)
    addressed = replace(with_address(content), adoption=express.adoption or content.adoption)
    with stored(render_sealed(addressed, minutes.printed_layout, render=render)) as name, transaction.atomic():
        lock_minutes(minutes)
        check_move(minutes, MinutesState.ADOPTED)
        _check_no_objection(minutes, apart_from=express.settles)
        if _frozen_for_adoption(minutes, at) != content:
            raise ChangedSinceSeen("Le texte vient de changer : relisez-le avant de l’adopter.")
        version = _keep_version(minutes, addressed, _sealed_kind(minutes), by=by, at=at)
        move(minutes, MinutesState.ADOPTED, by=by, at=at, reason=reason)
        _close_text(meeting, at)
        express.keep(version)
        issue(version, name, kind=FileKind.RENDERED, at=at)
        tell_adopted(version)
        tell_assigned(meeting)
    return version


def _text_to_adopt(minutes: Minutes, seen: str, at: datetime, express: Express) -> Content:
    check_move(minutes, MinutesState.ADOPTED)
    _check_no_objection(minutes, apart_from=express.settles)
    _check_nothing_blocks(minutes.meeting)
    latest = minutes.versions.latest("number")
    content = _frozen_for_adoption(minutes, at)
    changes = changes_since(latest, content)
    if minutes.state == MinutesState.CORRECTING and not changes.parts:
        raise NothingCorrected(f"Le texte est celui de la version {latest.number} : il n’y a rien à corriger.")
    if changes.parts and seen != changes.seen:
        raise ChangedSinceSeen("Le texte a changé depuis sa diffusion : relisez ce qui a changé avant de l’adopter.")
    return content


def _check_no_objection(minutes: Minutes, *, apart_from: frozenset[int]) -> None:
    objection = open_objections(minutes).exclude(pk__in=apart_from).first()
    if objection:
        raise ObjectionOpen(f"Une objection attend une réponse ({objection.passage}).")


def _frozen_for_adoption(minutes: Minutes, at: datetime) -> Content:
    return live_content(minutes, latest_version(minutes), is_draft=False, frozen_at=at)


def _sealed_kind(minutes: Minutes) -> VersionKind:
    return VersionKind.ERRATUM if minutes.state == MinutesState.CORRECTING else VersionKind.ADOPTED


def _close_text(meeting: Meeting, at: datetime) -> None:
    """The day of adoption stays that of the first one."""
    meeting.adopted_at, meeting.correcting_since = meeting.adopted_at or at, None
    meeting.save(update_fields=["adopted_at", "correcting_since"])


def with_address(content: Content) -> Content:
    """What is sealed bears the address where anyone may check it, as it is that day."""
    return replace(content, public_key=random_public_key(), base_url=settings.BASE_URL)


def render_sealed(content: Content, layout: str, *, render: Renderer = render_bounded) -> bytes:
    members = for_edition(content, "members")
    try:
        return render_minutes(
            members, layout, annexes=embedded_files(members), pictures=picture_files(members), render=render
        ).pdf
    except (RenderRefused, AnnexDamaged, PictureDamaged) as error:
        raise SealFailed(str(error)) from error


def issue(
    version: MinutesVersion,
    name: str,
    *,
    kind: FileKind,
    at: datetime,
    signatures_count: int = 0,
    edition: Edition = Edition.MEMBERS,
) -> MinutesFile:
    """A row for bytes that are already stored under this name."""
    row = MinutesFile(version=version, kind=kind, signatures_count=signatures_count, issued_at=at, file=name)
    with row.file.open("rb") as opened:
        data = opened.read()
    row.sha256, row.size, row.edition = digest(data), len(data), edition
    row.save()
    return row
