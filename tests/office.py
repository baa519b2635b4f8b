"""LibreOffice as a second reader of what the house writes for Word and for spreadsheets."""

from __future__ import annotations

import subprocess
from collections.abc import Iterable
from pathlib import Path

from tests.tools import missing, require_tool

CALC = Path("/usr/lib/libreoffice/program/libsclo.so")


def require_calc() -> None:
    if not CALC.exists():
        missing("LibreOffice Calc manque. Debian : apt-get install libreoffice-calc-nogui")


def convert(files: Iterable[Path], to: str, folder: Path) -> str:
    """Writes each file to the folder in another format; returns what LibreOffice said.

    With a profile of its own: it neither waits for another LibreOffice nor leaves anything in the home folder.
    """
    office, profile = require_tool("soffice"), f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    command = [office, profile, "--headless", "--convert-to", to, "--outdir", folder, *sorted(files)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=300)
    return done.stdout + done.stderr
