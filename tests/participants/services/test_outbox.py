"""A mail server that hangs, refuses, comes back: each mail leaves once, under the Message-ID that it was given."""

import email
import socketserver
from datetime import timedelta
from threading import Event, Thread

import pytest
import time_machine
from django.test import override_settings
from django.utils import timezone
from post_office.mail import get_queued, send_queued
from post_office.models import STATUS, Email

from clusterhub.web.mail import queue_mail
from participants.services.outbox import send_again, stuck_mails

pytestmark = pytest.mark.django_db
HANGS, REFUSES, ACCEPTS = "hangs", "refuses", "accepts"


class Conversation(socketserver.StreamRequestHandler):
    """As much of SMTP as a sender needs."""

    def handle(self):
        if self.server.mood == HANGS:
            self.server.closing.wait(5)
            return
        self.say("421 ailleurs" if self.server.mood == REFUSES else "220 ici")
        while line := self.rfile.readline().upper():
            if line.startswith(b"DATA"):
                self.say("354 dites")
                self.server.received.append(b"".join(iter(self.rfile.readline, b".\r\n")))
            self.say("250 bien")

    def say(self, line):
        self.wfile.write(f"{line}\r\n".encode())


@pytest.fixture
def server(settings):
    with socketserver.ThreadingTCPServer(("127.0.0.1", 0), Conversation) as listening:
        listening.mood, listening.received, listening.closing = ACCEPTS, [], Event()
        listening.daemon_threads = True
        settings.EMAIL_HOST, settings.EMAIL_PORT = listening.server_address
        backend = "django.core.mail.backends.smtp.EmailBackend"
        settings.POST_OFFICE = settings.POST_OFFICE | {"BACKENDS": {"default": backend}}
        Thread(target=listening.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        yield listening
        listening.closing.set()
        listening.shutdown()


def queue(address="awa@example.org"):
    return queue_mail("password_link", address, {"name": "Awa", "url": "http://localhost/x"})


@pytest.mark.parametrize("mood", [HANGS, REFUSES])
def test_mail_that_does_not_pass_is_kept_and_leaves_once_when_the_server_is_back(server, mood, settings):
    queued = queue()
    server.mood = mood
    with override_settings(EMAIL_TIMEOUT=0.2 if mood == HANGS else settings.EMAIL_TIMEOUT):
        assert send_queued() == (0, 0, 1)
    assert [mail.pk for mail in stuck_mails()] == [queued.pk]
    assert stuck_mails()[0].last_error

    server.mood = ACCEPTS
    assert send_queued() == (0, 0, 0)  # not before its time
    with time_machine.travel(timezone.now() + timedelta(minutes=20), tick=False):
        assert send_queued() == (1, 0, 0)
        assert send_queued() == (0, 0, 0)

    assert [email.message_from_bytes(raw)["Message-ID"] for raw in server.received] == [queued.message_id]
    assert not stuck_mails().exists()


def test_mails_leave_in_the_order_in_which_they_were_written(db):
    queued = [queue() for _ in range(3)]
    Email.objects.filter(pk=queued[0].pk).update(number_of_retries=1)  # which PostgreSQL writes anew, behind the others
    assert list(get_queued()) == queued


def test_mail_given_up_is_sent_again_under_the_same_message_id(server):
    queued = queue()
    Email.objects.filter(pk=queued.pk).update(status=STATUS.failed, number_of_retries=96)
    assert send_queued() == (0, 0, 0)

    assert send_again(queued.pk)
    assert send_queued() == (1, 0, 0)

    assert email.message_from_bytes(server.received[0])["Message-ID"] == queued.message_id
    assert not send_again(queued.pk)


def test_mail_waiting_for_an_hour_says_that_nothing_sends(db):
    queued = queue()
    assert not stuck_mails().exists()

    later = timezone.now() + timedelta(minutes=61)
    assert [mail.pk for mail in stuck_mails(at=later)] == [queued.pk]


def test_server_away_for_a_night_loses_nothing(settings):
    office = settings.POST_OFFICE

    assert office["MAX_RETRIES"] * office["RETRY_INTERVAL"] >= timedelta(hours=24)
    assert settings.EMAIL_TIMEOUT == 10
