"""What happens to the machine in front of the person: killed, full, frozen, with a wrong clock, with an old page."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from playwright.sync_api import Playwright, expect

from bench.server import Visitor
from clusterhub.web.richtext import to_text
from tests.browser.test_room_offline import WRITE_FORMER
from tests.databases import ROOT
from tests.faults.bars import TOLD_WITHIN
from tests.faults.browser import Browser, Room
from tests.faults.conftest import BROWSER_KILLS, Note
from tests.faults.house import House, until
from tests.faults.proxy import Line, Proxy
from tests.faults.server import Server
from tests.faults.test_line import WAITING
from tests.tools import require_tool

LONG = pytest.mark.faults
MOMENTS = (3_000, 1_000, 0, 300, 450, 600, 900)
"""Milliseconds after the last key."""
LINES = (Line.GOOD, Line.SILENT, Line.SLOW)
UNKEPT = "pas encore enregistré (1) : ne fermez pas cette page"


# --- Killed -----------------------------------------------------------------------------------------------------------


def opened(browser: Browser, house: House, proxy: Proxy) -> Room:
    return Room(browser.open(), house, f"http://localhost:{proxy.port}").sign_in().enter()


def killed_while_typing(room: Room, browser: Browser, proxy: Proxy, words: str) -> None:
    """The network does not answer, and one second after the last key there is no browser any more."""
    with proxy.trouble(Line.GONE, only="/textes/"):
        room.write("")
        room.page.keyboard.type(words)
        room.page.wait_for_timeout(1_000)
        browser.kill()


def test_text_is_back_after_the_browser_was_killed(browser: Browser, house: House, proxy: Proxy):
    """As soon as the page says that the text is on the device; the long set kills it one second after the last key."""
    room = opened(browser, house, proxy)
    with proxy.trouble(Line.GONE, only="/textes/"):
        room.write("Tapé juste avant la coupure.")
        room.expect_said(WAITING)
        browser.kill()
    assert house.journal() == {}

    room = opened(browser, house, proxy)

    expect(room.editor).to_have_text("Tapé juste avant la coupure.")
    room.expect_saved()
    assert house.discussion()[0] == "<p>Tapé juste avant la coupure.</p>"


@LONG
def test_a_hundred_kills_of_the_browser(browser: Browser, house: House, proxy: Proxy, note: Note):
    """One sentence more each time; the same profile all along. Each is saved once, after its kill, by itself."""
    typed, back = "", 0
    room = opened(browser, house, proxy)
    for kill in range(BROWSER_KILLS):
        sentence = f"Coupure {kill}."
        killed_while_typing(room, browser, proxy, sentence)
        room = opened(browser, house, proxy)
        room.expect_saved()
        typed += sentence
        back += house.discussion()[0] == f"<p>{typed}</p>"
    note("coupures du navigateur", BROWSER_KILLS)
    note("textes revenus", back)
    assert back == BROWSER_KILLS
    assert [[row.version for row in rows] for rows in house.journal().values()] == [
        list(range(1, house.discussion()[1] + 1))
    ]


@LONG
def test_killed_at_any_moment_what_was_acknowledged_stays(browser: Browser, house: House, proxy: Proxy, note: Note):
    """The kill falls before, during or after the save, on a line that is good, silent or slow. Nothing that the page
    said to be saved is missing, nothing is there twice.
    """
    acknowledged, missing = [], []
    kills = max(BROWSER_KILLS // 5, len(MOMENTS))
    for kill in range(kills):
        room = opened(browser, house, proxy)
        with proxy.trouble(LINES[kill % len(LINES)], only="/textes/"):
            room.write(f"Ligne {kill}. ")
            room.page.wait_for_timeout(MOMENTS[kill % len(MOMENTS)])
            is_said = "enregistré à" in (room.state.text_content() or "")
            browser.kill()
        acknowledged += [f"Ligne {kill}."] if is_said else []
        text = to_text(house.discussion()[0])
        missing += [f"{words} après {kill}" for words in acknowledged if text.count(words) != 1]
    note("acquittés avant la coupure", len(acknowledged))
    note("acquittés avant la coupure et manquants", len(missing))
    assert acknowledged
    assert missing == []

    room = opened(browser, house, proxy)

    until(lambda: all(to_text(house.discussion()[0]).count(words) == 1 for words in lines(kills)))


def lines(kills: int) -> list[str]:
    """A sentence is on the device 400 ms after its last key: those of an earlier kill may be gone."""
    return [f"Ligne {kill}." for kill in range(kills) if MOMENTS[kill % len(MOMENTS)] >= 1_000]


# --- No room on the device --------------------------------------------------------------------------------------------


FULL = "() => { IDBObjectStore.prototype.put = () => { throw new DOMException('full', 'QuotaExceededError') } }"
DISK = "64m"


def goes_to_the_server_or_says_so(room: Room, house: House, proxy: Proxy, note: Note) -> None:
    """What goes to the server goes on; what cannot go is said to be nowhere else."""
    room.write("Au serveur.")
    room.expect_saved()
    assert house.discussion() == ("<p>Au serveur.</p>", 1)

    room.listen()
    with proxy.trouble(Line.GONE, only="/textes/"):
        room.write(" Encore.")
        seconds = room.told(UNKEPT)
    note("dit après (s)", seconds)
    assert seconds <= TOLD_WITHIN

    room.expect_saved()
    assert house.discussion() == ("<p>Au serveur. Encore.</p>", 2)


@LONG
def test_quota_used_up(room: Room, house: House, proxy: Proxy, note: Note):
    """In the middle of the work: each write is answered as the standard says."""
    room.page.evaluate(FULL)
    goes_to_the_server_or_says_so(room, house, proxy, note)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    folder = tmp_path / "disk"
    folder.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={DISK}", "tmpfs", folder], capture_output=True).returncode:
        pytest.skip("monter un petit disque demande d’être root")
    yield folder
    subprocess.run(["umount", "--lazy", folder], check=True)


@LONG
def test_disk_of_the_machine_full(playwright: Playwright, small_disk: Path, house: House, proxy: Proxy):
    """The profile stands on a disk on which no byte is left."""
    browser = Browser(playwright, small_disk / "profile")
    try:
        room = opened(browser, house, proxy)
        room.write("x")
        room.expect_saved()
        room.page.keyboard.press("Backspace")
        room.expect_saved()
        fill(small_disk)
        room.write("Au serveur.")
        room.expect_saved()
        with proxy.trouble(Line.GONE, only="/textes/"):
            room.write(" Encore.")
            room.expect_said(UNKEPT)
        room.expect_saved()
        assert house.discussion()[0] == "<p>Au serveur. Encore.</p>"
    finally:
        browser.kill()


def fill(disk: Path) -> None:
    with (disk / "ballast").open("wb", buffering=0) as ballast:
        for size in (1_000_000, 10_000, 1):
            with suppress(OSError):
                while ballast.write(b"x" * size) == size:
                    pass


@LONG
def test_indexeddb_blocked(room: Room, house: House, proxy: Proxy, note: Note):
    """As in the private windows of some browsers: said before a word is typed."""
    room.page.add_init_script("indexedDB.open = () => { throw new DOMException('blocked', 'SecurityError') }")
    room.enter()
    expect(room.page.locator("[data-unkept]")).to_contain_text("stockage bloqué ou plein")
    goes_to_the_server_or_says_so(room, house, proxy, note)


# --- Asleep -----------------------------------------------------------------------------------------------------------


@LONG
def test_frozen_tab_says_nothing_false_and_goes_on(room: Room, house: House, proxy: Proxy):
    frozen = room.protocol()
    with proxy.trouble(Line.SILENT, only="/textes/"):
        room.write("Avant le sommeil.")
        room.expect_said("enregistrement…")
        frozen.send("Page.setWebLifecycleState", {"state": "frozen"})
    assert house.journal() == {}
    frozen.send("Page.setWebLifecycleState", {"state": "active"})

    room.expect_saved()
    assert house.discussion() == ("<p>Avant le sommeil.</p>", 1)


# --- Clocks -----------------------------------------------------------------------------------------------------------


@LONG
@pytest.mark.parametrize("of_the_browser", ["2031-01-01T00:00:00", "2001-01-01T00:00:00"])
def test_order_is_by_version_not_by_clock(room: Room, house: House, server: Server, of_the_browser: str):
    """The browser's clock is years off, then the server's goes back by an hour: the last words stand."""
    faketime = require_tool("faketime")
    room.page.clock.set_system_time(of_the_browser)
    room.write("Un.")
    room.expect_saved()
    server.kill()
    server.start(faketime, "-f", "-1h")

    room.write(" Deux.")
    room.expect_saved()

    rows = next(iter(house.journal().values()))
    assert [(to_text(row.text), row.version) for row in rows] == [("Un.", 1), ("Un. Deux.", 2)]
    assert house.discussion() == ("<p>Un. Deux.</p>", 2)
    room.enter()
    expect(room.editor).to_have_text("Un. Deux.")


@LONG
def test_a_day_later_the_session_is_over_and_nothing_is_lost(room: Room, house: House, server: Server):
    """Nor does yesterday's link to choose a password open any more."""
    faketime = require_tool("faketime")
    somebody = Visitor(server.port, {})
    assert somebody.get(house.world["password_link"]).status == 302
    server.kill()
    server.start(faketime, "-f", "+1d")
    assert b"Ce lien ne fonctionne plus" in somebody.get(house.world["password_link"]).body
    room.write("Le lendemain.")
    room.expect_said("session expirée, rien n’est perdu")
    assert house.journal() == {}

    room.page.get_by_label("Mot de passe").fill("un mot de passe de test")
    room.page.get_by_role("button", name="Se reconnecter").click()

    room.expect_saved()
    assert house.discussion() == ("<p>Le lendemain.</p>", 1)


