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
from participants.models import Cluster, Person

KNOWN = "Ce certificat est déjà enregistré ici."


def import_own_key(
    *, owner: Person | Cluster, p12: bytes, password: str, at: datetime | None = None
) -> SigningIdentity:
    """In place of the certificate in force. Kept closed by the house's passphrase, not by the one given.

    Raises ``KeyRefused`` or ``KeysUnavailable``.
    """
    from minutes.sign import errors, import_identity  # noqa: PLC0415  pyHanko stays out of web workers until then

    try:
        imported = import_identity(p12, password, passphrase=passphrase(), at=at or timezone.now())
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
