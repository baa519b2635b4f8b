"""The room without network, without session, without storage: what was typed is on the device, and says so."""

from __future__ import annotations

import json
import re
from datetime import datetime, timedelta
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from playwright.sync_api import BrowserContext, Locator, Page, Route, expect

from meetings.enums import MeetingState
from meetings.models import AgendaItem, Meeting, TextRevision
from meetings.services.agenda import add_item
from meetings.services.lifecycle import close_meeting
from minutes.selectors.room import AgendaLine
from minutes.views import room as room_views
from participants.models import ClusterRole, User
from tests.browser.pages import expect_soon
from tests.factories import PASSWORD, People, make_people
from tests.meetings.factories import make_meeting

pytestmark = pytest.mark.django_db(transaction=True)

READ_DEVICE = """async () => {
    const opened = (name) => new Promise((resolve, reject) => {
        const request = indexedDB.open(name);
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
    });
    const all = (database, name) => new Promise((resolve) => {
        const request = database.transaction(name).objectStore(name).getAll();
        request.onsuccess = () => resolve(request.result);
    });
    const database = await opened("clusterhub-room");
    const plain = (one) => ({ ...one, sealed: new TextDecoder("latin1").decode(one.sealed) });
    const former = await opened("clusterhub");
    const hasDrafts = former.objectStoreNames.contains("drafts");
    const left = hasDrafts ? await all(former, "drafts") : [];
    const keys = await all(database, "keys");
    const isShut = (key) => crypto.subtle.exportKey("raw", key).then(() => false, () => true);
    const texts = (await all(database, "texts")).map(plain);
    return { texts, former: left, keys: await Promise.all(keys.map(isShut)) };
}"""
"""Everything on the device, as somebody with the browser's own tools would read it."""
WRITE_FORMER = """(drafts) => new Promise((resolve) => {
    const request = indexedDB.open("clusterhub", 1);
    request.onupgradeneeded = () => request.result.createObjectStore("drafts", { keyPath: "id" });
    request.onsuccess = () => {
        const transaction = request.result.transaction("drafts", "readwrite");
        drafts.forEach((draft) => transaction.objectStore("drafts").put(draft));
        transaction.oncomplete = () => { request.result.close(); resolve(); };
    };
})"""
WRITE_FORMAT = """(format) => new Promise((resolve) => {
    const request = indexedDB.open("clusterhub-room");
    request.onsuccess = () => {
        const transaction = request.result.transaction(["texts", "queue"], "readwrite");
        const texts = transaction.objectStore("texts"), queue = transaction.objectStore("queue");
        texts.getAll().onsuccess = ({ target }) => {
            const { id, ...text } = target.result.find((one) => one.waiting || one.format > 2);
            texts.put({ id, ...text, format });
            if (format > 2) queue.put({ ...text, format });
            else queue.clear();
        };
        transaction.oncomplete = () => { request.result.close(); resolve(); };
    };
})"""
"""The text that waits, and an addition, as the release of this format keeps them."""
KEPT_PAGES = """async () => {
    const names = (await caches.keys()).filter((name) => name.startsWith("room-pages/"));
    const pages = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()));
    return pages.flat().map((one) => one.url);
}"""


WHOSE_PAGES = "async () => (await caches.keys()).filter((name) => name.startsWith('room-pages/'))"
KEEP = "async (address) => (await navigator.serviceWorker.ready).active.postMessage({ keep: [address] })"


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    return browser_context_args | {"service_workers": "allow"}


@pytest.fixture
def people() -> People:
    return make_people()


@pytest.fixture
def meeting(people: People) -> Meeting:
    return make_meeting(people.cluster, by=people.coordinator)


@pytest.fixture
def held(people: People) -> Meeting:
    return make_meeting(people.cluster, by=people.coordinator, state=MeetingState.OPEN)


@pytest.fixture
def item(meeting: Meeting) -> AgendaItem:
    return add_item(meeting=meeting, title="Situation des retours")


@pytest.fixture
def address(live_server: Any, meeting: Meeting, item: AgendaItem) -> str:
    return f"{live_server.url}/reunions/{meeting.uuid}/saisie/?point={item.uuid}"


