"""The network between the room and the server: away, silent, slow, or gone at the wrong moment."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import expect

from tests.browser.test_room_offline import KEPT_PAGES
from tests.faults.bars import SLOW_LINE, TOLD_WITHIN
from tests.faults.browser import Room
from tests.faults.conftest import Note
from tests.faults.house import House, until
from tests.faults.proxy import Line, Proxy

WAITING = "sur cet appareil, en attente (1)"
LONG = pytest.mark.faults


def test_answer_lost_after_the_save(room: Room, house: House, proxy: Proxy):
    """The browser sends the same key again, and is told that it is saved: no conflict with oneself, one row."""
    with proxy.trouble(Line.ANSWER_LOST, only="/textes/"):
        room.write("Une fois.")
        room.expect_said(WAITING)
        assert house.discussion() == ("<p>Une fois.</p>", 1)

    room.expect_saved()

    assert [[row.version for row in rows] for rows in house.journal().values()] == [[1]]
    assert len(proxy.met) >= 1
    expect(room.page.locator("[data-conflict]")).to_have_count(0)


@LONG
@pytest.mark.parametrize("line", [Line.SILENT, Line.GONE, Line.ANSWER_LOST, Line.CUT_HALF_WAY])
def test_told_within_five_seconds(room: Room, house: House, proxy: Proxy, note: Note, line: Line):
    """Whatever the line does, it is said that the text waits; the text is there once, when the line is good again."""
    room.listen()
    with proxy.trouble(line, only="/textes/"):
        room.write("Dit à temps.")
        seconds = room.told(WAITING)
        note("dit après (s)", seconds)
        assert seconds <= TOLD_WITHIN

    room.expect_saved()

    assert house.discussion() == ("<p>Dit à temps.</p>", 1)
    assert [[row.version for row in rows] for rows in house.journal().values()] == [[1]]


@LONG
def test_ten_minutes_offline(room: Room, house: House):
    """Ten minutes of the page's clock, a sentence in each: all of it is sent when the network is back."""
    room.page.clock.install()
    room.context.set_offline(True)
    for minute in range(10):
        room.write(f"Minute {minute}. ")
        room.page.clock.run_for(TOLD_WITHIN * 1_000)
        room.expect_said(WAITING)
        room.page.clock.run_for((60 - TOLD_WITHIN) * 1_000)
    assert house.journal() == {}

    room.context.set_offline(False)
    room.page.clock.run_for(16_000)

    room.expect_saved()
    words = "".join(f"Minute {minute}. " for minute in range(10)).strip()
    expect(room.editor).to_have_text(words)
    assert house.discussion()[0].replace("&nbsp;", " ").strip() == f"<p>{words}</p>"


@LONG
def test_no_gesture_is_needed_when_the_network_returns(room: Room, house: House, proxy: Proxy):
    """Nobody touches the tab; no event tells it."""
    with proxy.trouble(Line.GONE):
        room.write("Personne ne touche à rien.")
        room.expect_said(WAITING)

    room.expect_saved()
    assert house.discussion()[1] == 1


@LONG
def test_six_hundred_milliseconds_and_fifty_kilobits(room: Room, house: House, proxy: Proxy, note: Note):
    """The room that was opened once, and kept, opens again, and saves, in less than three seconds each."""
    until(lambda: len(room.page.evaluate(KEPT_PAGES)) > len(house.standing()), seconds=120)
    with proxy.trouble(Line.SLOW):
        begin = time.monotonic()
        room.page.reload(wait_until="commit")
        expect(room.page.locator("html.saves-itself")).to_have_count(1)
        opened = time.monotonic() - begin
        room.listen()
        room.write("Lent mais sûr.")
        saved = room.told("enregistré à")
    note("à 600 ms et 50 kbit/s, ouvre en (s)", opened)
    note("à 600 ms et 50 kbit/s, enregistre en (s)", saved)
    assert opened < SLOW_LINE
    assert saved < SLOW_LINE
    assert house.discussion() == ("<p>Lent mais sûr.</p>", 1)


@LONG
def test_picture_cut_half_way(room: Room, house: House, proxy: Proxy, tmp_path: Path):
    """No file without its row, no row without its file; the words beside it are kept, and it can be sent again."""
    picture = tmp_path / "carte.png"
    Image.effect_noise((700, 500), 90).save(picture)
    room.page.on("dialog", lambda dialog: dialog.accept("Carte"))
    room.write("Le texte autour.")
    room.expect_saved()
    with proxy.trouble(Line.CUT_HALF_WAY, only="/images/"):
        add_picture(room, picture)
        expect(room.page.get_by_text("l’image n’est pas ajoutée")).to_be_visible(timeout=30_000)
    assert pictures(house) == (0, 0)
    expect(room.editor).to_contain_text("Le texte autour.")

    add_picture(room, picture)

    expect(room.editor.locator("img")).to_have_count(1)
    room.expect_saved()
    assert pictures(house) == (1, 1)


def add_picture(room: Room, path: Path) -> None:
    with room.page.expect_file_chooser() as chooser:
        room.page.locator(".rich", has=room.editor).get_by_role("button", name="Image").click()
    chooser.value.set_files(path)


def pictures(house: House) -> tuple[int, int]:
    """Rows, and files."""
    files = [path for path in (house.folder / "files").rglob("*") if path.is_file()]
    return len(house.rows("SELECT id FROM meetings_picture")), len(files)
