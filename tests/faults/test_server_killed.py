"""The server, or its database, dies while somebody types."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from uuid import uuid4

import pytest

from bench.server import Visitor
from tests.faults.bars import TOLD_WITHIN
from tests.faults.browser import Browser, Room
from tests.faults.conftest import SAVES, Note
from tests.faults.house import Cluster, House, until
from tests.faults.interrupted import Interrupted
from tests.faults.proxy import Line, Proxy
from tests.faults.server import Server
from tests.faults.test_line import WAITING
from tests.faults.typist import Typist, troubles

BOTH = pytest.mark.parametrize("engine", ["sqlite", "postgresql"])
LONG = pytest.mark.faults


def each_engine_long(short: str) -> pytest.MarkDecorator:
    """Everywhere in the long set; on one database in the short one."""
    other = {"sqlite": "postgresql", "postgresql": "sqlite"}[short]
    return pytest.mark.parametrize("engine", [short, pytest.param(other, marks=LONG)])


# --- Inside a save ----------------------------------------------------------------------------------------------------


@BOTH
@LONG
def test_killed_before_the_commit(room: Room, house: House, server: Server, note: Note):
    """The save waits for a lock when its server dies: the journal has nothing of it, the browser sends it again."""
    room.listen()
    with house.locked():
        room.write("Dit pendant la panne.")
        room.expect_said("enregistrement…")
        until(lambda: waits_for_lock(house), what="no save waits for the lock")
        server.kill()
        seconds = room.told(WAITING)
    note("dit après (s)", seconds)
    assert seconds <= TOLD_WITHIN
    assert house.journal() == {}

    server.start()

    room.expect_saved()
    assert house.discussion() == ("<p>Dit pendant la panne.</p>", 1)
    assert house.is_sound()


def waits_for_lock(house: House) -> bool:
    if house.is_sqlite:
        time.sleep(0.5)  # SQLite tells nobody who waits
        return True
    return house.rows("SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'") == [(1,)]


@each_engine_long("sqlite")
def test_killed_between_the_commit_and_the_answer(room: Room, house: House, server: Server, proxy: Proxy):
    proxy.on_loss = server.kill
    with proxy.trouble(Line.ANSWER_LOST, only="/textes/"):
        room.write("Enregistré, mais non dit.")
        room.expect_said(WAITING)
    assert house.discussion() == ("<p>Enregistré, mais non dit.</p>", 1)
    server.start()

    room.expect_saved()

    assert [row.version for row in house.journal()[point(house)]] == [1]


def point(house: House):
    return next(iter(house.journal()))


# --- Ten thousand saves -----------------------------------------------------------------------------------------------


TYPISTS = 4
Fault = tuple[str, Callable[[], object]]


@BOTH
@LONG
def test_no_acknowledged_save_is_lost_or_doubled(
    engine: str, house: House, server: Server, cluster: Cluster | None, browser: Browser, note: Note
):
    """Four people type without a pause, a fifth in a browser; the server, PostgreSQL and the browser die at random
    moments and come back.
    """
    typists = [Typist.at(house, server.port, number) for number in range(TYPISTS)]
    each = SAVES // 2 // TYPISTS
    chance = random.Random(engine)  # noqa: S311  no secret
    fifth = Interrupted(browser, house, f"http://localhost:{server.port}", TYPISTS, chance)
    faults: list[Fault] = [("serveur tué", lambda: (server.kill(), server.start()))]
    if cluster is not None:
        faults.append(("base tuée", cluster.kill))

    kills = while_typing(typists, each, fifth, faults, chance)

    found = [*troubles(house, typists), *fifth.troubles()]
    note(f"enregistrements acquittés ({engine})", count_acknowledged(typists))
    note("envois", sum(one.tries for one in typists))
    for name, _ in faults:
        note(name, kills.count(name))
    note("navigateur tué", fifth.kills)
    note("lignes que le navigateur disait enregistrées", len(fifth.acknowledged))
    note("perdus, doublés ou manquants", len(found))
    assert found == []
    assert house.is_sound()
    assert count_acknowledged(typists) == each * TYPISTS
    assert all(kills.count(name) > 0 for name, _ in faults)
    assert fifth.acknowledged
    assert sum(one.answers_of_500 for one in typists) == 0


def while_typing(
    typists: list[Typist], each: int, fifth: Interrupted, faults: list[Fault], chance: random.Random
) -> list[str]:
    """The browser stays in this thread, which it was given to."""
    with ThreadPoolExecutor(len(typists) + 1) as pool:
        done = [pool.submit(type_all, typist, each) for typist in typists]
        kills = pool.submit(kill_while_typing, typists, done, faults, chance)
        fifth.type_until(kills.done)
        for one in done:
            one.result()
        return kills.result()


def kill_while_typing(
    typists: list[Typist], done: list[Future[None]], faults: list[Fault], chance: random.Random
) -> list[str]:
    kills: list[str] = []
    while not all(one.done() for one in done):
        somebody_is_answered(typists, done)
        time.sleep(chance.uniform(0.3, 5))
        name, act = faults[len(kills) % len(faults)]
        act()
        kills.append(name)
    return kills


def somebody_is_answered(typists: list[Typist], done: list[Future[None]]) -> None:
    before = count_acknowledged(typists)
    until(lambda: count_acknowledged(typists) > before or all(one.done() for one in done), seconds=600)


def count_acknowledged(typists: list[Typist]) -> int:
    return sum(len(one.acknowledged) for one in typists)


def type_all(typist: Typist, count: int) -> None:
    for number in range(count):
        typist.save(f"Phrase {number}, {uuid4()}.")


@BOTH
@LONG
def test_sixty_saves_and_six_kills(house: House, server: Server, cluster: Cluster | None):
    """The same, small: one person, and a kill in every tenth save, each a little later after it left."""
    typist = Typist.at(house, server.port, 0)
    for number in range(60):
        if number % 10 == 5:
            killer = threading.Timer(number / 1_000, lambda: (server.kill(), server.start()))
            killer.start()
        typist.save(f"Phrase {number}.")
        if number % 10 == 5:
            killer.join()

    assert troubles(house, [typist]) == []
    assert len(typist.acknowledged) == 60
    assert server.starts == 7


# --- The same save, twenty times --------------------------------------------------------------------------------------


@each_engine_long("sqlite")
def test_one_key_from_twenty_threads_is_one_change(house: House, server: Server):
    typist = Typist.at(house, server.port, 0)
    key = uuid4()
    with ThreadPoolExecutor(20) as pool:
        answers = list(pool.map(lambda _: typist.send(key, "<p>Une seule fois.</p>"), range(20)))

    assert {answer and answer.status for answer in answers} <= {200, 503}
    assert 200 in {answer and answer.status for answer in answers}
    assert [(row.key, row.version) for row in house.journal()[point(house)]] == [(key, 1)]
    assert house.discussion() == ("<p>Une seule fois.</p>", 1)


@BOTH
@LONG
def test_one_form_from_twenty_threads_is_one_point(house: House, server: Server):
    visitor = Visitor(server.port, {"session": house.world["sessions"]["coordination"]})
    visitor.get("/session/")
    before = len(house.standing())
    form = {"title": "Ajouté hors réseau", "operation": str(uuid4())}
    address = f"/reunions/{house.world['meeting']}/saisie/points/"
    with ThreadPoolExecutor(20) as pool:
        answers = list(pool.map(lambda _: visitor.post(address, form, by_script=True), range(20)))

    assert {answer.status for answer in answers} <= {200, 503}
    assert len(house.standing()) == before + 1
