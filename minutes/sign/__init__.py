"""Electronic signature of a PDF by an internal authority, and its verification. The first stamp loads WeasyPrint."""

from minutes.sign.authority import Authority, create_authority, load_authority, load_trust_root
from minutes.sign.errors import KeyRefused, SignatureRefused, SigningKeyUnavailable, TimestampUnavailable
from minutes.sign.identity import Identity, issue_identity
from minutes.sign.imports import import_identity
from minutes.sign.signature import sign_pdf
from minutes.sign.signers import load_signer
from minutes.sign.verification import verify_pdf
from minutes.verify.verdict import SignatureReport, Verdict

__all__ = [
    "Authority",
    "Identity",
    "KeyRefused",
    "SignatureRefused",
    "SignatureReport",
    "SigningKeyUnavailable",
    "TimestampUnavailable",
    "Verdict",
    "create_authority",
    "import_identity",
    "issue_identity",
    "load_authority",
    "load_signer",
    "load_trust_root",
    "sign_pdf",
    "verify_pdf",
]
