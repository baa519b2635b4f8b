"""Time stamps and long-term proof around a signature, where the settings name a time stamp server."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils import timezone

from minutes.enums import KeySource
from minutes.errors import SignatureRefused
from minutes.models import SigningIdentity
from minutes.services.authority import publish_crls, read_crl, signing_folder
from minutes.verify.authority import read_authorities

if TYPE_CHECKING:
    from minutes.sign import TimestampUnavailable
    from minutes.sign.timestamps import TimeServer

logger = logging.getLogger(__name__)

Sign = Callable[["TimeServer | None"], bytes]


def sign_with_time(sign: Sign, *, is_last: bool) -> bytes:
    """Raises ``SignatureRefused`` when a required stamp is not to be had; else the signature stands without it."""
    server = time_server()
    if server is None:
        return sign(None)
    return _prove(_stamped(sign, server), server) if is_last and settings.LONG_TERM else _stamped(sign, server)


def time_server() -> TimeServer | None:
    """The configured one. The certificates it is trusted through are kept beside the keys: checks outlive settings."""
    from minutes.sign.timestamps import TimeServer  # noqa: PLC0415  pyHanko stays out of web workers until then

    if not settings.TIMESTAMP_URL:
        return None
    trusted = Path(settings.TIMESTAMP_TRUST).read_bytes()
    _keep_for_later_checks(trusted)
    return TimeServer(settings.TIMESTAMP_URL, (trusted,))


def _keep_for_later_checks(trusted: bytes) -> None:
    from minutes.sign.files import replace_private  # noqa: PLC0415

    kept = signing_folder() / f"timestamp-{hashlib.sha256(trusted).hexdigest()[:16]}.pem"
    if not kept.exists():
        replace_private(kept, trusted)


def _stamped(sign: Sign, server: TimeServer) -> bytes:
    from minutes.sign import TimestampUnavailable  # noqa: PLC0415

    try:
        return sign(server)
    except TimestampUnavailable as error:
        _check_may_do_without(error)
        return sign(None)


def _prove(signed: bytes, server: TimeServer) -> bytes:
    from minutes.sign import TimestampUnavailable  # noqa: PLC0415
    from minutes.sign.timestamps import extend_pdf  # noqa: PLC0415

    publish_crls(at=timezone.now(), only_due=True)
    authorities = read_authorities(signing_folder())
    imported = SigningIdentity.objects.exclude(source=KeySource.HOUSE).values_list("certificate", flat=True)
    roots = [*(one.pem for one in authorities), *(certificate.encode() for certificate in imported)]
    try:
        return extend_pdf(signed, server, trust_roots=roots, crls=[crl for crl in map(read_crl, authorities) if crl])
    except TimestampUnavailable as error:
        _check_may_do_without(error)
        return signed


def _check_may_do_without(error: TimestampUnavailable) -> None:
    if settings.TIMESTAMP_REQUIRED:
        raise SignatureRefused(f"{error} Rien n’est signé : réessayez dans quelques minutes.") from error
    logger.warning("Signature sans horodatage : %s", error)
