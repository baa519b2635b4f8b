"""A child's seconds are those in which it works: on a busy machine nobody is told that their text is too long."""

import subprocess

import pytest

from clusterhub.web import bounded

CHILD = "tests.clusterhub.web.child"


def test_child_that_waits_for_its_turn_comes_to_its_end() -> None:
    assert bounded.run_bounded(CHILD, b"sleeps", seconds=1, megabytes=512).returncode == 0


def test_child_that_works_for_longer_is_stopped() -> None:
    with pytest.raises(subprocess.TimeoutExpired):
        bounded.run_bounded(CHILD, b"works", seconds=1, megabytes=512)


def test_child_that_neither_works_nor_ends_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bounded, "PATIENCE", 1)
    with pytest.raises(subprocess.TimeoutExpired):
        bounded.run_bounded(CHILD, b"sleeps", seconds=1, megabytes=512)
