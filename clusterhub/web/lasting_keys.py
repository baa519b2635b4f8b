"""Keys of addresses that are shown again: each follows from a record's identifier and the installation's secret.

Nothing that is stored opens them. An earlier secret (``SECRET_KEY_FALLBACKS``) still does: such addresses outlive its
renewal.
"""

from __future__ import annotations

import base64
from uuid import UUID

from django.conf import settings
from django.utils.crypto import constant_time_compare, salted_hmac

LENGTH = 32
"""Bytes, all that the digest has."""


def lasting_key(salt: str, number: UUID, *, length: int = LENGTH) -> str:
    """``length``: bytes that are kept, each four thirds of a letter."""
    return _key(salt, number, settings.SECRET_KEY, length)


def is_lasting_key(key: str, salt: str, number: UUID, *, length: int = LENGTH) -> bool:
    secrets = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    return any(constant_time_compare(_key(salt, number, secret, length), key) for secret in secrets)


def _key(salt: str, number: UUID, secret: str | bytes, length: int) -> str:
    digest = salted_hmac(salt, number.hex, secret=secret, algorithm="sha256").digest()
    return base64.urlsafe_b64encode(digest[:length]).decode().rstrip("=")
