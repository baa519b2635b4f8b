import os

import pytest
from django.db import OperationalError

from clusterhub import while_served


class Server:
    """Seconds pass when somebody sleeps; the server stops after so many."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, stops_after: float) -> None:
        self.now, self.stops_after = 0.0, stops_after
        monkeypatch.setattr(while_served.time, "monotonic", lambda: self.now)
        monkeypatch.setattr(while_served.time, "sleep", self.sleep)
        monkeypatch.setattr(while_served.signal, "signal", lambda *_: None)
        monkeypatch.setattr(os, "getppid", lambda: 1 if self.now >= self.stops_after else 4321)

    def sleep(self, seconds: float) -> None:
        self.now += seconds


def test_act_is_repeated_at_its_pace(monkeypatch: pytest.MonkeyPatch) -> None:
    server, moments = Server(monkeypatch, stops_after=700), []
    while_served.repeat_while_served(lambda: moments.append(server.now), every=300)
    assert moments == [0, 300, 600]


def test_it_ends_soon_after_the_server(monkeypatch: pytest.MonkeyPatch) -> None:
    server = Server(monkeypatch, stops_after=12)
    while_served.repeat_while_served(lambda: None, every=300)
    assert server.now <= 12 + while_served.GLANCE


def test_busy_database_is_tried_again(monkeypatch: pytest.MonkeyPatch) -> None:
    server, moments = Server(monkeypatch, stops_after=9), []

    def act() -> None:
        moments.append(server.now)
        raise OperationalError("database is locked")

    monkeypatch.setattr(while_served.connection, "close", lambda: None)
    while_served.repeat_while_served(act, every=5)
    assert moments == [0, 5]
