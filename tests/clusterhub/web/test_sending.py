"""One sender at a time: whoever finds another at work leaves the mail to it; whoever died holds nobody up."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator

import pytest
from django.conf import settings
from django.core import mail
from django.core.management import call_command

from clusterhub.web.alone import alone
from clusterhub.web.mail import queue_mail

pytestmark = pytest.mark.django_db
HOLDS = """import fcntl, sys
held = open(sys.argv[1], "a")
fcntl.flock(held, fcntl.LOCK_EX)
print("held", flush=True)
input()
"""


@pytest.fixture
def other_sender() -> Iterator[subprocess.Popen[bytes]]:
    """At work, in a process of its own."""
    command = [sys.executable, "-c", HOLDS, settings.STATE_DIR / "mail.lock"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as sender:
        assert sender.stdout
        assert sender.stdout.readline() == b"held\n"
        yield sender
        sender.kill()


def send() -> int:
    call_command("send_queued_mail")
    return len(mail.outbox)


def test_sender_leaves_the_mail_to_the_one_that_is_at_it_and_takes_over_when_that_one_is_killed(
    other_sender: subprocess.Popen[bytes],
) -> None:
    queue_mail("password_link", "awa@example.org", {"name": "Awa", "url": "http://localhost/x"})
    assert send() == 0
    os.kill(other_sender.pid, signal.SIGKILL)
    other_sender.wait()
    assert send() == 1
    assert send() == 1


def test_sender_does_not_hold_up_itself() -> None:
    with alone("mail") as first, alone("mail") as second, alone("something else") as third:
        assert (first, second, third) == (True, False, True)
    with alone("mail") as again:
        assert again
