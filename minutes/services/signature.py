"""Signing the sealed document: the rapporteur, then the chair, each with the password of the account given again."""

from __future__ import annotations

from datetime import datetime

from django.core.cache import cache
from django.db import transaction
from django.utils import timezone

from minutes.content import Content
from minutes.enums import FileKind, MinutesState, SignatureRole
from minutes.errors import SignatureRefused
from minutes.models import MinutesFile, MinutesVersion, Signature, SigningIdentity
from minutes.rules import can_sign_minutes, signing_role
from minutes.selectors.record import latest_file, next_signature
from minutes.services.files import read_issued, stored
from minutes.services.identities import ensure_identity, signer_of
from minutes.services.record import issue, lock_minutes, move
from participants.models import User

REASONS = {
    SignatureRole.RAPPORTEUR: "Compte rendu établi par le rapporteur",
    SignatureRole.CHAIR: "Compte rendu approuvé par la présidence de séance",
}
ALREADY = "Ce compte rendu est déjà signé."
TRIES = 5
PAUSE = 15 * 60
"""Seconds during which nobody signs for this account after so many wrong passwords."""


def sign_minutes(
    *, version: MinutesVersion, role: str, user: User, password: str, at: datetime | None = None
) -> Signature:
    """Raises ``SignatureRefused``, ``KeysUnavailable`` or ``FileDamaged``; then nothing has changed.

    The bytes are signed before the transaction, which keeps them only if they still continue the latest file: of two
    signatures at once, one counts.
    """
    at = at or timezone.now()
    signing = SignatureRole(role)
    _check_turn(version, signing, user)
    check_password(user, password)
    identity = ensure_identity(user.person)  # type: ignore[arg-type]  # can_sign_minutes asks for a person
    sealed = _sealed(version)
    with stored(_signed(version, sealed, signing, identity, at)) as name, transaction.atomic():
        lock_minutes(version.minutes)
        _check_turn(version, signing, user)
        if _sealed(version).pk != sealed.pk:
            raise SignatureRefused("Ce compte rendu vient d’être signé. Rechargez la page.")
        signature = _keep(version, name, signing, user, identity, count=sealed.signatures_count + 1, at=at)
        if not next_signature(version):
            move(version.minutes, MinutesState.SIGNED, by=user, at=at)
    return signature


def _check_turn(version: MinutesVersion, role: SignatureRole, user: User) -> None:
    if replacing := version.replaced_by:
        raise SignatureRefused(f"Cette version est remplacée par la version {replacing.number}.")
    if version.minutes.state == MinutesState.SIGNED:
        raise SignatureRefused(ALREADY)
    if not can_sign_minutes(user, version.minutes, role):
        raise SignatureRefused(f"Vous ne signez pas ce compte rendu en qualité de « {role.label} ».")
    turn = next_signature(version)
    if turn != role:
        raise SignatureRefused(f"Le tour est à « {SignatureRole(turn).label} »." if turn else ALREADY)


def check_password(user: User, password: str) -> None:
    """Raises ``SignatureRefused``; after ``TRIES`` wrong ones, refuses without looking for a while."""
    key = f"signature-tries-{user.pk}"
    cache.add(key, 0, PAUSE)
    if cache.get(key, 0) >= TRIES:
        raise SignatureRefused("Trop de mots de passe erronés : réessayez dans un quart d’heure.")
    if not user.check_password(password):
        cache.incr(key)
        raise SignatureRefused("Ce mot de passe n’est pas celui de votre compte.")
    cache.delete(key)


def _sealed(version: MinutesVersion) -> MinutesFile:
    sealed = latest_file(version)
    if sealed is None:
        raise SignatureRefused("Ce compte rendu n’est pas scellé.")
    return sealed


def _signed(
    version: MinutesVersion, sealed: MinutesFile, role: SignatureRole, identity: SigningIdentity, at: datetime
) -> bytes:
    # pyHanko stays out of web workers until somebody signs.
    from minutes import sign  # noqa: PLC0415
    from minutes.sign.stamp import stamp_lines  # noqa: PLC0415

    content = Content.from_json(version.content)
    line = next(each for each in content.signatures_expected if each.role == role)
    try:
        return sign.sign_pdf(
            read_issued(sealed),
            role.value,
            signer_of(identity),
            reason=REASONS[role],
            stamp_lines=stamp_lines(line.name, line.job_title, timezone.localtime(at)),
            signed_at=at,
            certify=sealed.signatures_count == 0,
            location=content.meeting.place,
        )
    except sign.SignatureRefused as error:
        raise SignatureRefused(str(error)) from error


def _keep(
    version: MinutesVersion,
    name: str,
    role: SignatureRole,
    user: User,
    identity: SigningIdentity,
    *,
    count: int,
    at: datetime,
) -> Signature:
    holder = signing_role(version.minutes.meeting, role)
    return Signature.objects.create(
        version=version,
        role=role,
        signer=user,
        signer_name=holder.name if holder else user.display_name,
        job_title=holder.job_title if holder else "",
        signed_at=at,
        fingerprint=identity.fingerprint,
        file=issue(version, name, kind=FileKind.SIGNED, at=at, signatures_count=count),
    )
