"""Faults, injected into a real gunicorn, a real database and a real browser, each of a test's own."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from playwright.sync_api import Playwright, expect

from tests.faults.browser import Browser, Room
from tests.faults.house import Cluster, House, copied, postgresql_house, removed, sqlite_house
from tests.faults.proxy import Proxy
from tests.faults.server import Server, own_port
from tests.postgresql import throwaway_cluster
from tests.tools import require_tool

SAVES = int(os.environ.get("FAULT_SAVES", "10000"))
"""Acknowledged saves under kills, on both databases together."""
BROWSER_KILLS = int(os.environ.get("FAULT_BROWSER_KILLS", "100"))
Note = Callable[[str, float], None]

expect.set_options(timeout=15_000)
numbers = count(1)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Each test brings its own database. The short set runs once, in the run of Chromium, so that one house is made."""
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)


# --- Houses -----------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def style_sheet() -> None:
    if not (settings.BASE_DIR / "static/css/clusterhub.css").exists():
        call_command("build_css")


@pytest.fixture(scope="session")
def on_sqlite_first(tmp_path_factory: pytest.TempPathFactory, style_sheet: None) -> House:
    return sqlite_house(tmp_path_factory.mktemp("sqlite"))


@pytest.fixture(scope="session")
def on_postgresql_first(tmp_path_factory: pytest.TempPathFactory, style_sheet: None) -> Iterator[tuple[House, Cluster]]:
    """Durable, as on a server: what is killed here is the database as well."""
    programs = Path(require_tool("initdb")).parent
    with throwaway_cluster(programs, durable=True) as url:
        yield postgresql_house(tmp_path_factory.mktemp("postgresql"), url), Cluster(programs, url)


@pytest.fixture
def engine() -> str:
    """Parametrize it where PostgreSQL behaves otherwise."""
    return "sqlite"


@pytest.fixture
def cluster(engine: str, request: pytest.FixtureRequest) -> Cluster | None:
    return request.getfixturevalue("on_postgresql_first")[1] if engine == "postgresql" else None


@pytest.fixture
def house(engine: str, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[House]:
    first = request.getfixturevalue("on_sqlite_first" if engine == "sqlite" else "on_postgresql_first")
    yield copied(first if engine == "sqlite" else first[0], tmp_path / "house", next(numbers))
    removed(tmp_path / "house")


@pytest.fixture
def server(house: House) -> Iterator[Server]:
    server = Server(house, own_port())
    try:
        server.start()
        yield server
    finally:
        server.kill()


@pytest.fixture
def proxy(server: Server) -> Iterator[Proxy]:
    proxy = Proxy(own_port(), server.port)
    yield proxy
    proxy.close()


# --- Browsers ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def browser(playwright: Playwright, tmp_path: Path) -> Iterator[Browser]:  # instead of pytest-playwright's
    browser = Browser(playwright, tmp_path / "profile")
    yield browser
    browser.kill()
    removed(tmp_path / "profile")


@pytest.fixture
def room(browser: Browser, house: House, proxy: Proxy) -> Room:
    """The coordinator, signed in, at the first point, over a line that is good for now."""
    return Room(browser.open(), house, f"http://localhost:{proxy.port}").sign_in().enter()


# --- What is told at the end ------------------------------------------------------------------------------------------


@pytest.fixture
def note(request: pytest.FixtureRequest) -> Note:
    """A figure for the end of the run (tests/faults/bars.py)."""

    def write(what: str, figure: float) -> None:
        request.node.user_properties.append((what, str(round(figure, 2))))

    return write


def pytest_terminal_summary(terminalreporter: Any) -> None:
    reports = [report for kind in ("passed", "failed") for report in terminalreporter.stats.get(kind, [])]
    ours = [one for one in reports if one.nodeid.startswith("tests/faults/") and one.when == "call"]
    if not ours:
        return
    terminalreporter.section("pannes")
    for report in ours:
        figures = " · ".join(f"{what} : {figure}" for what, figure in report.user_properties)
        name = report.nodeid.rpartition("/")[2]
        terminalreporter.write_line(f"{report.outcome:7} {report.duration:6.1f} s  {name}  {figures}")
