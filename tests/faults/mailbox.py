"""A mail server of a test's own: it takes letters, refuses to talk, or never says a word."""

from __future__ import annotations

import email
import socket
import threading
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
        self.came = threading.Condition()
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.port = self._listener.getsockname()[1]
        self._open: list[socket.socket] = []
        threading.Thread(target=self._accept, daemon=True).start()

    def close(self) -> None:
        for one in (self._listener, *self._open):
            one.close()

    def wait_for(self, count: int, seconds: float = 60) -> None:
        with self.came:
            if not self.came.wait_for(lambda: len(self.letters) >= count, seconds):
                raise TimeoutError(f"{len(self.letters)} letters of {count}")

    def _accept(self) -> None:
        while True:
            try:
                client, _ = self._listener.accept()
            except OSError:
                return
            self._open.append(client)
            threading.Thread(target=self._talk, args=[client], daemon=True).start()

    def _talk(self, client: socket.socket) -> None:
        if self.mood is Mood.HANGS:
            return
        lines = client.makefile("rb")
        say = lambda words: client.sendall(f"{words}\r\n".encode())  # noqa: E731
        try:
            say("421 busy" if self.mood is Mood.REFUSES else "220 tests")
            recipient = ""
            for line in lines:
                verb = line[:4].upper()
                if verb == b"RCPT":
                    recipient = line.decode().partition("<")[2].partition(">")[0]
                if verb == b"DATA":
                    say("354 go on")
                    self._take(recipient, b"".join(iter(lines.readline, b".\r\n")))
                say("221 bye" if verb == b"QUIT" else "250 ok")
        except OSError:
            return

    def _take(self, recipient: str, content: bytes) -> None:
        with self.came:
            self.letters.append((recipient, email.message_from_bytes(content)))
            self.came.notify_all()
