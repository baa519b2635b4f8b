"""The verdict on a PDF that claims to be ours: the expected signatures and no other, and nothing changed around them.

`pdfsig` calls a file valid after a page was replaced by an incremental update, so each later revision is compared with
the signed one: it may add the expected signatures and nothing else. Whatever cannot be read is not valid.
"""

import datetime as dt
import hashlib
import io
from collections.abc import Iterator, Sequence

from pyhanko.keys import load_certs_from_pemder_data
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.validation import SignatureCoverageLevel, validate_pdf_signature
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.status import PdfSignatureStatus
from pyhanko_certvalidator import ValidationContext

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


def verify_pdf(
    pdf: bytes,
    *,
    trust_roots: Sequence[bytes],
    expected_fingerprints: Sequence[str],
    expected_sha256: str = "",
    moment: dt.datetime | None = None,
) -> Verdict:
    """Certificates in PEM; fingerprints in the order of signing; `moment` for an authority that has since expired."""
    try:
        return _examine(pdf, list(trust_roots), list(expected_fingerprints), expected_sha256, moment)
    except Exception:  # noqa: BLE001 a hostile file can raise anything, and none of it is a valid document
        return Verdict(is_valid=False, problems=(UNREADABLE,))


def _examine(
    pdf: bytes, trust_roots: list[bytes], expected: list[str], sha256: str, moment: dt.datetime | None
) -> Verdict:
    signatures = PdfFileReader(io.BytesIO(pdf), strict=True).embedded_signatures
    if not signatures:
        return Verdict(is_valid=False, problems=(UNSIGNED,))
    statuses = [_validate(signature, trust_roots, moment) for signature in signatures]
    problems = [*_problems_of_file(pdf, signatures, expected, sha256), *_problems_of_signatures(statuses)]
    reports = tuple(_report(*pair) for pair in zip(signatures, statuses, strict=True))
    return Verdict(is_valid=not problems, problems=tuple(dict.fromkeys(problems)), signatures=reports)


def _validate(
    signature: EmbeddedPdfSignature, trust_roots: list[bytes], moment: dt.datetime | None
) -> PdfSignatureStatus:
    roots = [certificate for pem in trust_roots for certificate in load_certs_from_pemder_data(pem)]
    context = ValidationContext(trust_roots=roots, allow_fetching=False, moment=moment)
    return validate_pdf_signature(signature, signer_validation_context=context)


def _problems_of_file(
    pdf: bytes, signatures: list[EmbeddedPdfSignature], expected: list[str], sha256: str
) -> Iterator[str]:
    if sha256 and hashlib.sha256(pdf).hexdigest() != sha256:
        yield NOT_AS_ISSUED
    if len(signatures) != len(expected):
        yield WRONG_NUMBER
    elif [_fingerprint(signature) for signature in signatures] != expected:
        yield WRONG_SIGNER


def _problems_of_signatures(statuses: list[PdfSignatureStatus]) -> Iterator[str]:
    *_, last = statuses
    for status in statuses:
        covers = SignatureCoverageLevel.ENTIRE_FILE if status is last else SignatureCoverageLevel.ENTIRE_REVISION
        if not status.bottom_line:
            yield BROKEN
        if status.coverage != covers or not _only_fields_filled(status):
            yield CHANGED_AFTER


def _only_fields_filled(status: PdfSignatureStatus) -> bool:
    level = status.modification_level
    return level is not None and level <= ModificationLevel.FORM_FILLING


def _report(signature: EmbeddedPdfSignature, status: PdfSignatureStatus) -> SignatureReport:
    certificate = signature.signer_cert
    return SignatureReport(
        field=signature.field_name,
        signer_name=certificate.subject.native.get("common_name", ""),
        fingerprint=_fingerprint(signature),
        signed_at=signature.self_reported_timestamp,
        reason=str(signature.sig_object.get("/Reason", "")),
        is_valid=bool(status.bottom_line),
    )


def _fingerprint(signature: EmbeddedPdfSignature) -> str:
    return hashlib.sha256(signature.signer_cert.dump()).hexdigest()
