"""Mail: its server is silent or refuses, and what queues or sends it is killed, or runs twice."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator

import pytest

from bench.server import Visitor
from tests.databases import ROOT
from tests.faults.conftest import Note
from tests.faults.digests import COORDINATORS
from tests.faults.house import House, until
from tests.faults.mailbox import MailServer, Mood
from tests.faults.server import Server

pytestmark = pytest.mark.faults
EVERYBODY = COORDINATORS + 2
SEND_DIGESTS = ("-m", "tests.faults.digests", "send")
SEND_MAIL = ("manage.py", "send_queued_mail")
SENT = 0


@pytest.fixture
def mail_server() -> Iterator[MailServer]:
    server = MailServer()
    yield server
    server.close()


def started(house: House, *arguments: str, **extra: str) -> subprocess.Popen[bytes]:
    """A command of its own, which can be killed."""
    environment = os.environ | house.environment | extra
    return subprocess.Popen([sys.executable, *arguments], cwd=ROOT, env=environment, start_new_session=True)


def killed_when(process: subprocess.Popen[bytes], is_time: Callable[[], bool]) -> None:
    until(is_time, seconds=120)
    os.killpg(process.pid, signal.SIGKILL)
    assert process.wait() == -signal.SIGKILL


def letters_in(house: House) -> Counter[str]:
    return Counter(to for (to,) in house.rows('SELECT "to" FROM post_office_email'))


@pytest.mark.parametrize("mood", [Mood.HANGS, Mood.REFUSES])
def test_mail_server_that_does_not_answer(
    house: House, server: Server, mail_server: MailServer, note: Note, mood: Mood
):
    """No page waits for it; the mail stays, and leaves once when the server is back."""
    mail_server.mood = mood
    visitor = Visitor(server.port, {})
    visitor.get("/mot-de-passe-oublie/")
    begin = time.monotonic()
    answer = visitor.post("/mot-de-passe-oublie/", {"email": "coordination@example.org"})
    seconds = time.monotonic() - begin
    note("la page répond en (s)", seconds)
    assert seconds < 5
    assert answer.status == 302
    smtp = {"MAIL_URL": f"smtp://localhost:{mail_server.port}"}
    assert started(house, *SEND_MAIL, **smtp).wait(120) == 0
    assert (letters_in(house), mail_server.letters) == (Counter(["coordination@example.org"]), [])

    mail_server.mood = Mood.TAKES
    house.change("UPDATE post_office_email SET scheduled_time = NULL")  # a quarter of an hour later
    assert started(house, *SEND_MAIL, **smtp).wait(120) == 0

    assert [to for to, _ in mail_server.letters] == ["coordination@example.org"]
    assert house.rows("SELECT status FROM post_office_email") == [(SENT,)]


@pytest.mark.parametrize("engine", ["sqlite", "postgresql"])
def test_reminders_killed_half_way_and_run_twice(house: House, note: Note):
    """Each digest is queued once, whoever dies and however many run at once."""
    house.run("-m", "tests.faults.digests", "make")
    killed_when(started(house, *SEND_DIGESTS), lambda: sum(letters_in(house).values()) >= 5)
    half = sum(letters_in(house).values())
    assert half < EVERYBODY, "killed too late to show anything"

    both = [started(house, *SEND_DIGESTS) for _ in range(2)]
    outcomes = [process.wait(240) for process in both]
    house.run(*SEND_DIGESTS)

    note("en file à la coupure", half)
    assert 0 in outcomes
    assert set(letters_in(house).values()) == {1}
    assert len(letters_in(house)) == EVERYBODY
    assert house.rows("SELECT count(*) FROM participants_messageledger") == [(EVERYBODY,)]


def test_sender_killed_half_way_loses_no_letter(house: House, mail_server: MailServer, note: Note):
    """What left before the kill may leave again, under the same Message-ID, by which mail servers know it again."""
    house.run("-m", "tests.faults.digests", "make")
    house.run(*SEND_DIGESTS)
    smtp = {"MAIL_URL": f"smtp://localhost:{mail_server.port}"}
    killed_when(started(house, *SEND_MAIL, **smtp), lambda: len(mail_server.letters) >= 5)
    before = len(mail_server.letters)

    both = [started(house, *SEND_MAIL, **smtp) for _ in range(2)]
    assert [process.wait(240) for process in both] == [0, 0]

    names = {(to, letter["Message-ID"]) for to, letter in mail_server.letters}
    note("partis avant la coupure", before)
    note("repartis sous le même Message-ID", len(mail_server.letters) - EVERYBODY)
    assert len({to for to, _ in names}) == EVERYBODY
    assert len(names) == EVERYBODY
    assert len(mail_server.letters) <= EVERYBODY + before
    assert set(house.rows("SELECT status FROM post_office_email")) == {(SENT,)}
