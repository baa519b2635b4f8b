"""A house of its own for a measure: a folder, a database, the demonstration."""

import secrets
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def environment(state: Path) -> dict[str, str]:
    return {
        "DJANGO_SETTINGS_MODULE": "bench.settings",
        "DEMO": "1",
        "HTTPS": "0",
        "SECRET_KEY": secrets.token_urlsafe(50),
        "STATE_DIR": str(state),
        "DATABASE_URL": f"sqlite:///{state / 'bench.sqlite3'}",
        "MAIL_URL": "filemail://",
        "PYTHONPATH": str(ROOT),
    }


def prepare() -> None:
    for command in (["build_css"], ["collectstatic", "--noinput"], ["prepare"]):
        subprocess.run([sys.executable, ROOT / "manage.py", *command], check=True, stdout=subprocess.DEVNULL)
