"""What one process at a time may do on this machine."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings


@contextmanager
def alone(name: str) -> Iterator[bool]:
    """Whether no other process is doing what is called so.

    The kernel knows when one has ended, however it ended; a file that says who works outlives whoever is killed.
    """
    with (settings.STATE_DIR / f"{name}.lock").open("a") as held:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True
