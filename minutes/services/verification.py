"""Is this file one of ours, as issued? Its SHA-256 must be known, and its signatures those that were made here."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from minutes.enums import FileKind, KeySource, Proof
from minutes.models import MinutesFile, SealedSheet, Signature, SigningIdentity
from minutes.selectors.verification import revocation_lines, signatures_in
from minutes.services.authority import signing_folder
from minutes.services.files import digest
from minutes.verify import Verdict, verify_bounded
from minutes.verify.authority import read_authorities, read_timestamp_roots
from minutes.verify.verdict import BROKEN, CHANGED_AFTER, TOO_HEAVY, UNREADABLE, UNSIGNED

Examiner = Callable[..., Verdict]
Made = Signature | SealedSheet
"""What tells of a signature made here: with which certificate, when."""

TAMPERED = (BROKEN, CHANGED_AFTER)
NOT_A_FILE = (UNREADABLE, TOO_HEAVY)
FOREIGN_SIGNATURES = "Ses signatures électroniques n’ont pas été faites par ce serveur pour un fichier de ce contenu."


@dataclass(frozen=True)
class Finding:
    """`file` or `sheet`: what was issued and has these bytes; without it, nothing may be said of any meeting."""

    proof: Proof
    sha256: str
    problems: tuple[str, ...] = ()
    file: MinutesFile | None = None
    sheet: SealedSheet | None = None
    is_stamped: bool = False
    """A time stamp server says when each signature was made."""

    @property
    def is_authentic(self) -> bool:
        return self.proof == Proof.AUTHENTIC


def verify_file(data: bytes, *, examine: Examiner = verify_bounded) -> Finding:
    """Bytes that were not issued here are never authentic, whatever their signatures are worth."""
    sha256 = digest(data)
    file = MinutesFile.objects.select_related("version__minutes").filter(sha256=sha256).first()
    sheet = None if file else SealedSheet.objects.filter(sha256=sha256).first()
    if sheet:
        return _judged(data, sha256, [sheet], examine, sheet=sheet)
    if file is None:
        return _not_issued(data, sha256, examine)
    if file.kind == FileKind.SCAN:
        return Finding(Proof.SCAN, sha256, file=file)
    if file.kind == FileKind.RENDERED:
        return Finding(Proof.UNSIGNED, sha256, (UNSIGNED,), file)
    return _judged(data, sha256, signatures_in(file), examine, file=file)


def _judged(data: bytes, sha256: str, signatures: Sequence[Made], examine: Examiner, **issued: Any) -> Finding:
    verdict = _verdict_on(data, sha256, signatures, examine)
    problems = (*verdict.problems, *_made_after_revocation(signatures))
    proof = Proof.INVALID if problems or not verdict.is_valid else Proof.AUTHENTIC
    is_stamped = bool(verdict.signatures) and all(report.stamped_at for report in verdict.signatures)
    return Finding(proof, sha256, problems, is_stamped=is_stamped, **issued)


def _verdict_on(data: bytes, sha256: str, signatures: Sequence[Made], examine: Examiner) -> Verdict:
    if not signatures:
        return Verdict(is_valid=False, problems=(UNSIGNED,))
    fingerprints = [signature.fingerprint for signature in signatures]
    return examine(
        data,
        trust_roots=[*_trust_roots(), *_certificates_from_elsewhere(fingerprints)],
        expected_fingerprints=fingerprints,
        expected_sha256=sha256,
        moments=[signature.signed_at for signature in signatures],
        timestamp_roots=read_timestamp_roots(signing_folder()),
    )


def _not_issued(data: bytes, sha256: str, examine: Examiner) -> Finding:
    """Non valide where it cannot be read, or bears a signature of ours over something else; otherwise unknown."""
    verdict = examine(data, trust_roots=_trust_roots(), expected_fingerprints=[])
    problems = tuple(problem for problem in verdict.problems if problem in (*NOT_A_FILE, UNSIGNED))
    if not verdict.signatures:
        return Finding(Proof.INVALID if set(problems) & set(NOT_A_FILE) else Proof.UNKNOWN, sha256, problems)
    tampered = tuple(problem for problem in verdict.problems if problem in TAMPERED)
    if tampered and _bears_one_of_ours(verdict):
        return Finding(Proof.INVALID, sha256, tampered)
    return Finding(Proof.UNKNOWN, sha256, (FOREIGN_SIGNATURES,))


def _bears_one_of_ours(verdict: Verdict) -> bool:
    fingerprints = [report.fingerprint for report in verdict.signatures]
    signed = (model.objects.filter(fingerprint__in=fingerprints) for model in (Signature, SealedSheet))
    return any(found.exists() for found in signed)


def _made_after_revocation(signatures: Sequence[Made]) -> list[str]:
    return [line.text for line in revocation_lines(signatures) if not line.is_earlier]


def _trust_roots() -> list[bytes]:
    """The authority in force and those before it."""
    return [authority.pem for authority in read_authorities(signing_folder())]


def _certificates_from_elsewhere(fingerprints: list[str]) -> list[bytes]:
    """The house vouched for an imported certificate when it took it in: each is believed for itself."""
    imported = SigningIdentity.objects.filter(fingerprint__in=fingerprints).exclude(source=KeySource.HOUSE)
    return [certificate.encode() for certificate in imported.values_list("certificate", flat=True)]
