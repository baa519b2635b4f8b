"""Certificates from elsewhere: a PKCS#12 file that a person brings, or a key that stays in a token."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError
from django.utils import timezone

from minutes.enums import KeySource
from minutes.errors import KeyRefused, KeysUnavailable
from minutes.models import SigningIdentity
from minutes.services.authority import passphrase
from minutes.services.identities import configured_token, keep_identity, keep_row
from participants.models import Cluster, Person, User
from participants.services.passwords import check_password

KNOWN = "Ce certificat est déjà enregistré ici."


def import_my_key(*, user: User, p12: bytes, opened_by: str, password: str) -> SigningIdentity:
    """One's own, with the password of one's account. Raises ``WrongPassword`` besides."""
    check_password(user, password)
    return import_own_key(owner=user.person, p12=p12, opened_by=opened_by)  # type: ignore[arg-type]  # can_have_key


def import_own_key(
    *, owner: Person | Cluster, p12: bytes, opened_by: str, at: datetime | None = None
) -> SigningIdentity:
    """In place of the certificate in force. Kept closed by the house's passphrase, not by the one that opens it.

    Raises ``KeyRefused`` or ``KeysUnavailable``.
    """
    from minutes.sign import errors, import_identity  # noqa: PLC0415  pyHanko stays out of web workers until then

    try:
        imported = import_identity(p12, opened_by, passphrase=passphrase(), at=at or timezone.now())
    except errors.KeyRefused as error:
        raise KeyRefused(str(error)) from error
    if SigningIdentity.objects.filter(fingerprint=imported.fingerprint).exists():
        raise KeyRefused(KNOWN)
    try:
        return keep_identity(owner, imported, source=KeySource.OWN)
    except IntegrityError as error:
        raise KeyRefused(KNOWN) from error


def register_token_key(*, owner: Person | Cluster, label: str, at: datetime | None = None) -> SigningIdentity:
    """The key that the configured token holds under this label; only its certificate is kept here.

    Raises ``KeyRefused`` or ``KeysUnavailable``.
    """
    from minutes.sign import errors  # noqa: PLC0415  pyHanko stays out of web workers until then
    from minutes.sign.imports import public_facts  # noqa: PLC0415
    from minutes.sign.tokens import read_certificate  # noqa: PLC0415

    try:
        facts = public_facts(read_certificate(configured_token(), label), at=at or timezone.now())
    except errors.KeyRefused as error:
        raise KeyRefused(str(error)) from error
    except errors.SigningKeyUnavailable as error:
        raise KeysUnavailable(str(error)) from error
    try:
        return keep_row(owner, source=KeySource.TOKEN, key_file=label, **facts)
    except IntegrityError as error:
        raise KeyRefused(KNOWN) from error
