"""Verification in a child process with bounds of time and memory: a stranger's file must not stop a web worker."""

import datetime as dt
import subprocess
from collections.abc import Sequence

from clusterhub.web.bounded import run_bounded
from minutes.verify.verdict import TOO_HEAVY, UNREADABLE, Verdict
from minutes.verify.wire import pack_request, unpack_answer

SECONDS = 10
"""A file of ours takes about one."""
MEGABYTES = 300


def verify_bounded(
    pdf: bytes,
    *,
    trust_roots: Sequence[bytes],
    expected_fingerprints: Sequence[str],
    expected_sha256: str = "",
    moments: Sequence[dt.datetime] = (),
    timestamp_roots: Sequence[bytes] = (),
    seconds: int = SECONDS,
    megabytes: int = MEGABYTES,
) -> Verdict:
    """`minutes.sign.verify_pdf` elsewhere. Never raises: what cannot be examined is not valid."""
    request = pack_request(pdf, trust_roots, expected_fingerprints, expected_sha256, moments, timestamp_roots)
    try:
        done = run_bounded("minutes.verify.child", request, seconds=seconds, megabytes=megabytes)
        return unpack_answer(done.stdout) if done.returncode == 0 else _refusal(done.returncode)
    except subprocess.TimeoutExpired:
        return Verdict(is_valid=False, problems=(TOO_HEAVY,))
    except (OSError, ValueError, TypeError, KeyError):
        return Verdict(is_valid=False, problems=(UNREADABLE,))


def _refusal(returncode: int) -> Verdict:
    """A negative code is the signal that ended the child: its bounds were reached."""
    return Verdict(is_valid=False, problems=(TOO_HEAVY if returncode < 0 else UNREADABLE,))
