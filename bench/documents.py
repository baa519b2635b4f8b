"""The PDF in this process: the engine against itself bare, then the signatures."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

from weasyprint import HTML

from bench.measure import Limit, Row, alternate, milliseconds
from minutes.layouts import get_layout
from minutes.render.compose import render_minutes
from minutes.render.engine import render_pdf
from minutes.sign import create_authority, issue_identity, load_authority, load_signer, load_trust_root, sign_pdf
from minutes.sign.files import write_private
from minutes.sign.stamp import stamp_lines
from minutes.verify.bounded import MEGABYTES, SECONDS
from minutes.verify.wire import pack_request, unpack_answer
from tests.minutes.sample import long_content

SIGNED_AT = datetime(2026, 11, 28, 9, 30, tzinfo=UTC)
SIGNERS = {"rapporteur": "Mariam Fané", "chair": "Awa Démé"}
PASSPHRASE = "mesure"  # noqa: S105
SIGNATURE_MS, SEALED_KB, SIGNED_KB = 100, 50, 75
ADDRESS = {"public_key": "A" * 22, "base_url": "https://clusterhub.example.org"}
VERIFICATION_MS, VERIFICATION_MB = 2_000, 300


def rendering() -> Row:
    """Six pages, with and without what makes them archival, tagged and ready to sign."""
    content = long_content()
    html = get_layout("a").html(content)

    def ours() -> object:
        return render_minutes(content, "a", render=render_pdf)

    def bare() -> object:
        return HTML(string=html).write_pdf()

    return Row("PDF de six pages, prêt à signer", *alternate(ours, bare, rounds=7, warm_up=1), bound=1.35)


def signing(rounds: int = 7) -> list[Limit]:
    """Both signatures of those six pages, which bear their square code; the engine that draws the stamp is warm."""
    pdf = render_minutes(replace(long_content(), **ADDRESS), "a", render=render_pdf).pdf
    with tempfile.TemporaryDirectory() as folder:
        sign = Signing(Path(folder))
        signed = sign(sign(pdf, "rapporteur"), "chair")
        times = [milliseconds(lambda: sign(pdf, "rapporteur")) for _ in range(rounds)]
    return [
        Limit("Une signature", median(times), "ms", SIGNATURE_MS),
        Limit("Six pages scellées, code carré compris", len(pdf) / 1_000, "ko", SEALED_KB),
        Limit("Six pages signées deux fois", len(signed) / 1_000, "ko", SIGNED_KB),
    ]


def verification(rounds: int = 5) -> list[Limit]:
    """Of those six pages signed twice, in the child process that looks at strangers' files."""
    pdf = render_minutes(long_content(), "a", render=render_pdf).pdf
    with tempfile.TemporaryDirectory() as folder:
        sign = Signing(Path(folder))
        signed = sign(sign(pdf, "rapporteur"), "chair")
        request = pack_request(signed, [load_trust_root(Path(folder))], sign.fingerprints, "", (), ())
    examined = [examine(request) for _ in range(rounds)]
    return [
        Limit("Vérifier un fichier signé deux fois", median(time for time, _ in examined), "ms", VERIFICATION_MS),
        Limit("Vérifier : mémoire la plus haute", max(memory for _, memory in examined), "Mo", VERIFICATION_MB),
    ]


def examine(request: bytes) -> tuple[float, float]:
    """Milliseconds and megabytes; the verdict must be good."""
    start = time.perf_counter()
    command = [sys.executable, "-m", "minutes.verify.child", str(SECONDS), str(MEGABYTES)]
    child = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert child.stdin is not None
    assert child.stdout is not None
    with child.stdin, child.stdout:
        child.stdin.write(request)
        child.stdin.close()
        verdict = unpack_answer(child.stdout.read())
    _, status, used = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    assert verdict.is_valid, verdict
    return (time.perf_counter() - start) * 1_000, used.ru_maxrss / 1_000


def memory(documents: int = 100, processes: int = 2) -> Row:
    """Rendered and signed by long-lived processes, at the end and after the first tenth."""
    command = [sys.executable, "-m", "bench.worker", str(documents // processes)]
    workers = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(processes)]
    readings = [[float(line) for line in worker.communicate()[0].split()] for worker in workers]
    assert [worker.returncode for worker in workers] == [0] * processes
    first, last = (sum(reading[place] for reading in readings) for place in (0, -1))
    return Row(f"Mémoire de {processes} processus, {documents} documents contre 10", last, first, "Mo", bound=1.2)


class Signing:
    """An authority and the two who sign."""

    def __init__(self, folder: Path) -> None:
        create_authority(folder, PASSPHRASE)
        authority = load_authority(folder, PASSPHRASE)
        identities = {role: issue_identity(authority, name, passphrase=PASSPHRASE) for role, name in SIGNERS.items()}
        self.fingerprints = [identity.fingerprint for identity in identities.values()]
        for role, identity in identities.items():
            write_private(folder / role, identity.p12)
        self.signers = {role: load_signer(folder / role, PASSPHRASE) for role in SIGNERS}

    def __call__(self, pdf: bytes, role: str) -> bytes:
        stamp = stamp_lines(SIGNERS[role], "", SIGNED_AT)
        return sign_pdf(
            pdf,
            role,
            self.signers[role],
            reason="Certifie exact",
            stamp_lines=stamp,
            signed_at=SIGNED_AT,
            location="Bamako",
            certify=role == "rapporteur",
        )
