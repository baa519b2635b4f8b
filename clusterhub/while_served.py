"""What `make run` does beside the server, as long as the server is there. In production timers do it."""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Callable

from django.core.management.base import CommandError
from django.db import DatabaseError, connection

from clusterhub.unavailable import says_unavailable

GLANCE = 5
"""Seconds between two looks at whether the server is still there."""


def repeat_while_served(act: Callable[[], object], *, every: float) -> None:
    """Until the process that started this one ends. A database that is busy or away is tried again next time, as is
    whatever else failed."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # a shell makes what it starts in the background deaf to Ctrl+C
    server, due = os.getppid(), time.monotonic()
    while os.getppid() == server:
        if time.monotonic() >= due:
            _try(act)
            due = time.monotonic() + every
        time.sleep(min(every, GLANCE))


def _try(act: Callable[[], object]) -> None:
    try:
        act()
    except DatabaseError as error:
        if not says_unavailable(error):
            raise
        connection.close()
    except CommandError as error:
        sys.stderr.write(f"{error}\n")
