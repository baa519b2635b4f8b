"""A mail server of a test's own: it takes letters, refuses to talk, or never says a word."""

from __future__ import annotations

import email
import socket
import threading
from contextlib import suppress
from email.message import Message
from enum import Enum, auto


class Mood(Enum):
    TAKES = auto()
    HANGS = auto()
    REFUSES = auto()


class MailServer:
    def __init__(self, mood: Mood = Mood.TAKES) -> None:
        self.mood = mood
        self.letters: list[tuple[str, Message]] = []
        """Recipient and letter, in the order in which they came."""
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.port = self._listener.getsockname()[1]
        self._end = threading.Event()
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self) -> None:
        self._listener.close()
        self._end.set()

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._talk, args=[client], daemon=True).start()

    def _talk(self, client: socket.socket) -> None:
        if self.mood is Mood.HANGS:
            self._end.wait()
        with client, client.makefile("rb") as lines, suppress(OSError):
            client.sendall(b"421 busy\r\n" if self.mood is Mood.REFUSES else b"220 tests\r\n")
            recipient = ""
            for line in lines:
                verb = line[:4].upper()
                if verb == b"RCPT":
                    recipient = line.decode().partition("<")[2].partition(">")[0]
                if verb == b"DATA":
                    client.sendall(b"354 go on\r\n")
                    self._take(recipient, b"".join(iter(lines.readline, b".\r\n")))
                client.sendall(b"221 bye\r\n" if verb == b"QUIT" else b"250 ok\r\n")

    def _take(self, recipient: str, content: bytes) -> None:
        self.letters.append((recipient, email.message_from_bytes(content)))
