"""`manage.py clock`: what happens because a day has come, whatever else went wrong."""

from __future__ import annotations

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError

from clusterhub.management.commands import clock

pytestmark = [pytest.mark.django_db, pytest.mark.once]
STEPS = ("follow_memberships", "send_meeting_calls", "remind_awaited", "keep_keys", "apply_retention")


@pytest.fixture
def done(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the steps that were reached; they do nothing."""
    reached: list[str] = []
    for name in STEPS:
        monkeypatch.setattr(clock, name, lambda name=name: reached.append(name) or [])
    return reached


def test_step_that_fails_keeps_no_other_from_its_turn(
    done: list[str], monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail() -> None:
        raise ValueError("trésor vide")

    monkeypatch.setattr(clock, "adopt_tacitly", fail)
    monkeypatch.setattr(clock, "remind_awaited", fail)
    with pytest.raises(CommandError, match="N’a pas abouti : adoption tacite, rappels"):
        call_command("clock")
    assert done == [name for name in STEPS if name != "remind_awaited"]
    assert [str(record.exc_info[1]) for record in caplog.records if record.exc_info] == ["trésor vide"] * 2


def test_database_that_is_away_ends_the_run(done: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    def fail() -> None:
        raise OperationalError("database is locked")

    monkeypatch.setattr(clock, "adopt_tacitly", fail)
    with pytest.raises(OperationalError):
        call_command("clock")
    assert done == []
