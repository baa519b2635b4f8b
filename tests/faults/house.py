"""A throw-away house: a folder, a database with a meeting that is being held, and what its journal says."""

from __future__ import annotations

import json
import os
import secrets
import shutil
import sqlite3
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

import psycopg2

from tests.databases import ROOT, copy_migrated, migrate
from tests.postgresql import ordinary_user

SECRET_KEY = secrets.token_urlsafe(50)


@dataclass(frozen=True)
class State:
    """One row of the journal."""

    key: UUID
    base_version: int
    version: int | None
    text: str


@dataclass(frozen=True)
class House:
    folder: Path
    url: str
    world: dict[str, Any] = field(default_factory=dict)

    @property
    def is_sqlite(self) -> bool:
        return self.url.startswith("sqlite")

    @property
    def environment(self) -> dict[str, str]:
        """Production settings, but for HTTPS."""
        return {
            "DJANGO_SETTINGS_MODULE": "clusterhub.settings",
            "DEMO": "0",
            "HTTPS": "0",
            "SECRET_KEY": SECRET_KEY,
            "STATE_DIR": str(self.folder),
            "DATABASE_URL": self.url,
            "MAIL_URL": "filemail://",
            "BASE_URL": "http://localhost:8000",
            "PYTHONPATH": str(ROOT),
        }

    def run(self, *arguments: str, **extra: str) -> subprocess.CompletedProcess[str]:
        """A command of Python's in this house: ``run("manage.py", "clock")``, ``run("-m", "…")``."""
        return subprocess.run(
            [sys.executable, *arguments],
            cwd=ROOT,
            env=os.environ | self.environment | extra,
            capture_output=True,
            text=True,
            check=True,
        )

    # --- Its database, as somebody without the application sees it ----------------------------------------------------

    def connect(self) -> Any:
        """SQLite: each statement is its own transaction until somebody says BEGIN."""
        if self.is_sqlite:
            return sqlite3.connect(self.url.removeprefix("sqlite:///"), timeout=10, isolation_level=None)
        address = urlsplit(self.url)
        folder, _, name = address.path.rpartition("/")
        return psycopg2.connect(host=folder, user=address.username, dbname=name)

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        with closing(self.connect()) as connection:
            cursor = connection.cursor()
            cursor.execute(sql)
            return [tuple(row) for row in cursor.fetchall()]

    def change(self, *statements: str) -> None:
        with closing(self.connect()) as connection:
            cursor = connection.cursor()
            for sql in statements:
                cursor.execute(sql)
            connection.commit()

    @contextmanager
    def locked(self) -> Iterator[None]:
        """Somebody else holds what a save asks for: the whole file, or the row of the meeting."""
        with closing(self.connect()) as connection:
            cursor = connection.cursor()
            cursor.execute("BEGIN IMMEDIATE" if self.is_sqlite else "SELECT id FROM meetings_meeting FOR UPDATE")
            yield
            connection.rollback()

    def journal(self) -> dict[UUID, list[State]]:
        """The texts of the points, in the order in which they came."""
        found = defaultdict(list)
        for target, *state in self.rows(
            "SELECT object_uuid, key, base_version, version, text FROM meetings_textrevision"
            " WHERE field = 'discussion' ORDER BY id"
        ):
            key, base, version, text = state
            found[UUID(str(target))].append(State(UUID(str(key)), base, version, text))
        return dict(found)

    def standing(self) -> dict[UUID, tuple[str, int]]:
        rows = self.rows("SELECT uuid, discussion, discussion_version FROM meetings_agendaitem")
        return {UUID(str(number)): (text, version) for number, text, version in rows}

    def discussion(self, point: int = 0) -> tuple[str, int]:
        return self.standing()[UUID(self.world["points"][point])]

    def is_sound(self) -> bool:
        """SQLite's own check; PostgreSQL checks each page that it reads."""
        return not self.is_sqlite or self.rows("PRAGMA integrity_check") == [("ok",)]


# --- Making one -------------------------------------------------------------------------------------------------------


def sqlite_house(folder: Path) -> House:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "clusterhub.sqlite3"
    copy_migrated(path)
    return _settled(House(folder, f"sqlite:///{path}"))


def postgresql_house(folder: Path, url: str) -> House:
    """In a cluster of its own: it is going to be killed."""
    folder.mkdir(parents=True, exist_ok=True)
    migrate(url)
    return _settled(House(folder, url))


def _settled(house: House) -> House:
    """With its published files, and people."""
    return House(house.folder, house.url, json.loads(house.run("-m", "tests.faults.world").stdout))


def copied(house: House, folder: Path, number: int) -> House:
    """The same house again, for one test. The published files are the same ones."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "static").symlink_to(house.folder / "static")
    if house.is_sqlite:
        path = folder / "clusterhub.sqlite3"
        with closing(house.connect()) as source, closing(sqlite3.connect(path)) as target:
            source.backup(target)
        return House(folder, f"sqlite:///{path}", house.world)
    before, _, template = house.url.rpartition("/")
    with closing(House(folder, f"{before}/postgres").connect()) as connection:
        connection.autocommit = True
        connection.cursor().execute(f"CREATE DATABASE fault{number} TEMPLATE {template}")
    return House(folder, f"{before}/fault{number}", house.world)


# --- PostgreSQL, killed -----------------------------------------------------------------------------------------------


class Cluster:
    """PostgreSQL behind an address that ``tests.postgresql.throwaway_cluster`` gave."""

    def __init__(self, programs: Path, url: str) -> None:
        self.programs = programs
        self.folder = Path(urlsplit(url).path).parent

    def kill(self) -> None:
        """As the power does: nothing is written any more. Then it comes back."""
        owner = ordinary_user()
        command = [
            self.programs / "pg_ctl",
            "--pgdata",
            self.folder / "data",
            "--mode=immediate",
            "--wait",
            "--timeout=300",
        ]
        command += ["--log", self.folder / "log", "restart"]
        subprocess.run(
            command, check=True, cwd=self.folder, user=owner.pw_uid, group=owner.pw_gid, stdout=subprocess.DEVNULL
        )


def removed(folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)


def until(found: Any, *, seconds: float = 20, what: str = "") -> None:
    """Waits until ``found()`` says yes."""
    end = time.monotonic() + seconds
    while not found():
        if time.monotonic() > end:
            raise TimeoutError(what or "it did not happen")
        time.sleep(0.05)
