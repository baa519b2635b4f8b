"""Signing the sealed document: those whom its plan names, each with the password of the account given again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import partial

from django.db import transaction
from django.utils import timezone

from meetings.wording import body_name, of_the
from minutes.content import Content
from minutes.enums import Edition, FileKind, MinutesState, SignatureRole
from minutes.errors import KeysUnavailable, SignatureRefused
from minutes.models import MinutesFile, MinutesVersion, Signature, SigningIdentity
from minutes.rules import can_sign_minutes
from minutes.selectors.record import latest_file
from minutes.selectors.signers import SigningPlan, signing_plan
from minutes.services.files import read_issued, stored
from minutes.services.identities import ensure_identity, signer_of
from minutes.services.record import issue, lock_minutes, move
from minutes.services.timestamps import sign_with_time
from participants.models import Cluster, User
from participants.services.passwords import check_password

REASONS = {
    SignatureRole.RAPPORTEUR: "{} établi par le rapporteur",
    SignatureRole.REVIEWER: "{} relu",
    SignatureRole.CHAIR: "{} approuvé par la présidence de séance",
    SignatureRole.SEAL: "{} revêtu du cachet du cluster",
}
"""Begin with the name of the document."""
ALREADY = "Ce compte rendu est déjà signé."


@dataclass(frozen=True)
class Mark:
    """Who signs as what, as the stamp and the register say it. ``stands_for``: whom this person replaces, or the
    cluster whose seal it is."""

    role: SignatureRole
    name: str
    job_title: str
    stands_for: str
    user: User
    identity: SigningIdentity
    at: datetime


def sign_minutes(
    *, version: MinutesVersion, role: str, user: User, password: str, at: datetime | None = None
) -> Signature:
    """Raises ``SignatureRefused``, ``WrongPassword``, ``KeysUnavailable`` or ``FileDamaged``; then nothing has changed.

    The bytes are signed before the transaction, which keeps them only if they still continue the latest file: of two
    signatures at once, one counts.
    """
    signing = SignatureRole(role)
    plan = _check_turn(version, signing, user)
    check_password(user, password)
    mark = _mark_of(plan, signing, user, at or timezone.now())
    sealed = _sealed(version)
    with stored(_signed(version, sealed, mark, is_last=len(plan.awaited) == 1)) as name, transaction.atomic():
        lock_minutes(version.minutes)
        _check_turn(version, signing, user)
        if _sealed(version).pk != sealed.pk:
            raise SignatureRefused("Ce compte rendu vient d’être signé. Rechargez la page.")
        signature = keep_signature(version, Edition.MEMBERS, name, mark, count=sealed.signatures_count + 1)
        if signing_plan(version).is_complete:
            move(version.minutes, MinutesState.SIGNED, by=user, at=mark.at)
    return signature


def _check_turn(version: MinutesVersion, role: SignatureRole, user: User) -> SigningPlan:
    if replacing := version.replaced_by:
        raise SignatureRefused(f"Cette version est remplacée par la version {replacing.number}.")
    if version.minutes.state == MinutesState.SIGNED:
        raise SignatureRefused(ALREADY)
    plan = signing_plan(version)
    if not (plan.place(role) and can_sign_minutes(user, version.minutes, role)):
        raise SignatureRefused(f"Vous ne signez pas ce compte rendu en qualité de « {role.label} ».")
    if role not in plan.turns:
        raise SignatureRefused(_why_not_now(plan, role))
    return plan


def _why_not_now(plan: SigningPlan, role: SignatureRole) -> str:
    place = plan.place(role)
    if place and place.refusal:
        return "Cette signature a été refusée : la coordination doit d’abord y répondre."
    if plan.turns and not plan.any_order:
        return f"Le tour est à « {plan.turns[0].label} »."
    return ALREADY


def _mark_of(plan: SigningPlan, role: SignatureRole, user: User, at: datetime) -> Mark:
    if role == SignatureRole.SEAL:
        return seal_mark(plan.version.minutes.meeting.cluster, user, at)
    place = plan.place(role)
    holder = place.holder if place else None
    return Mark(
        role=role,
        name=holder.name if holder else user.display_name,
        job_title=holder.job_title if holder else "",
        stands_for=place.stands_for if place else "",
        user=user,
        identity=ensure_identity(user.person),  # type: ignore[arg-type]  # can_sign_minutes asks for a person
        at=at,
    )


def seal_mark(cluster: Cluster, user: User, at: datetime) -> Mark:
    return Mark(
        role=SignatureRole.SEAL,
        name=user.display_name,
        job_title=user.person.job_title if user.person else "",
        stands_for=body_name(cluster.kind, cluster.short_name),
        user=user,
        identity=ensure_identity(cluster),
        at=at,
    )


def _sealed(version: MinutesVersion) -> MinutesFile:
    sealed = latest_file(version)
    if sealed is None:
        raise SignatureRefused("Ce compte rendu n’est pas scellé.")
    return sealed


def _signed(version: MinutesVersion, sealed: MinutesFile, mark: Mark, *, is_last: bool) -> bytes:
    content = Content.from_json(version.content)
    place, is_first = content.meeting.place, sealed.signatures_count == 0
    reason = REASONS[mark.role].format(content.document_label)
    return sign_bytes(read_issued(sealed), mark, place=place, reason=reason, certify=is_first, is_last=is_last)


def sign_bytes(pdf: bytes, mark: Mark, *, place: str, reason: str, certify: bool, is_last: bool = True) -> bytes:
    """Raises ``SignatureRefused`` or ``KeysUnavailable``. Behind the last signature comes the long-term proof."""
    # pyHanko stays out of web workers until somebody signs.
    from minutes import sign  # noqa: PLC0415

    signing = partial(
        sign.sign_pdf,
        pdf,
        mark.role.value,
        signer_of(mark.identity),
        reason=reason,
        stamp_lines=_stamp_of(mark),
        signed_at=mark.at,
        certify=certify,
        location=place,
    )
    try:
        return sign_with_time(lambda server: signing(time_server=server), is_last=is_last)
    except sign.SignatureRefused as error:
        raise SignatureRefused(str(error)) from error
    except sign.SigningKeyUnavailable as error:
        raise KeysUnavailable(f"{error} Prévenez l’administrateur.") from error


def _stamp_of(mark: Mark) -> list[str]:
    from minutes.sign.stamp import seal_lines, stamp_lines  # noqa: PLC0415  as above

    at = timezone.localtime(mark.at)
    if mark.role == SignatureRole.SEAL:
        return seal_lines(of_the(mark.stands_for), mark.name, mark.job_title, at)
    return stamp_lines(mark.name, mark.job_title, at, stands_for=mark.stands_for)


def keep_signature(version: MinutesVersion, edition: Edition, name: str, mark: Mark, *, count: int) -> Signature:
    """Inside the caller's transaction, for bytes that are already stored under this name."""
    file = issue(version, name, kind=FileKind.SIGNED, at=mark.at, signatures_count=count, edition=edition)
    return Signature.objects.create(
        version=version,
        edition=edition,
        role=mark.role,
        signer=mark.user,
        signer_name=mark.name,
        job_title=mark.job_title,
        stands_for=mark.stands_for,
        signed_at=mark.at,
        fingerprint=mark.identity.fingerprint,
        file=file,
    )
