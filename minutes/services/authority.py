"""The internal authority on this server: made once, renewed by command, and its lists of what is revoked.

``minutes.sign`` is imported where it is used: pyHanko costs 50 MB, which web workers bear only once somebody signs.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from cryptography import x509
from django.conf import settings

from minutes.enums import KeySource
from minutes.errors import KeysUnavailable
from minutes.models import SigningIdentity
from minutes.verify.authority import AuthorityCertificate

if TYPE_CHECKING:
    from minutes.sign import Authority
    from minutes.sign.revocation import RevokedCertificate

MISSING = "Il n’y a pas encore d’autorité interne : lancez « manage.py signing init »."


def signing_folder() -> Path:
    return Path(settings.SIGNING_DIR)


def passphrase() -> str:
    """From the settings, else from the file that ``signing init`` made beside the keys."""
    if settings.SIGNING_PASSPHRASE:
        return str(settings.SIGNING_PASSPHRASE)
    try:
        return _passphrase_path().read_text().strip()
    except OSError as error:
        raise KeysUnavailable("La phrase secrète de signature manque : lancez « manage.py signing init ».") from error


def _passphrase_path() -> Path:
    return signing_folder() / "passphrase"


def ensure_authority() -> Authority:
    """The authority with its key; made, with a passphrase, where there is none. Raises ``KeysUnavailable``."""
    from minutes.sign import create_authority  # noqa: PLC0415
    from minutes.sign.authority import has_authority  # noqa: PLC0415
    from minutes.sign.files import write_private  # noqa: PLC0415

    if has_authority(signing_folder()):
        return open_authority()
    if not settings.SIGNING_PASSPHRASE and not _passphrase_path().exists():
        write_private(_passphrase_path(), secrets.token_urlsafe(32).encode())
    return create_authority(signing_folder(), passphrase())


def open_authority() -> Authority:
    """The one in force. Raises ``KeysUnavailable``."""
    return open_authorities()[0]


def open_authorities() -> list[Authority]:
    """The one in force, then those before it. Raises ``KeysUnavailable``."""
    from minutes.sign import SigningKeyUnavailable  # noqa: PLC0415
    from minutes.sign.authority import has_authority, load_authorities  # noqa: PLC0415

    if not has_authority(signing_folder()):
        raise KeysUnavailable(MISSING)
    try:
        return load_authorities(signing_folder(), passphrase())
    except SigningKeyUnavailable as error:
        raise KeysUnavailable(
            f"{error} Vérifiez SIGNING_DIR et SIGNING_PASSPHRASE : ils doivent être ceux de la création."
        ) from error


def renew_authority(*, at: datetime) -> Authority:
    """The old one stays: what was signed under it is still checked, and its list of revoked certificates goes on."""
    from minutes.sign.authority import renew_authority as renew  # noqa: PLC0415

    open_authorities()
    return renew(signing_folder(), passphrase(), on=at.date())


# --- Revoked certificates ---------------------------------------------------------------------------------------------


def crl_url(authority: Authority) -> str:
    """Where the list will be for the certificate's whole life."""
    return f"{settings.BASE_URL}/verifier/autorites/{AuthorityCertificate(authority.pem).code}.crl"


def read_crl(authority: AuthorityCertificate) -> bytes | None:
    try:
        return (signing_folder() / authority.crl_file).read_bytes()
    except OSError:
        return None


def publish_crls(*, at: datetime, only_due: bool = False) -> int:
    """One list per authority, signed anew; says how many. ``only_due``: those that would soon expire.

    Raises ``KeysUnavailable``.
    """
    from minutes.sign.files import replace_private  # noqa: PLC0415
    from minutes.sign.revocation import is_due, issue_crl  # noqa: PLC0415

    published = 0
    for authority in open_authorities():
        certificate = AuthorityCertificate(authority.pem)
        if only_due and not is_due(read_crl(certificate) or b"", at=at):
            continue
        crl = issue_crl(authority, _revoked_under(authority), at=at)
        replace_private(signing_folder() / certificate.crl_file, crl)
        published += 1
    return published


def _revoked_under(authority: Authority) -> Iterable[RevokedCertificate]:
    from minutes.sign.revocation import RevokedCertificate, is_issued_by  # noqa: PLC0415

    for identity in SigningIdentity.objects.revoked().filter(source=KeySource.HOUSE).order_by("pk"):
        certificate = x509.load_pem_x509_certificate(identity.certificate.encode())
        if identity.revoked_at and is_issued_by(certificate, authority.certificate):
            yield RevokedCertificate(
                certificate.serial_number,
                identity.revoked_at,
                identity.revocation_reason or "unspecified",
                identity.compromised_since,
            )
