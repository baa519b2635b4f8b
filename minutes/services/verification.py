"""Is this file one of ours, as issued? Its SHA-256 must be known, and its signatures those that were made here."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from minutes.enums import FileKind, Proof
from minutes.models import MinutesFile, Signature, SigningIdentity
from minutes.selectors.verification import signatures_in
from minutes.services.files import digest
from minutes.verify import Verdict, read_authority, verify_bounded
from minutes.verify.verdict import BROKEN, CHANGED_AFTER, TOO_HEAVY, UNREADABLE, UNSIGNED

Examiner = Callable[..., Verdict]

TAMPERED = (BROKEN, CHANGED_AFTER)
NOT_A_FILE = (UNREADABLE, TOO_HEAVY)
FOREIGN_SIGNATURES = "Ses signatures électroniques n’ont pas été faites par ce serveur pour un fichier de ce contenu."


@dataclass(frozen=True)
class Finding:
    """`file` is the issued file whose bytes these are; without it, nothing may be said of any meeting."""

    proof: Proof
    sha256: str
    problems: tuple[str, ...] = ()
    file: MinutesFile | None = None

    @property
    def is_authentic(self) -> bool:
        return self.proof == Proof.AUTHENTIC


def verify_file(data: bytes, *, examine: Examiner = verify_bounded) -> Finding:
    """Bytes that were not issued here are never authentic, whatever their signatures are worth."""
    sha256 = digest(data)
    file = MinutesFile.objects.select_related("version__minutes").filter(sha256=sha256).first()
    if file is None:
        return _not_issued(data, sha256, examine)
    if file.kind == FileKind.SCAN:
        return Finding(Proof.SCAN, sha256, file=file)
    if file.kind == FileKind.RENDERED:
        return Finding(Proof.UNSIGNED, sha256, (UNSIGNED,), file)
    verdict = _verdict_on(data, file, examine)
    return Finding(Proof.AUTHENTIC if verdict.is_valid else Proof.INVALID, sha256, verdict.problems, file)


def _verdict_on(data: bytes, file: MinutesFile, examine: Examiner) -> Verdict:
    signatures = signatures_in(file)
    if not signatures:
        return Verdict(is_valid=False, problems=(UNSIGNED,))
    return examine(
        data,
        trust_roots=_trust_roots(),
        expected_fingerprints=[signature.fingerprint for signature in signatures],
        expected_sha256=file.sha256,
        moment=_moment_to_judge(signatures),
    )


def _moment_to_judge(signatures: list[Signature]) -> datetime | None:
    """Now; the moment of the last signature once a certificate has expired since: it was good then."""
    certificates = SigningIdentity.objects.filter(fingerprint__in=[one.fingerprint for one in signatures])
    has_expired = certificates.filter(valid_until__lt=timezone.now()).exists()
    return signatures[-1].signed_at if has_expired else None


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
    return Signature.objects.filter(fingerprint__in=[report.fingerprint for report in verdict.signatures]).exists()


def _trust_roots() -> list[bytes]:
    authority = read_authority(Path(settings.SIGNING_DIR))
    return [authority.pem] if authority else []
