"""The verdict on a PDF that claims to be ours: the expected signatures and no other, and nothing changed around them.

`pdfsig` calls a file valid after a page was replaced by an incremental update, so each later revision is compared with
the signed one: it may add the expected signatures and time stamps, nothing else. Whatever cannot be read is not valid.
"""

import datetime as dt
import hashlib
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from asn1crypto.x509 import Certificate
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.validation import SignatureCoverageLevel, validate_pdf_signature, validate_pdf_timestamp
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.status import DocumentTimestampStatus, PdfSignatureStatus, TimestampSignatureStatus
from pyhanko_certvalidator import ValidationContext

from minutes.sign.timestamps import certificates
from minutes.verify.verdict import (
    BROKEN,
    CHANGED_AFTER,
    NOT_AS_ISSUED,
    UNREADABLE,
    UNSIGNED,
    WRONG_NUMBER,
    WRONG_SIGNER,
    SignatureReport,
    Verdict,
)

TIME_STAMP = "/DocTimeStamp"

Status = PdfSignatureStatus | DocumentTimestampStatus


@dataclass(frozen=True, slots=True)
class Trust:
    signers: Sequence[Certificate]
    time_servers: Sequence[Certificate]

    def of_signer(self, moment: dt.datetime | None) -> ValidationContext:
        return ValidationContext(trust_roots=self.signers, allow_fetching=False, moment=moment)

    def of_time_server(self, moment: dt.datetime | None) -> ValidationContext:
        return ValidationContext(trust_roots=self.time_servers, allow_fetching=False, moment=moment)


def verify_pdf(
    pdf: bytes,
    *,
    trust_roots: Sequence[bytes],
    expected_fingerprints: Sequence[str],
    expected_sha256: str = "",
    moments: Sequence[dt.datetime] = (),
    timestamp_roots: Sequence[bytes] = (),
) -> Verdict:
    """Certificates in PEM. Fingerprints and `moments` in the order of signing: a certificate that has expired since is
    judged as of the moment when it signed."""
    try:
        trust = Trust(certificates(trust_roots), certificates(timestamp_roots))
        return _examine(pdf, trust, list(expected_fingerprints), expected_sha256, moments)
    except Exception:  # noqa: BLE001 a hostile file can raise anything, and none of it is a valid document
        return Verdict(is_valid=False, problems=(UNREADABLE,))


def _examine(pdf: bytes, trust: Trust, expected: list[str], sha256: str, moments: Sequence[dt.datetime]) -> Verdict:
    embedded = PdfFileReader(io.BytesIO(pdf), strict=True).embedded_signatures
    signatures = [one for one in embedded if not _is_time_stamp(one)]
    if not signatures:
        return Verdict(is_valid=False, problems=(UNSIGNED,))
    by_signature = dict(zip_longest(signatures, moments[: len(signatures)]))
    statuses = {one: _validate(one, trust, by_signature.get(one)) for one in embedded}
    problems = [*_problems_of_file(pdf, signatures, expected, sha256), *_problems_of(list(statuses.values()))]
    reports = tuple(_report(one, statuses[one]) for one in signatures)
    return Verdict(is_valid=not problems, problems=tuple(dict.fromkeys(problems)), signatures=reports)


def _is_time_stamp(signature: EmbeddedPdfSignature) -> bool:
    return bool(signature.sig_object_type == TIME_STAMP)


def _validate(signature: EmbeddedPdfSignature, trust: Trust, moment: dt.datetime | None) -> Status:
    """A time server's certificate that has expired since is judged as of its stamp."""
    status = _validate_at(signature, trust, moment, None)
    stamp = _stamp_in(status)
    return status if stamp is None or stamp.trusted else _validate_at(signature, trust, moment, stamp.timestamp)


def _validate_at(
    signature: EmbeddedPdfSignature, trust: Trust, signed_at: dt.datetime | None, stamped_at: dt.datetime | None
) -> Status:
    of_time_server = trust.of_time_server(stamped_at)
    if _is_time_stamp(signature):
        return validate_pdf_timestamp(signature, of_time_server)
    of_signer = trust.of_signer(signed_at if _has_expired(signature.signer_cert) else None)
    return validate_pdf_signature(signature, of_signer, of_time_server)


def _stamp_in(status: Status) -> TimestampSignatureStatus | None:
    return status if isinstance(status, DocumentTimestampStatus) else status.timestamp_validity


def _has_expired(certificate: Certificate) -> bool:
    return bool(certificate.not_valid_after < dt.datetime.now(dt.UTC))


def _problems_of_file(
    pdf: bytes, signatures: list[EmbeddedPdfSignature], expected: list[str], sha256: str
) -> Iterator[str]:
    if sha256 and hashlib.sha256(pdf).hexdigest() != sha256:
        yield NOT_AS_ISSUED
    if len(signatures) != len(expected):
        yield WRONG_NUMBER
    elif [_fingerprint(signature) for signature in signatures] != expected:
        yield WRONG_SIGNER


def _problems_of(statuses: list[Status]) -> Iterator[str]:
    *_, last = statuses
    for status in statuses:
        covers = SignatureCoverageLevel.ENTIRE_FILE if status is last else SignatureCoverageLevel.ENTIRE_REVISION
        if not _holds(status):
            yield BROKEN
        if status.coverage != covers or not _only_fields_filled(status):
            yield CHANGED_AFTER


def _holds(status: Status) -> bool:
    if isinstance(status, DocumentTimestampStatus):
        return bool(status.intact and status.valid and status.trusted and status.docmdp_ok is not False)
    return bool(status.bottom_line)


def _only_fields_filled(status: Status) -> bool:
    level = status.modification_level
    return level is not None and level <= ModificationLevel.FORM_FILLING


def _report(signature: EmbeddedPdfSignature, status: Status) -> SignatureReport:
    stamp = _stamp_in(status)
    return SignatureReport(
        field=signature.field_name,
        signer_name=signature.signer_cert.subject.native.get("common_name", ""),
        fingerprint=_fingerprint(signature),
        signed_at=signature.self_reported_timestamp,
        reason=str(signature.sig_object.get("/Reason", "")),
        is_valid=_holds(status),
        stamped_at=stamp.timestamp if stamp else None,
    )


def _fingerprint(signature: EmbeddedPdfSignature) -> str:
    return hashlib.sha256(signature.signer_cert.dump()).hexdigest()