def sign_in(context: BrowserContext, user: User, url: str) -> None:
    client = Client()
    client.force_login(user)
    context.add_cookies([{"name": "session", "value": client.cookies["session"].value, "url": url}])


@pytest.fixture
def room(page: Page, people: People, live_server: Any, address: str) -> Page:
    sign_in(page.context, people.coordinator, live_server.url)
    page.goto(address)
    return page


def editor(page: Page) -> Locator:
    return page.locator(".rich-zone").and_(page.get_by_role("textbox", name="Description, discussions"))


def state(page: Page) -> Locator:
    return page.locator("form", has=editor(page)).locator("[data-state]")


def whole(page: Page) -> Locator:
    return page.locator("[data-room-state]")


def write(page: Page, words: str) -> None:
    """At once: however slow the machine, no pause between two keys makes a save of its own."""
    editor(page).click()
    page.keyboard.insert_text(words)


def stored(item: AgendaItem) -> tuple[str, int]:
    return AgendaItem.objects.values_list("discussion", "discussion_version").get(pk=item.pk)


def unreachable(route: Route) -> None:
    route.abort()


# --- On this device ---------------------------------------------------------------------------------------------------


def test_drafts_of_the_former_format_come_over_and_nothing_is_readable(
    page, people, live_server, address, meeting, item
):
    """The former release kept plain records; the second one is another account's."""
    sign_in(page.context, people.coordinator, live_server.url)
    page.goto(f"{live_server.url}/session/")
    drafts = [
        {
            "id": f"{user.pk}/{meeting.uuid}/{item.uuid}/agendaitem.discussion",
            "place": f"{user.pk}/{meeting.uuid}",
            "text": f"<p>{words}</p>",
            "base": 0,
            "attempt": None,
            "at": page.evaluate("Date.now()"),
            "page": f"/reunions/{meeting.uuid}/saisie/?point={item.uuid}",
            "caption": "Description, discussions, Situation des retours",
        }
        for user, words in ((people.coordinator, "Ancien format."), (people.rapporteur, "Secret du rapporteur."))
    ]
    page.evaluate(WRITE_FORMER, drafts)

    page.goto(address)

    expect(editor(page)).to_have_text("Ancien format.")
    expect(state(page)).to_contain_text("enregistré à")
    assert stored(item) == ("<p>Ancien format.</p>", 1)
    device = page.evaluate(READ_DEVICE)
    assert device["former"] == []
    assert device["keys"] == [True, True]
    assert [
        (one["format"], one["waiting"]) for one in device["texts"] if one["account"] == str(people.rapporteur.pk)
    ] == [(2, 1)]
    assert "Secret" not in json.dumps(device)
    assert "Ancien" not in json.dumps(device)


def test_draft_of_a_newer_format_is_told_and_kept_until_its_page_is_back(room, live_server, address, item):
    """The server went back to the release before, or this tab is an old one."""

    def opens_as(format: int) -> list[dict[str, Any]]:
        room.goto(f"{live_server.url}/session/")
        room.unroute("**/textes/")
        room.evaluate(WRITE_FORMAT, format)
        before = newer(room)
        room.goto(address)
        return before

    room.route("**/textes/", unreachable)
    write(room, "De la version suivante.")
    expect(state(room)).to_have_text("sur cet appareil, en attente")

    kept = opens_as(format=3)
    expect(room.locator("[data-elsewhere] li")).to_contain_text("qui seule l’ouvre : 2 textes ou ajouts")
    expect(room.get_by_role("button", name="Télécharger (.txt)")).to_be_hidden()
    write(room, "D’ici.")
    expect(state(room)).to_contain_text("enregistré à")
    room.reload()
    expect(room.locator("[data-elsewhere] li")).to_be_visible()
    assert stored(item) == ("<p>D’ici.</p>", 1)
    assert newer(room) == kept != []
    room.locator(".account > summary").click()
    room.get_by_role("button", name="Se déconnecter", exact=True).click()
    expect(room.get_by_role("dialog").get_by_role("listitem")).to_contain_text("2 textes ou ajouts")

    opens_as(format=2)
    expect(room.locator(".draft-offer [data-text]")).to_have_text("De la version suivante.")
    assert stored(item)[1] == 1


