"""How a file and its verdict travel to the child process and back: one line of JSON, then the bytes. Never pickle."""

import dataclasses
import datetime as dt
import json
from collections.abc import Sequence
from typing import Any

from minutes.verify.verdict import SignatureReport, Verdict

MOST_SIGNATURES = 20
LONGEST_TEXT = 200
"""A hostile file does not make the answer long."""


def pack_request(
    pdf: bytes,
    trust_roots: Sequence[bytes],
    expected_fingerprints: Sequence[str],
    expected_sha256: str,
    moment: dt.datetime | None,
) -> bytes:
    question = {
        "trust_roots": [pem.decode() for pem in trust_roots],
        "expected_fingerprints": list(expected_fingerprints),
        "expected_sha256": expected_sha256,
        "moment": moment.isoformat() if moment else None,
    }
    return json.dumps(question).encode() + b"\n" + pdf


def unpack_request(data: bytes) -> dict[str, Any]:
    """The arguments of `verify_pdf`."""
    head, _, pdf = data.partition(b"\n")
    question = json.loads(head)
    return question | {
        "pdf": pdf,
        "trust_roots": [pem.encode() for pem in question["trust_roots"]],
        "moment": _moment(question["moment"]),
    }


def pack_answer(verdict: Verdict) -> bytes:
    signatures = [_short(report) for report in verdict.signatures[:MOST_SIGNATURES]]
    return json.dumps([verdict.is_valid, verdict.problems, signatures]).encode()


def unpack_answer(data: bytes) -> Verdict:
    is_valid, problems, signatures = json.loads(data)
    reports = tuple(SignatureReport(**each | {"signed_at": _moment(each["signed_at"])}) for each in signatures)
    return Verdict(is_valid, tuple(problems), reports)


def _short(report: SignatureReport) -> dict[str, Any]:
    facts = {
        name: value[:LONGEST_TEXT] if isinstance(value, str) else value
        for name, value in dataclasses.asdict(report).items()
    }
    return facts | {"signed_at": report.signed_at.isoformat() if report.signed_at else None}


def _moment(text: str | None) -> dt.datetime | None:
    return dt.datetime.fromisoformat(text) if text else None
