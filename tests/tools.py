"""The programs that some tests need besides Python."""

import os
import shutil
from pathlib import Path

import pytest

DEBIAN_PACKAGES = {
    "chromium": "chromium",
    "faketime": "faketime",
    "initdb": "postgresql",
    "java": "openjdk-17-jdk-headless",
    "javac": "openjdk-17-jdk-headless",
    "openssl": "openssl",
    "pdfdetach": "poppler-utils",
    "pdfinfo": "poppler-utils",
    "pdfsig": "poppler-utils",
    "pdftotext": "poppler-utils",
    "pdftoppm": "poppler-utils",
    "pg_dump": "postgresql",
    "psql": "postgresql",
    "qpdf": "qpdf",
    "softhsm2-util": "softhsm2",
    "soffice": "libreoffice-writer-nogui",
}
VNU_JAR = Path(os.environ.get("VNU_JAR") or Path.home() / ".cache" / "clusterhub" / "vnu.jar")
"""The Nu HTML checker: a Java archive, fetched by .ci/run."""
BRIEF = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xss4m")
"""A Java machine that lives a few seconds: compiling its code for long runs takes as long again. What is compiled so
needs a deeper stack.
"""


def missing(message: str) -> None:
    """Skip the test with what to install; where CI=true, everything is to be there and its absence is a failure."""
    if os.environ.get("CI") == "true":
        pytest.fail(message, pytrace=False)
    pytest.skip(message)


def find_tool(name: str) -> str | None:
    """The path of a program; Debian keeps PostgreSQL's own out of PATH, one folder per version."""
    versions = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"), key=lambda path: float(path.parts[4]))
    return shutil.which(name) or next((str(path) for path in reversed(versions)), None)


def require_tool(name: str) -> str:
    """The path of a program, else the test is skipped (or fails in CI)."""
    path = find_tool(name)
    if path is None:
        missing(f"{name} manque. Debian : apt-get install {DEBIAN_PACKAGES[name]}")
    return str(path)


def require_nu_checker() -> list[str]:
    """The command that runs the Nu HTML checker."""
    java = require_tool("java")
    if not VNU_JAR.exists():
        missing(f"{VNU_JAR} manque : l’archive dist/vnu.jar du paquet npm « vnu-jar », que .ci/run télécharge.")
    return [java, *BRIEF, "-jar", str(VNU_JAR)]
