"""A bad line between a browser and the server. The server closes each connection after its answer, so that each
connection is one request, and what happens to it is decided when its first line is known."""

from __future__ import annotations

import re
import socket
import threading
import time
from collections.abc import Callable
from contextlib import contextmanager, suppress
from enum import Enum, auto
from typing import Any

LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)


class Line(Enum):
    GOOD = auto()
    GONE = auto()
    """The connection is refused before a byte is read: no network."""
    SILENT = auto()
    """It takes the request and never says anything."""
    ANSWER_LOST = auto()
    """The server did what was asked; the browser never learns it."""
    CUT_HALF_WAY = auto()
    """Six tenths of the request go through, then the connection breaks."""
    SLOW = auto()


class Proxy:
    def __init__(self, port: int, target: int) -> None:
        self.port, self.target = port, target
        self.line, self.only = Line.GOOD, ""
        self.on_loss: Callable[[], None] = lambda: None
        self.met: list[tuple[Line, str]] = []
        """Each request that met trouble, and its first line."""
        self.delay, self.rate = 0.3, 50_000 / 8
        self.given = 0
        """Bytes that a slow line has carried to the browser."""
        self._wire = threading.Lock()
        self._listener = socket.create_server(("127.0.0.1", port), backlog=64)
        self._silent = threading.Event()
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self) -> None:
        self._listener.close()
        self._silent.set()

    @contextmanager
    def trouble(self, line: Line, only: str = "") -> Any:
        """For each request whose first line holds ``only``. Afterwards who still waits for an answer is hung up on."""
        self.line, self.only = line, only
        yield
        self.line, self.only = Line.GOOD, ""
        self._silent.set()
        self._silent = threading.Event()

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=[client], daemon=True).start()

    def _serve(self, client: socket.socket) -> None:
        with client, suppress(OSError):
            if self.line is Line.GONE and not self.only:
                return
            request = received(client)
            first = request.partition(b"\r\n")[0].decode("latin1")
            line = self.line if self.only in first else Line.GOOD
            if line is not Line.GOOD:
                self.met.append((line, first))
            if request and line is not Line.GONE:
                self._carry(line, client, request)

    def _carry(self, line: Line, client: socket.socket, request: bytes) -> None:
        if line is Line.SILENT:
            self._silent.wait()
            return
        if line is Line.CUT_HALF_WAY:
            request = request[: len(request) * 6 // 10]
        self._travel(line, len(request))
        answer = self._asked(request, ended=line is Line.CUT_HALF_WAY)
        if line is Line.ANSWER_LOST:
            self.on_loss()
        elif line is not Line.CUT_HALF_WAY:
            self._give(line, client, answer)

    def _asked(self, request: bytes, *, ended: bool) -> bytes:
        with socket.create_connection(("127.0.0.1", self.target)) as server:
            server.sendall(request)
            if ended:
                return b""
            return b"".join(iter(lambda: server.recv(65536), b""))

    def _give(self, line: Line, client: socket.socket, answer: bytes) -> None:
        if line is not Line.SLOW:
            client.sendall(answer)
            return
        time.sleep(self.delay)
        for start in range(0, len(answer), 1_000):
            piece = answer[start : start + 1_000]
            with self._wire:
                time.sleep(len(piece) / self.rate)
                self.given += len(piece)
            client.sendall(piece)

    def _travel(self, line: Line, size: int) -> None:
        if line is Line.SLOW:
            time.sleep(self.delay + size / self.rate)


def received(client: socket.socket) -> bytes:
    """One request, with its body."""
    request = b""
    while b"\r\n\r\n" not in request:
        piece = client.recv(65536)
        if not piece:
            return b""
        request += piece
    head, _, body = request.partition(b"\r\n\r\n")
    found = LENGTH.search(head)
    missing = int(found[1]) - len(body) if found else 0
    while missing > 0:
        piece = client.recv(min(missing, 65536))
        if not piece:
            return b""
        request, missing = request + piece, missing - len(piece)
    return request
