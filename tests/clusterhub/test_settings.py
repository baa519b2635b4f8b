import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

pytestmark = pytest.mark.once

PRODUCTION = {
    "SECRET_KEY": "only-for-this-test-0123456789-abcdefghijklmnopqrstuvwxyz",
    "ALLOWED_HOSTS": "example.org",
    "BASE_URL": "https://example.org",
    "DATABASE_URL": "postgres://account:password@localhost/clusterhub",
    "MAIL_URL": "smtp+tls://account:password@mail.example.org:587",
}


def python(*arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
    environment = {"PATH": os.environ["PATH"], **{name: value for name, value in variables.items() if value}}
    command = [sys.executable, *arguments]
    return subprocess.run(command, env=environment, cwd=settings.BASE_DIR, capture_output=True, text=True)


def test_production_settings_pass_the_deployment_check(tmp_path: Path) -> None:
    variables = PRODUCTION | {"STATE_DIR": str(tmp_path)}
    checked = python("manage.py", "check", "--deploy", "--fail-level", "WARNING", **variables)
    assert (checked.returncode, checked.stderr, checked.stdout.strip()) == (
        0,
        "",
        "System check identified no issues (0 silenced).",
    )


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("SECRET_KEY", "", "SECRET_KEY (ou SECRET_KEY_FILE) manque"),
        ("SECRET_KEY_FILE", "/absent", "SECRET_KEY_FILE=/absent : fichier illisible"),
        ("DEBUG", "maybe", "DEBUG=maybe : attendu 1 ou 0."),
        ("HTTPS", "maybe", "HTTPS=maybe : attendu 1 ou 0."),
        ("BEHIND_PROXY", "2", "BEHIND_PROXY=2 : attendu 1 ou 0."),
        ("ALLOWED_HOSTS", "https://example.org", "ALLOWED_HOSTS=https://example.org : attendu"),
        ("BASE_URL", "example.org", "BASE_URL=example.org : attendu"),
        ("DATABASE_URL", "oracle://example.org/x", "DATABASE_URL : adresse non reconnue"),
        ("MAIL_URL", "mail.example.org", "MAIL_URL : adresse non reconnue"),
        ("DOCUMENT_MAX_MB", "0", "DOCUMENT_MAX_MB=0 : attendu un nombre entier, au moins 1."),
        ("TIMESTAMP_URL", "tsa.example.org", "TIMESTAMP_URL : adresse non reconnue"),
        ("TIMESTAMP_URL", "https://tsa.example.org/", "TIMESTAMP_TRUST : attendu le fichier PEM"),
        ("LONG_TERM", "1", "LONG_TERM=1 demande un serveur d’horodatage"),
    ],
)
@pytest.mark.parametrize("start", [("manage.py", "check"), ("-c", "import clusterhub.wsgi")])
def test_malformed_setting_stops_the_start_with_one_line(
    start: tuple[str, ...], name: str, value: str, said: str
) -> None:
    refused = python(*start, **PRODUCTION | {name: value})
    assert refused.returncode == 1
    assert refused.stderr.startswith(f"Réglage refusé. {said}")
    assert len(refused.stderr.splitlines()) == 1
