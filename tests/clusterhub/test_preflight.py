import os
import subprocess
import sys

import pytest

from clusterhub import preflight


@pytest.fixture
def bare_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    """No pango, no harfbuzz, no font; an ordinary user."""
    monkeypatch.setattr(preflight, "LIBRARIES", {"libabsent-1.so.0": "libpango-1.0-0"})
    monkeypatch.setattr(preflight, "FONT", "/nowhere/*.ttf")
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    monkeypatch.setenv("HOME", "/nowhere")


def test_ready_machine_has_nothing_to_say() -> None:
    assert preflight.main() is None


def test_ordinary_user_is_told_the_one_command(bare_machine: None) -> None:
    refusal = preflight.main()
    assert "sudo apt-get update && sudo apt-get install -y" in refusal
    assert refusal.split()[-2:] == ["libpango-1.0-0", "fonts-dejavu-core"]


def test_root_gets_them_installed(bare_machine: None, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[list[str]] = []

    def call(command: list[str], **_: object) -> int:
        asked.append(command)
        monkeypatch.setattr(preflight, "missing_packages", list)
        return 0

    monkeypatch.setattr(os, "geteuid", lambda: 0)
    monkeypatch.setattr(preflight.shutil, "which", lambda name: f"/usr/bin/{name}")
    monkeypatch.setattr(preflight.subprocess, "call", call)
    assert preflight.main() is None
    assert [command[1] for command in asked] == ["update", "install"]
    assert asked[1][-2:] == ["libpango-1.0-0", "fonts-dejavu-core"]


def test_old_python_is_refused_by_name(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(preflight.sys, "version_info", (3, 9, 2))
    assert preflight.main() == "ClusterHub demande Python 3.11 ou plus récent ; python3 est ici en version 3.9."


def test_refusal_stops_make_with_a_failure() -> None:
    program = (
        "import sys; from clusterhub import preflight; preflight.LEAST_PYTHON = (99, 0); sys.exit(preflight.main())"
    )
    run = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert run.returncode == 1
    assert "demande Python" in run.stderr