def newer(page: Page) -> list[dict[str, Any]]:
    return [one for one in page.evaluate(READ_DEVICE)["texts"] if one["format"] > 2]


def pen(page: Page, item: AgendaItem) -> str:
    """The lock that the page which writes holds; a page that goes away slowly still has it."""
    return f"{page.locator('[data-room]').get_attribute('data-room')}/{item.uuid}/agendaitem.discussion"


def test_each_pause_is_kept_while_a_request_is_on_its_way(room, address, item):
    """A black hole: no answer, no error. The person is told, and the next page has what was typed last."""
    room.context.route("**/textes/", lambda route: None)
    write(room, "Un")
    expect(state(room)).to_have_text("enregistrement…")
    room.keyboard.insert_text(" deux")
    expect(state(room)).to_have_text("sur cet appareil, en attente")
    expect(whole(room)).to_have_text("sur cet appareil, en attente (1)")
    slow = room.context.new_page()
    slow.goto(address.partition("reunions/")[0] + "session/")
    slow.evaluate("(id) => void navigator.locks.request(id, () => new Promise(() => {}))", pen(room, item))

    room.reload()
    expect(state(room)).to_have_text("vous écrivez ce texte dans un autre onglet")
    room.context.unroute("**/textes/")
    slow.close()

    expect(editor(room)).to_have_text("Un deux")
    expect(whole(room)).to_contain_text("enregistré à")
    assert stored(item)[0] == "<p>Un deux</p>"


@pytest.mark.parametrize("more", ["", " Et la suite."])
def test_page_on_its_way_while_an_answer_comes_shows_what_was_typed(room, address, item, more):
    """The server wrote the next page before it knew the text; the page before it still hears that it is saved."""
    met: list[Route] = []

    def save(route: Route) -> None:
        met.append(route)
        if len(met) == 2 and more:
            route.abort()
        elif len(met) > 1:
            route.continue_()

    def come_late(route: Route) -> None:
        page = route.fetch()
        met[0].continue_()
        room.wait_for_timeout(1_000)
        route.fulfill(response=page)

    room.route("**/textes/", save)
    room.route(address, come_late, times=1)
    write(room, "Avant de partir.")
    expect(state(room)).to_have_text("enregistrement…")
    write(room, more)
    room.reload()

    expect(editor(room)).to_have_text(f"Avant de partir.{more}")
    expect_soon(room, lambda: stored(item), (f"<p>Avant de partir.{more}</p>", 2 if more else 1))
    expect(room.locator(".draft-offer")).to_have_count(0)


def test_tries_again_at_most_every_fifteen_seconds_and_wakes_with_network_and_machine(room, item):
    """The page's clock stands still but for what is said here."""

    def wait_long(words: str) -> None:
        room.context.route("**/textes/", unreachable)
        write(room, words)
        room.clock.run_for(500)
        expect(state(room)).to_have_text("sur cet appareil, en attente")
        for _ in range(5):
            with room.expect_event("requestfailed"):
                room.clock.run_for(15_000)
        room.context.unroute("**/textes/")

    room.clock.install()
    room.reload()
    room.clock.pause_at(datetime.now() + timedelta(hours=1))
    wait_long("Coupure.")
    room.evaluate("dispatchEvent(new Event('online'))")
    expect(state(room)).to_contain_text("enregistré")

    wait_long("Veille. ")
    room.evaluate("(now) => { Date.now = () => now + 60_000 }", room.evaluate("Date.now()"))
    room.clock.run_for(2_000)

    expect(state(room)).to_contain_text("enregistré")
    assert stored(item)[1] == 2


