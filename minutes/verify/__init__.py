"""Is this file one of ours, untouched? What is read of a stranger's file is read in a child process, never here."""

from minutes.verify.authority import AuthorityCertificate, read_authority
from minutes.verify.bounded import verify_bounded
from minutes.verify.verdict import SignatureReport, Verdict

__all__ = ["AuthorityCertificate", "SignatureReport", "Verdict", "read_authority", "verify_bounded"]
