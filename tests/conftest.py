"""What every test stands on. Fixtures of one app live beside its tests."""

import gc
import os
from collections.abc import Callable, Generator, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.conf import settings
from django.core import mail
from django.core.cache import cache
from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.sqlite3.base import DatabaseOperations
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings
from post_office.mail import send_queued
from xdist.remote import Producer

from clusterhub.web import bounded
from tests.databases import copy_migrated
from tests.distribution import FileScheduling, rank
from tests.fixtures.holidays import fixed_holidays  # noqa: F401
from tests.fixtures.kept import patches_known, running, watched  # noqa: F401
from tests.fixtures.people import people  # noqa: F401
from tests.letters import check_parts
from tests.stored_facts import check_stored_facts

hypothesis_settings.register_profile(
    "suite",
    max_examples=60,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
hypothesis_settings.register_profile("search", parent=hypothesis_settings.get_profile("suite"), max_examples=5_000)
hypothesis_settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "suite"))

bounded.PATIENCE = 60
"""A loaded machine is slow, not broken: a child's work stays bounded, its wait for the processor hardly is."""


# --- Order ------------------------------------------------------------------------------------------------------------


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> FileScheduling:
    return FileScheduling(config, log)


def pytest_collection_finish() -> None:
    """What is imported stays until the end: looking through it for garbage again and again finds none."""
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


# --- Database ---------------------------------------------------------------------------------------------------------


SEEN = ("tests/browser/", "tests/faults/")
"""As in the Makefile."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What asks for no database runs once, on SQLite."""
    items.sort(key=rank)
    for item in items:
        if item.get_closest_marker("browser") and not item.nodeid.startswith(SEEN):
            raise pytest.UsageError(f"{item.nodeid}: the run of Chromium reads {SEEN} only")
        asks = "db" in item.fixturenames or "transactional_db" in item.fixturenames  # type: ignore[attr-defined]
        if not asks and not item.get_closest_marker("django_db"):
            item.add_marker("once")


@pytest.fixture(scope="session")
def django_db_keepdb() -> bool:
    """SQLite: what the fixture below has put there is to be used, and goes away with its folder."""
    return connection.vendor == "sqlite"


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings: None) -> None:
    """Each process starts from a copy of a database with every migration applied; PostgreSQL copies by itself."""
    if connection.vendor == "sqlite":
        copy_migrated(Path(connection.settings_dict["TEST"]["NAME"]))


@contextmanager
def append_only_triggers_suspended(db: BaseDatabaseWrapper) -> Iterator[None]:
    """Drop SQLite's append-only triggers and put the very same ones back."""
    with db.cursor() as cursor:
        cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'append_only_%'")
        triggers = cursor.fetchall()
        for name, _ in triggers:
            cursor.execute(f'DROP TRIGGER "{name}"')
        try:
            yield
        finally:
            for _, sql in triggers:
                cursor.execute(sql)


def flush_past_triggers(operations: DatabaseOperations, sql_list: list[str]) -> None:
    with append_only_triggers_suspended(operations.connection):
        original_flush(operations, sql_list)


original_flush = DatabaseOperations.execute_sql_flush


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None) -> Iterator[None]:
    """Transactional tests empty the tables afterwards. SQLite does it with DELETE, which history tables refuse.

    PostgreSQL truncates, which row triggers do not see.
    """
    DatabaseOperations.execute_sql_flush = flush_past_triggers  # type: ignore[method-assign]
    running.written = False  # but for the database itself
    yield
    DatabaseOperations.execute_sql_flush = original_flush  # type: ignore[method-assign]


@pytest.fixture
def on_sqlite(db: None) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("ne concerne que SQLite")


@pytest.fixture
def patience(monkeypatch: pytest.MonkeyPatch) -> None:
    """Threads that do the same at once wait for their turn as long as it takes, on a busy machine too.

    After how long the house says that it is busy is a matter of ``tests/clusterhub/test_unavailable.py``.
    """
    waits = {"timeout": 60} if connection.vendor == "sqlite" else {"options": "-c lock_timeout=60s"}
    monkeypatch.setitem(connection.settings_dict, "OPTIONS", connection.settings_dict["OPTIONS"] | waits)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Generator[None, object, object]:
    with watched(item):
        return (yield)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None, object, object]:
    answer = yield
    if not item.get_closest_marker("once"):
        check_stored_facts()
    return answer


# --- Mail -------------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="session", autouse=True)
def queued_mail(django_test_environment: None) -> None:
    """Django's test environment replaces the mail backend; ours is the queue, which ends in Django's outbox."""
    settings.EMAIL_BACKEND = "post_office.EmailBackend"


@pytest.fixture
def sent_mail(db: None) -> Callable[[], list[mail.EmailMessage]]:
    """Send what is queued and return everything sent in this test. Each must say the same in its two parts."""

    def send() -> list[mail.EmailMessage]:
        send_queued()
        for letter in mail.outbox:
            check_parts(letter)
        return mail.outbox

    return send


@pytest.fixture(autouse=True)
def empty_cache() -> None:
    cache.clear()
