"""The PDF in this process: the engine against itself bare, then the signatures."""

from __future__ import annotations

import tempfile
from datetime import UTC, datetime
from pathlib import Path
from statistics import median

from weasyprint import HTML

from bench.measure import Limit, Row, alternate, milliseconds
from minutes.layouts import get_layout
from minutes.render.compose import render_minutes
from minutes.render.engine import render_pdf
from minutes.sign import create_authority, issue_identity, load_authority, load_signer, sign_pdf
from minutes.sign.files import write_private
from minutes.sign.stamp import stamp_lines
from tests.minutes.sample import long_content

SIGNED_AT = datetime(2026, 11, 28, 9, 30, tzinfo=UTC)
SIGNERS = {"rapporteur": "Mariam Fané", "chair": "Awa Démé"}
PASSPHRASE = "mesure"  # noqa: S105
SIGNATURE_MS, SIGNED_KB = 100, 75


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
    """Both signatures of those six pages; the engine that draws the stamp is warm."""
    pdf = render_minutes(long_content(), "a", render=render_pdf).pdf
    with tempfile.TemporaryDirectory() as folder:
        sign = Signing(Path(folder))
        signed = sign(sign(pdf, "rapporteur"), "chair")
        times = [milliseconds(lambda: sign(pdf, "rapporteur")) for _ in range(rounds)]
    return [
        Limit("Une signature", median(times), "ms", SIGNATURE_MS),
        Limit("Six pages signées deux fois", len(signed) / 1_000, "ko", SIGNED_KB),
    ]


class Signing:
    """An authority and the two who sign."""

    def __init__(self, folder: Path) -> None:
        create_authority(folder, PASSPHRASE)
        authority = load_authority(folder, PASSPHRASE)
        for role, name in SIGNERS.items():
            write_private(folder / role, issue_identity(authority, name, passphrase=PASSPHRASE).p12)
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
