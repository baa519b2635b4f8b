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
MOMENTS = ("signed_at", "stamped_at")


def pack_request(
    pdf: bytes,
    trust_roots: Sequence[bytes],
    expected_fingerprints: Sequence[str],
    expected_sha256: str,
    moments: Sequence[dt.datetime],
    timestamp_roots: Sequence[bytes],
) -> bytes:
    question = {
        "trust_roots": [pem.decode() for pem in trust_roots],
        "expected_fingerprints": list(expected_fingerprints),
        "expected_sha256": expected_sha256,
        "moments": [moment.isoformat() for moment in moments],
        "timestamp_roots": [pem.decode() for pem in timestamp_roots],
    }
    return json.dumps(question).encode() + b"\n" + pdf


def unpack_request(data: bytes) -> dict[str, Any]:
    """The arguments of `verify_pdf`."""
    head, _, pdf = data.partition(b"\n")
    question = json.loads(head)
    return question | {
        "pdf": pdf,
        "trust_roots": [pem.encode() for pem in question["trust_roots"]],
        "moments": [dt.datetime.fromisoformat(text) for text in question["moments"]],
        "timestamp_roots": [pem.encode() for pem in question["timestamp_roots"]],
    }


def pack_answer(verdict: Verdict) -> bytes:
    signatures = [_short(report) for report in verdict.signatures[:MOST_SIGNATURES]]
    return json.dumps([verdict.is_valid, verdict.problems, signatures]).encode()


def unpack_answer(data: bytes) -> Verdict:
    is_valid, problems, signatures = json.loads(data)
    return Verdict(is_valid, tuple(problems), tuple(_report(facts) for facts in signatures))


def _report(facts: dict[str, Any]) -> SignatureReport:
    return SignatureReport(**facts | {name: _moment(facts[name]) for name in MOMENTS})


def _short(report: SignatureReport) -> dict[str, Any]:
    return {name: _as_json(value) for name, value in dataclasses.asdict(report).items()}


def _as_json(value: str | bool | dt.datetime | None) -> str | bool | None:
    if isinstance(value, dt.datetime):
        return value.isoformat()
    return value[:LONGEST_TEXT] if isinstance(value, str) else value


def _moment(text: str | None) -> dt.datetime | None:
    return dt.datetime.fromisoformat(text) if text else None
