"""The application and the bare views in one gunicorn, and a client that speaks plain HTTP to it."""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection
from urllib.parse import urlencode


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes
    received: int
    """Bytes of the body as sent over the wire, plus those of the headers."""


@dataclass
class Visitor:
    """A browser's cookies and nothing else of it."""

    port: int
    cookies: dict[str, str]

    def get(self, path: str, *, encoding: str = "identity") -> Answer:
        return self._send("GET", path, None, {"Accept-Encoding": encoding})

    def post(self, path: str, fields: dict[str, str], *, by_script: bool = False) -> Answer:
        body = urlencode(fields | {"csrfmiddlewaretoken": self.cookies["csrf"]})
        headers = {"Content-Type": "application/x-www-form-urlencoded", "Origin": f"http://localhost:{self.port}"}
        return self._send("POST", path, body, headers | ({"X-Requested-With": "XMLHttpRequest"} if by_script else {}))

    def _send(self, method: str, path: str, body: str | None, headers: dict[str, str]) -> Answer:
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        connection = HTTPConnection("localhost", self.port, timeout=60)
        connection.request(method, path, body, headers | {"Cookie": cookies})
        response = connection.getresponse()
        content = response.read()
        self._remember(response.headers.get_all("Set-Cookie") or [])
        connection.close()
        received = len(content) + sum(len(name) + len(value) + 4 for name, value in response.getheaders())
        return Answer(response.status, dict(response.getheaders()), content, received)

    def _remember(self, set_cookies: list[str]) -> None:
        for text in set_cookies:
            name, _, value = text.partition(";")[0].partition("=")
            self.cookies[name] = value


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def serving(environment: dict[str, str]) -> Iterator[int]:
    """Start gunicorn with the application and the bare views; give its port."""
    port = free_port()
    command = [sys.executable, "-m", "gunicorn", "--config", "python:clusterhub.server", "clusterhub.wsgi"]
    process = subprocess.Popen(command, env=os.environ | environment | {"PORT": str(port)}, stdout=subprocess.DEVNULL)
    try:
        wait_for(port)
        yield port
    finally:
        process.terminate()
        process.wait()


def wait_for(port: int) -> None:
    for _ in range(200):
        try:
            Visitor(port, {}).get("/sante/")
        except ConnectionError:
            time.sleep(0.1)
        else:
            return
    raise TimeoutError("gunicorn did not answer within 20 s")


def sign_in(port: int, email: str) -> Visitor:
    """Through the sign-in page, as everyone."""
    visitor = Visitor(port, {})
    visitor.get("/connexion/")
    answer = visitor.post("/connexion/", {"username": email, "password": "clusterhub-demo"})
    if answer.status != 302:
        raise RuntimeError(f"sign-in of {email} answered {answer.status}")
    return visitor


LINKED = re.compile(rb"""<(?:link|script|img)\b[^>]*?\b(?:href|src)=["'](/[^"']+)["']""")


def first_view(visitor: Visitor, path: str) -> tuple[int, int]:
    """Requests and bytes of a page with all that it links to, nothing in a cache, compressed as for a browser."""
    page = visitor.get(path, encoding="br, gzip")
    plain = visitor.get(path).body
    assets = dict.fromkeys(match.decode() for match in LINKED.findall(plain))
    answers = [visitor.get(address, encoding="br, gzip") for address in assets]
    return 1 + len(answers), page.received + sum(answer.received for answer in answers)
