"""`make bench`: every figure and its floor in one run, on the demonstration, behind the real server.

Read the ratios: the milliseconds belong to the machine.
"""

import os
import secrets
import subprocess
import sys
import tempfile
from pathlib import Path

import django

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


def manage(*arguments: str) -> None:
    subprocess.run([sys.executable, ROOT / "manage.py", *arguments], check=True, stdout=subprocess.DEVNULL)


def main() -> None:
    with tempfile.TemporaryDirectory(prefix="clusterhub-bench-") as folder:
        os.environ |= environment(Path(folder))
        for command in (["build_css"], ["collectstatic", "--noinput"], ["prepare"]):
            manage(*command)
        django.setup()
        from bench.figures import run  # noqa: PLC0415  (imports models: only once the environment is set)

        run()


if __name__ == "__main__":
    main()