@pytest.mark.parametrize(
    ("trouble", "words"),
    [
        ("indexedDB.open = () => { throw new Error('blocked') }", "stockage bloqué ou plein"),
        ("Object.defineProperty(window, 'isSecureContext', { value: false })", "pas en HTTPS"),
    ],
)
def test_device_that_keeps_nothing_says_so_and_saves_go_on(page, people, live_server, address, item, trouble, words):
    page.add_init_script(trouble)
    sign_in(page.context, people.coordinator, live_server.url)
    page.goto(address)
    expect(page.locator("[data-unkept]:visible, [data-no-https]:visible")).to_contain_text(words)
    write(page, "Au serveur.")
    expect(state(page)).to_contain_text("enregistré à")
    assert stored(item) == ("<p>Au serveur.</p>", 1)

    page.route("**/textes/", unreachable)
    page.keyboard.insert_text(" Encore.")

    expect(state(page)).to_have_text("pas encore enregistré, et cet appareil ne peut pas garder le texte")
    expect(whole(page)).to_have_text("pas encore enregistré (1) : ne fermez pas cette page")


# --- Whose it is ------------------------------------------------------------------------------------------------------


def test_somebody_else_on_the_browser_neither_sees_nor_sends_it(room, people, live_server, address, item):
    room.route("**/textes/", unreachable)
    write(room, "À moi seul.")
    expect(state(room)).to_have_text("sur cet appareil, en attente")
    sign_in(room.context, people.rapporteur, live_server.url)
    room.unroute("**/textes/")

    expect(whole(room)).to_have_text("un autre compte est ouvert dans ce navigateur")
    other = room.context.new_page()
    other.goto(address)
    expect(other.locator("html.saves-itself")).to_have_count(1)
    expect(other.locator(".draft-offer, [data-elsewhere]:visible")).to_have_count(0)
    expect(editor(other)).to_have_text("")
    assert not TextRevision.objects.exists()

    sign_in(room.context, people.coordinator, live_server.url)
    expect(state(room)).to_contain_text("enregistré")
    assert TextRevision.objects.get().author == people.coordinator


def test_signs_in_again_in_place(room, people, item):
    Session.objects.all().delete()
    write(room, "Sans session.")
    expect(state(room)).to_have_text("session expirée, rien n’est perdu")
    room.get_by_label("Mot de passe").fill("pas le bon")
    room.get_by_role("button", name="Se reconnecter").click()
    expect(room.get_by_text("Adresse ou mot de passe refusés.")).to_be_visible()

    room.get_by_label("Mot de passe").fill(PASSWORD)
    room.get_by_role("button", name="Se reconnecter").click()

    expect(state(room)).to_contain_text("enregistré à")
    expect(room.get_by_role("button", name="Se reconnecter")).to_be_hidden()
    assert stored(item) == ("<p>Sans session.</p>", 1)


def test_right_withdrawn_keeps_the_text_to_take_along(room, people, item):
    ClusterRole.objects.filter(person=people.coordinator.person).delete()
    write(room, "Resté <b>ici</b>.")

    expect(state(room)).to_contain_text("Votre droit d’écrire ici a été retiré")
    expect(editor(room)).to_have_text("Resté <b>ici</b>.")
    assert stored(item) == ("", 0)
    files = {}
    for kind in ("txt", "html"):
        with room.expect_download() as download:
            room.get_by_role("button", name=f"Télécharger (.{kind})").locator("visible=true").click()
        files[kind] = Path(download.value.path()).read_text()
    assert "Resté <b>ici</b>." in files["txt"]
    assert "<p>Resté &lt;b&gt;ici&lt;/b&gt;.</p>" in files["html"]


def test_signing_out_lists_what_the_server_does_not_have(room, live_server, people, address, item):
    room.context.route("**/textes/", unreachable)
    write(room, "Pas parti.")
    expect(state(room)).to_have_text("sur cet appareil, en attente")
    room.locator(".account > summary").click()
    room.get_by_role("button", name="Se déconnecter", exact=True).click()
    dialog = room.get_by_role("dialog")
    expect(dialog.get_by_role("listitem")).to_have_text("Description, discussions, Situation des retours")
    dialog.get_by_role("button", name="Rester connecté").click()
    expect(editor(room)).to_have_text("Pas parti.")

    room.get_by_role("button", name="Se déconnecter", exact=True).click()
    dialog.get_by_role("button", name="Se déconnecter quand même").click()
    expect(room).to_have_url(f"{live_server.url}/connexion/?depart=1")
    expect(room.locator("[data-left-here]")).to_contain_text("1 texte")
    room.context.unroute("**/textes/")
    sign_in(room.context, people.coordinator, live_server.url)
    room.goto(address)

    expect(editor(room)).to_have_text("Pas parti.")
    expect(state(room)).to_contain_text("enregistré à")