# --- A new release ----------------------------------------------------------------------------------------------------


def release(house: House) -> None:
    """Another deployment: every script of ours has another content and another address; the former ones are gone."""
    (house.folder / "static").unlink()
    source = shutil.copytree(ROOT / "static", house.folder / "next")
    for script in (source / "js").rglob("*.js"):
        script.write_text(f"{script.read_text()}\nself.isNextRelease = true;\n")
    house.run(
        "manage.py",
        "collectstatic",
        "--noinput",
        "--verbosity",
        "0",
        DJANGO_SETTINGS_MODULE="tests.faults.next_release",
    )


@LONG
def test_deployment_while_a_text_waits(room: Room, house: House, server: Server, proxy: Proxy):
    """The page is the former release's: what it sends is still taken. Its reload is the new one's, with the text."""
    with proxy.trouble(Line.GONE, only="/textes/"):
        room.write("Avant la mise à jour.")
        room.expect_said(WAITING)
        server.kill()
        release(house)
        assert room.page.evaluate("self.isNextRelease") is None
        server.start()
    room.expect_saved()
    with proxy.trouble(Line.GONE, only="/textes/"):
        room.write(" Et encore.")
        room.expect_said(WAITING)
        room.enter()
        expect(room.editor).to_have_text("Avant la mise à jour. Et encore.")

    room.expect_saved()
    assert house.discussion() == ("<p>Avant la mise à jour. Et encore.</p>", 2)
    assert room.page.evaluate("self.isNextRelease") is True


@LONG
def test_draft_of_the_former_format_survives_a_deployment_and_a_kill(browser: Browser, house: House, proxy: Proxy):
    """The former release kept plain records in a database of another name."""
    address = f"http://localhost:{proxy.port}"
    context = browser.open()
    first = Room(context, house, address).sign_in()
    first.page.goto(f"{address}/session/")
    place = f"{house.world['accounts']['coordination']}/{house.world['meeting']}"
    point = house.world["points"][0]
    draft = {
        "id": f"{place}/{point}/agendaitem.discussion",
        "place": place,
        "text": "<p>De l’ancienne version.</p>",
        "base": 0,
        "attempt": None,
        "at": first.page.evaluate("Date.now()"),
        "page": f"/reunions/{house.world['meeting']}/saisie/?point={point}",
        "caption": "Description, discussions, Point 1",
    }
    first.page.evaluate(WRITE_FORMER, [draft])
    first.page.wait_for_timeout(1_000)
    browser.kill()

    room = opened(browser, house, proxy)

    expect(room.editor).to_have_text("De l’ancienne version.")
    room.expect_saved()
    assert house.discussion() == ("<p>De l’ancienne version.</p>", 1)
