"""The mail that waits in the queue leaves."""

from __future__ import annotations

from post_office.mail import get_queued, send_queued

from clusterhub.web.alone import alone


def send_waiting_mail() -> None:
    """All of it, batch by batch, unless another process is at it: no mail is in the hands of two."""
    with alone("mail") as is_alone:
        while is_alone and get_queued().exists():
            send_queued()
