"""A SQLite file with every migration applied, made once for the same migrations: each process of a run copies it.

Applying them takes longer than any test. ``python -m tests.databases`` makes it beforehand.
"""

import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "var" / "tests"
INGREDIENTS = ("*/migrations/*.py", "clusterhub/web/**/migrations/*.py", "clusterhub/web/append_only.py")
"""What a migrated database is made of, besides the migrations of the libraries that requirements.txt names."""


def copy_migrated(to: Path) -> None:
    with _alone():
        shutil.copyfile(_migrated(), to)


def _migrated() -> Path:
    """Made by whoever comes first; the others wait for it. Those of other migrations are removed."""
    path = FOLDER / f"migrated-{_digest()}.sqlite3"
    if not path.exists():
        for old in FOLDER.glob("migrated-*"):
            old.unlink()
        unfinished = path.with_suffix(".unfinished")
        migrate(f"sqlite:///{unfinished}")
        unfinished.rename(path)
    return path


def migrate(url: str) -> None:
    """Apply every migration to the database at this address, under the settings of the tests."""
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "tests.settings", "TEST_DATABASE_URL": url}
    command = [sys.executable, "-m", "django", "migrate", "--verbosity", "0"]
    subprocess.run(command, check=True, cwd=ROOT, env=environment)


def _digest() -> str:
    paths = [ROOT / "requirements.txt", *(path for pattern in INGREDIENTS for path in ROOT.glob(pattern))]
    found = hashlib.sha256()
    for path in sorted(paths):
        found.update(f"{path.relative_to(ROOT)}\0{path.stat().st_size}\0".encode() + path.read_bytes())
    return found.hexdigest()[:16]


@contextmanager
def _alone() -> Iterator[None]:
    FOLDER.mkdir(parents=True, exist_ok=True)
    with (FOLDER / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


if __name__ == "__main__":
    with _alone():
        _migrated()
