"""The list of revoked certificates that an authority signs: PDF readers fetch it where the certificate says."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization

from minutes.sign.authority import Authority

VALID_FOR = dt.timedelta(days=30)
RENEWED_BEFORE = dt.timedelta(days=15)
"""A server that is down for two weeks still has a list in force."""


@dataclass(frozen=True, slots=True)
class RevokedCertificate:
    """`reason` is a word of RFC 5280 section 5.3.1; `invalid_since`, when the key was lost, may be earlier."""

    serial_number: int
    revoked_at: dt.datetime
    reason: str = "unspecified"
    invalid_since: dt.datetime | None = None


def issue_crl(authority: Authority, revoked: Iterable[RevokedCertificate], *, at: dt.datetime) -> bytes:
    """In DER. The number only ever grows: it is the moment."""
    builder = (
        x509.CertificateRevocationListBuilder()
        .issuer_name(authority.certificate.subject)
        .last_update(at)
        .next_update(at + VALID_FOR)
        .add_extension(x509.CRLNumber(int(at.timestamp() * 1000)), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(authority.key.public_key()), critical=False)
    )
    for one in revoked:
        builder = builder.add_revoked_certificate(_entry(one))
    return builder.sign(authority.key, hashes.SHA256()).public_bytes(serialization.Encoding.DER)


def _entry(one: RevokedCertificate) -> x509.RevokedCertificate:
    builder = x509.RevokedCertificateBuilder().serial_number(one.serial_number).revocation_date(one.revoked_at)
    if one.reason != "unspecified":
        builder = builder.add_extension(x509.CRLReason(x509.ReasonFlags[one.reason]), critical=False)
    if one.invalid_since:
        since = one.invalid_since.astimezone(dt.UTC).replace(tzinfo=None)
        builder = builder.add_extension(x509.InvalidityDate(since), critical=False)
    return builder.build()


def is_due(crl: bytes, *, at: dt.datetime) -> bool:
    """Also when it cannot be read."""
    try:
        until = x509.load_der_x509_crl(crl).next_update_utc
    except ValueError:
        return True
    return until is None or until - at < RENEWED_BEFORE


def is_issued_by(certificate: x509.Certificate, authority: x509.Certificate) -> bool:
    try:
        certificate.verify_directly_issued_by(authority)
    except (ValueError, TypeError, InvalidSignature):
        return False
    return True