# --- Two tabs ---------------------------------------------------------------------------------------------------------


def test_second_tab_of_the_same_person_is_no_rival(room, address, item):
    second = room.context.new_page()
    second.goto(address)
    write(room, "Premier onglet.")
    expect(state(room)).to_contain_text("enregistré à")
    expect(editor(second)).to_have_text("Premier onglet.")
    editor(second).click()
    expect(state(second)).to_have_text("vous écrivez ce texte dans un autre onglet")
    room.keyboard.insert_text(" Suite.")
    expect(editor(second)).to_have_text("Premier onglet. Suite.")

    room.get_by_role("textbox", name="Sujet").focus()
    expect(editor(second)).to_have_attribute("contenteditable", "true")
    editor(second).click()
    second.keyboard.press("Control+End")
    second.keyboard.insert_text(" Second onglet.")

    expect(state(second)).to_contain_text("enregistré à")
    expect(editor(room)).to_have_text("Premier onglet. Suite. Second onglet.")
    assert stored(item) == ("<p>Premier onglet. Suite. Second onglet.</p>", 3)


# --- Without network --------------------------------------------------------------------------------------------------


@pytest.fixture
def kept_room(page: Page, people: People, live_server: Any, held: Meeting) -> Page:
    """The room of a meeting that is being held, once every point and the attendance are on the device."""
    sign_in(page.context, people.coordinator, live_server.url)
    page.goto(f"{live_server.url}/reunions/{held.uuid}/saisie/")
    pages = held.items.count() + 2
    keeps(page, pages)
    return page


def keeps(page: Page, count: int) -> None:
    """The service worker fetches them by itself, one after the other."""
    expect_soon(page, lambda: len(page.evaluate(KEPT_PAGES)), count)


def is_half_filled(page: Page) -> bool:
    """A form, at the last pause."""
    return any("/form/" in one["id"] for one in page.evaluate(READ_DEVICE)["texts"])


def test_room_opens_without_network_with_everything_typed(kept_room, people, live_server, held):
    item = held.items.first()
    title = kept_room.get_by_role("textbox", name="Sujet")
    title.fill("Suivi, acquitté avant la coupure")
    title.press("Enter")
    write(kept_room, "Enregistré.")
    expect(state(kept_room)).to_contain_text("enregistré à")
    kept_room.context.set_offline(True)
    kept_room.keyboard.insert_text(" Et hors réseau.")
    expect(state(kept_room)).to_have_text("sur cet appareil, en attente")
    kept_room.get_by_label("Action", exact=True).fill("À moitié")
    expect_soon(kept_room, lambda: is_half_filled(kept_room), True)

    kept_room.goto(f"{live_server.url}/reunions/{held.uuid}/saisie/?point={item.uuid}")

    expect(kept_room.get_by_text("Sans réponse du serveur.")).to_be_visible()
    expect(editor(kept_room)).to_have_text("Enregistré. Et hors réseau.")
    expect(title).to_have_value("Suivi, acquitté avant la coupure")
    expect(kept_room.get_by_label("Action", exact=True)).to_have_value("À moitié")
    kept_room.context.set_offline(False)
    kept_room.evaluate("dispatchEvent(new Event('online'))")
    expect(state(kept_room)).to_contain_text("enregistré à")
    assert stored(item) == ("<p>Enregistré. Et hors réseau.</p>", 2)


