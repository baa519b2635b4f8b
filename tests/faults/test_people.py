"""Who types, and who may: signed out, somebody else, two at once, a right that is withdrawn."""

from __future__ import annotations

from pathlib import Path
from uuid import UUID

import pytest
from playwright.sync_api import expect

from clusterhub.web.richtext import to_text
from tests.factories import PASSWORD
from tests.faults.bars import TOLD_WITHIN
from tests.faults.browser import Room
from tests.faults.conftest import Note
from tests.faults.house import House
from tests.faults.proxy import Line, Proxy
from tests.faults.test_line import WAITING

pytestmark = pytest.mark.faults
HOSTILE = "<img src=x onerror=alert(1)><script>alert(2)</script>"
SIGNED_OUT = "session expirée, rien n’est perdu"


def another(room: Room, who: str = "coordination", *, context=None) -> Room:
    return Room(context or room.context, room.house, room.address).sign_in(who)


# --- Signed out -------------------------------------------------------------------------------------------------------


def test_session_gone_while_typing_signed_in_in_another_tab(room: Room, house: House, note: Note):
    """Django changes the CSRF token at each sign-in: the page that waits takes the new one."""
    house.change("DELETE FROM django_session")
    room.listen()
    room.write("Sans session.")
    seconds = room.told(SIGNED_OUT)
    note("dit après (s)", seconds)
    assert seconds <= TOLD_WITHIN
    assert house.journal() == {}

    tab = room.context.new_page()
    tab.goto(f"{room.address}/connexion/")
    tab.get_by_label("Adresse électronique").fill("coordination@example.org")
    tab.get_by_label("Mot de passe").fill(PASSWORD)
    tab.get_by_role("button", name="Se connecter").click()
    expect(tab.get_by_role("button", name="Se connecter")).to_have_count(0)

    room.expect_saved()
    assert house.discussion() == ("<p>Sans session.</p>", 1)


def test_somebody_else_on_the_same_browser(room: Room, house: House, proxy: Proxy):
    """Neither sees what waits here, nor sends it under another name; it goes when its author is back."""
    session = house.world["sessions"]["coordination"]
    end = f"UPDATE django_session SET expire_date = '%s' WHERE session_key = '{session}'"
    house.change(end % "2016-01-01")
    room.write("À moi seul.")
    room.expect_said(SIGNED_OUT)

    other = another(room, "rapporteur").enter()

    expect(other.editor).to_have_text("")
    expect(other.page.locator(".draft-offer, [data-elsewhere]:visible")).to_have_count(0)
    room.expect_said("un autre compte est ouvert dans ce navigateur")
    assert house.journal() == {}
    assert "À moi seul" not in other.page.content()

    house.change(end % "2116-01-01")
    room.sign_in()

    room.expect_saved()
    assert house.discussion() == ("<p>À moi seul.</p>", 1)


def test_right_lost_while_typing(room: Room, house: House, note: Note):
    """The text is refused by the server, said so, kept, and can be taken along as a file."""
    person = f"(SELECT person_id FROM participants_user WHERE id = {house.world['accounts']['coordination']})"  # noqa: S608
    house.change(f"UPDATE participants_clusterrole SET until = '2016-01-01' WHERE person_id = {person}")  # noqa: S608
    room.listen()
    room.write("Écrit trop tard.")
    seconds = room.told("refusé par le serveur, gardé ici")
    note("dit après (s)", seconds)
    assert seconds <= TOLD_WITHIN
    assert house.journal() == {}

    with room.page.expect_download() as download:
        room.page.get_by_role("button", name="Télécharger (.txt)").locator("visible=true").click()

    assert "Écrit trop tard." in Path(download.value.path()).read_text()
    house.change(f"UPDATE participants_clusterrole SET until = NULL WHERE person_id = {person}")
    room.enter()
    expect(room.editor).to_have_text("Écrit trop tard.")
    room.expect_saved()


# --- Two at once ------------------------------------------------------------------------------------------------------


