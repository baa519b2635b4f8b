"""The real gunicorn, with the real configuration, that can be killed and comes back at the same address."""

from __future__ import annotations

import os
import random
import resource
import signal
import socket
import subprocess
import sys
import time
from contextlib import suppress
from http.client import HTTPConnection, HTTPException
from pathlib import Path

from tests.databases import ROOT
from tests.faults.house import House

GUNICORN = ["-m", "gunicorn", "--config", "python:clusterhub.server", "clusterhub.wsgi"]


PORTS = range(20_000, 32_000)
"""Below those that a system gives to whoever connects: one that is free now is still free after a kill."""


def own_port() -> int:
    while True:
        port = random.choice(PORTS)  # noqa: S311  no secret
        with socket.socket() as probe, suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port


class Server:
    """``before``: what the command is started with (``faketime``…); ``extra``: environment over the house's."""

    def __init__(self, house: House, port: int) -> None:
        self.house, self.port = house, port
        self.process: subprocess.Popen[bytes] | None = None
        self.starts = 0

    def start(self, *before: str, **extra: str) -> None:
        environment = os.environ | self.house.environment | {"PORT": str(self.port), "WEB_CONCURRENCY": "2"} | extra
        with (self.house.folder / "server.log").open("ab") as log:
            self.process = subprocess.Popen(
                [*before, sys.executable, *GUNICORN],
                cwd=ROOT,
                env=environment,
                stdout=subprocess.DEVNULL,
                stderr=log,
                start_new_session=True,
            )
        self.starts += 1
        self.wait()

    def wait(self) -> None:
        """Until it answers, its database included."""
        assert self.process is not None
        end = time.monotonic() + 120
        while not self.answers():
            if self.process.poll() is not None or time.monotonic() > end:
                raise RuntimeError(f"gunicorn did not answer\n{self.log}")
            time.sleep(0.1)

    def answers(self) -> bool:
        connection = HTTPConnection("localhost", self.port, timeout=5)
        try:
            connection.request("GET", "/sante/")
            return connection.getresponse().status == 200
        except (OSError, HTTPException):
            return False
        finally:
            connection.close()

    def kill(self) -> None:
        """Master and workers at once, without a word."""
        if self.process is not None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
            self.process = None

    @property
    def workers(self) -> list[int]:
        assert self.process is not None
        return [int(number) for number in _children_of(self.process.pid)]

    def fill_disk(self) -> int:
        """No file of its workers grows any more: what a full disk does to whoever writes. Returns how many workers."""
        wal = Path(f"{self.house.url.removeprefix('sqlite:///')}-wal")
        end = wal.stat().st_size if wal.exists() else 0
        for worker in self.workers:
            resource.prlimit(worker, resource.RLIMIT_FSIZE, (end, resource.RLIM_INFINITY))
        return len(self.workers)

    def free_disk(self) -> None:
        for worker in self.workers:
            resource.prlimit(worker, resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))

    @property
    def log(self) -> str:
        return (self.house.folder / "server.log").read_text(errors="replace")


def _children_of(process: int) -> list[str]:
    return Path(f"/proc/{process}/task/{process}/children").read_text().split()