def test_what_is_added_without_network_is_made_once_and_in_order(kept_room, live_server, held):
    """Of the first one the answer is lost as well: the server has it when it is sent again."""
    item = held.items.first()
    kept_room.context.set_offline(True)
    for title in ("Point de Gao", "Point de Ménaka"):
        kept_room.get_by_label("Ajouter un point").fill(title)
        kept_room.get_by_role("button", name="Ajouter", exact=True).first.click()
        expect(kept_room.get_by_label("Ajouter un point")).to_have_value("")
    kept_room.get_by_label("Action", exact=True).fill("Réparer le forage")
    kept_room.get_by_role("button", name="Ajouter l’action").click()
    waiting = kept_room.get_by_role("region", name="Ajouts en attente").get_by_role("listitem")
    expect(waiting).to_have_text(
        [
            "Point « Point de Gao » : en attente",
            "Point « Point de Ménaka » : en attente",
            "Action « Réparer le forage » : en attente",
        ]
    )
    kept_room.goto(f"{live_server.url}/reunions/{held.uuid}/presences/")
    adder = kept_room.locator("details.adder", has_text="Avec toutes les précisions")
    adder.locator("summary").click()
    adder.get_by_label("Nom", exact=True).fill("Fanta Nouvelle")
    adder.get_by_role("button", name="Ajouter", exact=True).click()
    expect(waiting).to_have_count(4)
    with kept_room.expect_navigation():
        kept_room.get_by_role("button", name="Enregistrer le nombre").click()
    expect(kept_room.locator("[data-copy-note]:visible")).to_contain_text("pressé sans réseau, n’a rien changé")
    expect(waiting).to_have_count(4)
    expect(whole(kept_room)).to_have_text("sur cet appareil, en attente (4)")

    lost = []

    def lose_the_first(route: Route) -> None:
        if lost:
            return route.continue_()
        lost.append(route.fetch(max_redirects=0))
        return route.abort()

    kept_room.context.route(re.compile("/points/"), lose_the_first)
    kept_room.context.set_offline(False)
    expect(kept_room.get_by_text("4 ajouts enregistrés.")).to_be_visible()

    assert [row.title for row in held.items.order_by("pk")][-2:] == ["Point de Gao", "Point de Ménaka"]
    assert [row.description for row in item.actions.all()] == ["<p>Réparer le forage</p>"]
    assert [row.name for row in held.attendances.all()] == ["Fanta Nouvelle"]
    assert len(lost) == 1


def test_pages_go_with_the_person_and_with_the_meeting(kept_room, people, live_server, held):
    whole_meeting = held.items.count() + 2
    write(kept_room, "À garder.")
    expect(state(kept_room)).to_contain_text("enregistré à")
    sign_in(kept_room.context, people.rapporteur, live_server.url)
    kept_room.reload()
    expect_soon(kept_room, lambda: kept_room.evaluate(WHOSE_PAGES), [f"room-pages/{people.rapporteur.pk}"])
    keeps(kept_room, whole_meeting)

    close_meeting(meeting=held, by=people.coordinator)
    kept_room.reload()
    expect(kept_room.locator("html.saves-itself")).to_have_count(1)
    keeps(kept_room, 0)


def a_page_comes_late(room: Page, monkeypatch: pytest.MonkeyPatch) -> Event:
    """The service worker has asked for one more page; the server answers when it is told to."""
    is_asked, comes = Event(), Event()

    def agenda_lines(meeting: Meeting) -> list[AgendaLine]:
        is_asked.set()
        comes.wait(30)
        return room_agenda_lines(meeting)

    room_agenda_lines = room_views.agenda_lines
    monkeypatch.setattr(room_views, "agenda_lines", agenda_lines)
    room.evaluate(KEEP, f"{room.url}?autre")
    assert is_asked.wait(30)
    return comes


def test_signing_out_on_any_page_takes_them_off(kept_room, live_server, monkeypatch):
    """Those that are still on their way too."""
    write(kept_room, "Enregistré.")
    expect(state(kept_room)).to_contain_text("enregistré à")
    assert len(kept_room.evaluate(READ_DEVICE)["texts"]) == 1
    late = a_page_comes_late(kept_room, monkeypatch)
    kept_room.goto(f"{live_server.url}/clusters/")
    kept_room.locator(".account > summary").click()
    kept_room.get_by_role("button", name="Se déconnecter").click()

    keeps(kept_room, 0)
    expect(kept_room.locator("[data-left-here]")).to_be_hidden()
    late.set()
    kept_room.wait_for_timeout(1_000)
    assert kept_room.evaluate(KEPT_PAGES) == []
    assert kept_room.evaluate(READ_DEVICE)["texts"] == []