@pytest.fixture
def rival(room: Room, browser) -> Room:
    """Another person, with another browser's cookies and storage, in front of the same point."""
    context = browser.connection.new_context(locale="fr-FR")
    return another(room, "rapporteur", context=context).enter()


@pytest.mark.parametrize("engine", ["sqlite", "postgresql"])
def test_two_editors_of_one_paragraph_keep_both_texts(room: Room, rival: Room, house: House, note: Note):
    """The other's words are a script; they are shown as words. Both texts are in the journal."""
    scripts = []
    for page in (room.page, rival.page):
        page.on("dialog", lambda dialog: (scripts.append(dialog.message), dialog.dismiss()))
    rival.editor.click()
    rival.page.keyboard.insert_text(HOSTILE)
    rival.expect_saved()

    room.listen()
    room.write("Mon texte.")
    expect(room.page.locator("[data-conflict]")).to_be_visible()

    expect(room.page.locator(".conflict-text").nth(0)).to_have_text("Mon texte.")
    expect(room.page.locator(".conflict-text").nth(1)).to_have_text(HOSTILE)
    seconds = room.told("conflit à régler")
    note("dit après (s)", seconds)
    assert seconds <= TOLD_WITHIN
    rows = house.journal()[UUID(house.world["points"][0])]
    assert [(to_text(row.text), row.version) for row in rows] == [(HOSTILE, 1), ("Mon texte.", None)]
    room.page.get_by_role("button", name="Garder les deux").click()
    room.expect_saved()
    assert to_text(house.discussion()[0]).split("\n") == [HOSTILE, "Mon texte."]
    assert scripts == []


def test_two_editors_of_two_paragraphs_are_merged(room: Room, rival: Room, house: House):
    for tab, words in ((room, "Premier."), (room, "Second.")):
        tab.write(words)
        tab.page.keyboard.press("Enter")
    room.expect_saved()
    rival.enter()
    rival.page.get_by_text("Premier.").locator("visible=true").click()
    rival.page.keyboard.press("End")
    rival.page.keyboard.type(" Du rapporteur.")
    rival.expect_saved()

    room.write("Troisième.")

    room.expect_saved()
    expect(room.editor).to_contain_text("Premier. Du rapporteur.")
    text = to_text(house.discussion()[0])
    assert [line for line in text.split("\n") if line] == ["Premier. Du rapporteur.", "Second.", "Troisième."]


def test_two_tabs_of_one_person_are_no_rivals(room: Room, house: House, proxy: Proxy):
    """One sender at a time, and no conflict with oneself, however often one goes to and fro."""
    second = another(room).enter()
    with proxy.trouble(Line.GONE, only="/textes/"):
        room.page.bring_to_front()
        room.write("Zéro. ")
        room.expect_said(WAITING)
        second.page.bring_to_front()
        second.editor.click()
        expect(second.state).to_have_text("vous écrivez ce texte dans un autre onglet")
        expect(second.editor).to_have_attribute("contenteditable", "false")
    room.expect_saved()
    room.page.bring_to_front()
    for turn in range(3):
        room.write(f"Un{turn}. ")
        room.expect_saved()
        room.page.get_by_role("textbox", name="Sujet").focus()
        expect(second.editor).to_contain_text(f"Un{turn}.")
        second.page.bring_to_front()
        expect(second.editor).to_have_attribute("contenteditable", "true")
        second.write(f"Deux{turn}. ")
        second.expect_saved()
        second.page.get_by_role("textbox", name="Sujet").focus()
        expect(room.editor).to_contain_text(f"Deux{turn}.")
        room.page.bring_to_front()
        expect(room.editor).to_have_attribute("contenteditable", "true")

    words = ["Zéro.", *"".join(f"Un{turn}. Deux{turn}. " for turn in range(3)).split()]
    assert to_text(house.discussion()[0]).split() == words
    assert all(row.version is not None for rows in house.journal().values() for row in rows)
    for tab in (room, second):
        expect(tab.page.locator("[data-conflict]")).to_have_count(0)
