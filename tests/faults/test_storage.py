"""The database: locked, full, copied while it is written."""

from __future__ import annotations

import sqlite3
import subprocess
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from pathlib import Path
from uuid import uuid4

import pytest

from bench.server import Visitor
from tests.faults.bars import TOLD_WITHIN
from tests.faults.browser import Room
from tests.faults.conftest import Note
from tests.faults.house import Cluster, House, until
from tests.faults.server import Server
from tests.faults.test_line import WAITING
from tests.faults.typist import Acknowledged, Typist, troubles
from tests.postgresql import create_database
from tests.tools import require_tool

BOTH = pytest.mark.parametrize("engine", ["sqlite", "postgresql"])
pytestmark = pytest.mark.faults


# --- Locked -----------------------------------------------------------------------------------------------------------


@BOTH
def test_lock_of_eight_seconds(room: Room, house: House, server: Server, note: Note):
    """Saves are told to try again, pages that only read go on, and the text is saved once the lock is gone."""
    visitor = Visitor(server.port, {"session": house.world["sessions"]["rapporteur"]})
    room.listen()
    with house.locked():
        room.write("Pendant le verrou.")
        seconds = room.told(WAITING)
        read = [seconds_to_read(visitor)]
        room.page.wait_for_timeout(max(0, 8 - seconds) * 1_000)
        read += [seconds_to_read(visitor) for _ in range(3)]
        assert house.journal() == {}
    note("dit après (s)", seconds)
    note("lu en (s)", max(read))
    assert seconds <= TOLD_WITHIN
    assert max(read) <= TOLD_WITHIN

    room.expect_saved()

    assert house.discussion() == ("<p>Pendant le verrou.</p>", 1)
    assert [[row.version for row in rows] for rows in house.journal().values()] == [[1]]


def seconds_to_read(visitor: Visitor) -> float:
    """With two saves that wait, both workers would be taken for as long as the lock lasts, were they to wait."""
    begin = time.monotonic()
    assert visitor.get("/reunions/").status == 200
    return time.monotonic() - begin


@BOTH
def test_locked_save_is_answered_503_with_a_time_to_come_back(house: House, server: Server):
    typist = Typist.at(house, server.port, 0)
    begin = time.monotonic()
    with house.locked():
        answer = typist.send(uuid4(), "<p>Trop tôt.</p>")

    assert answer is not None
    assert (answer.status, answer.headers["Retry-After"]) == (503, "5")
    assert time.monotonic() - begin <= TOLD_WITHIN
    assert house.journal() == {}


# --- Full -------------------------------------------------------------------------------------------------------------


def test_disk_full(room: Room, house: House, server: Server, note: Note):
    """No file grows any more: the save is refused whole, said so, and made when there is room again."""
    room.write("Avant.")
    room.expect_saved()
    assert server.fill_disk() == 2
    room.listen()
    room.write(" Pendant." + " Encore et encore." * 20)
    seconds = room.told(WAITING)
    note("dit après (s)", seconds)
    assert seconds <= TOLD_WITHIN
    assert house.discussion() == ("<p>Avant.</p>", 1)
    assert house.is_sound()

    server.free_disk()

    room.expect_saved()
    text, version = house.discussion()
    assert text == f"<p>Avant. Pendant.{' Encore et encore.' * 20}</p>"
    assert [[row.version for row in rows] for rows in house.journal().values()] == [list(range(1, version + 1))]
    assert house.is_sound()


# --- Copied while it is written ---------------------------------------------------------------------------------------


@contextmanager
def typing_goes_on(house: House, server: Server) -> Iterator[Typist]:
    typist, end = Typist.at(house, server.port, 0), threading.Event()

    def type_on() -> None:
        while not end.is_set():
            typist.save(f"Phrase {typist.version}.")

    with ThreadPoolExecutor(1) as pool:
        done = pool.submit(type_on)
        try:
            yield typist
        finally:
            end.set()
        done.result()


def more_typed(typist: Typist) -> list[Acknowledged]:
    """Ten more saves than now: they are not all in the file that an older copy would hold."""
    enough = len(typist.acknowledged) + 10
    until(lambda: len(typist.acknowledged) >= enough, seconds=120)
    return list(typist.acknowledged)


def copied_by_backup(house: House, to: Path) -> None:
    with closing(house.connect()) as source, closing(sqlite3.connect(to)) as target:
        source.backup(target)


def copied_by_vacuum(house: House, to: Path) -> None:
    house.change(f"VACUUM INTO '{to}'")


@pytest.mark.parametrize("copy", [copied_by_backup, copied_by_vacuum])
def test_backup_during_writes(house: House, server: Server, tmp_path: Path, copy):
    """Each copy is whole: it holds every save that was acknowledged before it began, and no gap."""
    with typing_goes_on(house, server) as typist:
        for number in range(10):
            typed = more_typed(typist)
            path = tmp_path / f"copie-{number}.sqlite3"
            copy(house, path)
            restored = House(tmp_path, f"sqlite:///{path}", house.world)
            assert restored.is_sound()
            assert_holds(restored, typed)

    assert troubles(house, [typist]) == []


@pytest.mark.parametrize("engine", ["postgresql"])
def test_dump_during_writes(house: House, server: Server, cluster: Cluster, tmp_path: Path):
    with typing_goes_on(house, server) as typist:
        typed = more_typed(typist)
        name = house.url.rpartition("/")[2]
        dump = subprocess.run(
            [require_tool("pg_dump"), "--host", cluster.folder, "--username", "tests", name],
            check=True,
            capture_output=True,
        )
    restored = restored_into(cluster, f"{name}_back", dump.stdout, house, tmp_path)
    assert_holds(restored, typed)
    assert troubles(house, [typist]) == []


def restored_into(cluster: Cluster, name: str, dump: bytes, house: House, folder: Path) -> House:
    create_database(cluster.folder, name)
    psql = [require_tool("psql"), "--quiet", "--host", cluster.folder, "--username", "tests", "--set=ON_ERROR_STOP=1"]
    subprocess.run([*psql, name], input=dump, check=True, stdout=subprocess.DEVNULL)
    return House(folder, f"{house.url.rpartition('/')[0]}/{name}", house.world)


def assert_holds(restored: House, typed: list[Acknowledged]) -> None:
    rows = [row for rows in restored.journal().values() for row in rows]
    assert {(one.key, one.version) for one in typed} <= {(row.key, row.version) for row in rows}
    assert [row.version for row in rows] == list(range(1, len(rows) + 1))
    assert restored.discussion()[1] == len(rows)
