"""The room in a browser: texts that save themselves, and none that gets lost."""

import re
import uuid

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from playwright.sync_api import BrowserContext, Page, Route, expect

from meetings.enums import ItemState, MeetingState
from meetings.models import AgendaItem, Meeting
from meetings.services.agenda import add_item
from meetings.services.texts import save_text
from participants.models import User
from tests.factories import People, make_people
from tests.meetings.factories import make_meeting

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def people() -> People:
    return make_people()


@pytest.fixture
def meeting(people: People) -> Meeting:
    return make_meeting(people.cluster, by=people.coordinator, state=MeetingState.OPEN)


@pytest.fixture
def item(meeting: Meeting) -> AgendaItem:
    return add_item(meeting=meeting, title="Situation des retours")


def sign_in(context: BrowserContext, user: User, url: str) -> None:
    client = Client()
    client.force_login(user)
    context.add_cookies([{"name": "session", "value": client.cookies["session"].value, "url": url}])


@pytest.fixture
def address(live_server, meeting, item) -> str:
    return f"{live_server.url}/reunions/{meeting.uuid}/saisie/?point={item.uuid}"


@pytest.fixture
def room(page: Page, people, live_server, address) -> Page:
    sign_in(page.context, people.coordinator, live_server.url)
    page.goto(address)
    return page


def editor(page: Page):
    return page.locator(".rich-zone").and_(page.get_by_role("textbox", name="Description, discussions"))


def state(page: Page):
    return page.locator("form", has=editor(page)).locator("[data-state]")


def stored(item: AgendaItem) -> tuple[str, int]:
    return AgendaItem.objects.values_list("discussion", "discussion_version").get(pk=item.pk)


def save_as(user: User, item: AgendaItem, text: str) -> None:
    fresh = AgendaItem.objects.select_related("meeting").get(pk=item.pk)
    base = fresh.discussion_version
    save_text(target=fresh, field="discussion", text=text, base_version=base, key=uuid.uuid4(), author=user)


# --- Saving -----------------------------------------------------------------------------------------------------------


def test_text_saves_itself_and_says_so(room, item):
    editor(room).click()
    room.keyboard.insert_text("Les relais ont restitué.")

    expect(state(room)).to_have_text(re.compile(r"^enregistré à \d+\sh(\s\d\d)?$"))
    assert stored(item) == ("<p>Les relais ont restitué.</p>", 1)


def test_text_typed_before_the_script_came_is_saved_and_goes_on(page, people, live_server, address, item):
    """The caret stays in its line; where the plain field had to show HTML, it is HTML that was typed in."""
    note = {"field": "status_note", "text": "<p>Un <strong>mot</strong></p>", "base_version": 0, "key": uuid.uuid4()}
    save_text(target=item, author=people.coordinator, **note)
    sign_in(page.context, people.coordinator, live_server.url)
    late: list[Route] = []
    page.route("**/rich_text*.js", lambda route: late.append(route))
    with page.expect_request("**/rich_text*.js"):
        page.goto(address, wait_until="commit")
    page.get_by_label("Statut").fill("<p>Un <strong>mot</strong> de plus</p>")
    page.get_by_label("Description, discussions").fill("Tapé avant l’heure.\nDeuxième ligne.")
    for key in ("ArrowUp", "End", "ArrowLeft"):
        page.keyboard.press(key)

    late[0].continue_()

    expect(editor(page)).to_be_focused()
    page.keyboard.type(" dite")
    expect(editor(page)).to_have_text("Tapé avant l’heure dite.Deuxième ligne.")
    expect(state(page)).to_contain_text("enregistré")
    expect(page.locator("[data-room-state]")).to_contain_text("enregistré")
    item.refresh_from_db()
    assert item.discussion == "<p>Tapé avant l’heure dite.</p><p>Deuxième ligne.</p>"
    assert item.status_note == "<p>Un <strong>mot</strong> de plus</p>"


def test_text_goes_on_saving_while_typing(room, item):
    editor(room).click()
    for words in ("Un", " deux", " trois"):
        room.keyboard.insert_text(words)
        expect(state(room)).to_contain_text("enregistré")

    assert stored(item) == ("<p>Un deux trois</p>", 3)


def test_lists_and_emphasis_reach_the_server(room, item):
    editor(room).click()
    room.get_by_role("button", name="Liste à puces").nth(0).click()
    room.keyboard.type("Gao")
    room.keyboard.press("Enter")
    room.keyboard.type("Ansongo")
    room.get_by_role("button", name="Mettre sous le point précédent de la liste").nth(0).click()
    expect(state(room)).to_contain_text("enregistré")

    assert stored(item)[0] == "<ul><li>Gao<ul><li>Ansongo</li></ul></li></ul>"


def test_pasted_markup_is_reduced(room, item):
    editor(room).click()
    room.evaluate(
        """() => {
            const data = new DataTransfer();
            data.setData("text/html", '<h1 style="color:red">Titre</h1><script>document.title="pris"</script>'
                + '<img src="x" onerror="document.title=\\'pris\\'"><p>Bon <b>gras</b></p>');
            document.activeElement.dispatchEvent(
                new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }));
        }"""
    )
    expect(state(room)).to_contain_text("enregistré")

    assert stored(item)[0] == "<p>Titre</p><p>Bon <strong>gras</strong></p>"
    expect(room).not_to_have_title("pris")


def test_title_is_saved_by_enter(room, item):
    title = room.get_by_role("textbox", name="Sujet")
    title.fill("Retours dans le cercle")
    title.press("Enter")

    expect(room.locator("form", has=title).locator("[data-state]")).to_contain_text("enregistré")
    item.refresh_from_db()
    assert item.title == "Retours dans le cercle"


def test_leaving_by_a_button_saves_first(room, item):
    editor(room).click()
    room.keyboard.type("Tapé juste avant.")
    room.get_by_role("button", name="Traité", exact=True).click()

    expect(room.get_by_role("button", name="Traité", exact=True)).to_have_attribute("aria-pressed", "true")
    item.refresh_from_db()
    assert (item.discussion, item.state) == ("<p>Tapé juste avant.</p>", ItemState.DISCUSSED)
    expect(room.get_by_text("est resté sur cet appareil")).to_have_count(0)
    pressed_twice_while_the_text_is_on_its_way(room)


def pressed_twice_while_the_text_is_on_its_way(room: Page) -> None:
    """It is sent once."""
    held: list[Route] = []
    asked: list[str] = []
    room.route("**/textes/", lambda route: held.append(route))
    room.on("request", lambda one: asked.append(one.method) if one.is_navigation_request() else None)
    editor(room).click()
    with room.expect_request("**/textes/"):
        room.keyboard.type(" Encore.")
    room.get_by_role("button", name="Adopté", exact=True).dblclick()
    held[0].continue_()
    expect(room.get_by_text("Ordre du jour : adopté")).to_be_visible()
    assert asked.count("POST") == 1


# --- Not losing -------------------------------------------------------------------------------------------------------


def unreachable(route: Route) -> None:
    route.abort()


def leave_unsent(room: Page, words: str) -> BrowserContext:
    """Typed where the server does not answer, and the tab closed."""
    context = room.context
    context.route("**/textes/", unreachable)
    editor(room).click()
    room.keyboard.insert_text(words)
    expect(state(room)).to_have_text("sur cet appareil, en attente")
    room.close()
    context.unroute("**/textes/")
    return context


def test_text_not_sent_comes_back_and_is_sent_after_the_tab_was_closed(room, address, item):
    context = leave_unsent(room, "Tapé dans le noir.")
    assert stored(item) == ("", 0)

    again = context.new_page()
    again.goto(address)

    expect(editor(again)).to_have_text("Tapé dans le noir.")
    expect(state(again)).to_contain_text("enregistré")
    assert stored(item) == ("<p>Tapé dans le noir.</p>", 1)
    again.reload()
    expect(editor(again)).to_have_text("Tapé dans le noir.")
    expect(again.locator(".draft-offer")).to_have_count(0)


@pytest.mark.parametrize(("button", "kept"), [("Reprendre ce texte", True), ("L’abandonner", False)])
def test_text_older_than_the_servers_asks(room, people, address, item, button, kept):
    context = leave_unsent(room, "Le mien.")
    save_as(people.rapporteur, item, "<p>Du collègue.</p>")

    again = context.new_page()
    again.goto(address)
    expect(again.locator(".draft-offer")).to_contain_text("Le mien.")
    expect(editor(again)).to_have_text("Du collègue.")
    assert stored(item) == ("<p>Du collègue.</p>", 1)
    again.get_by_role("button", name=button).click()

    expect(again.locator(".draft-offer")).to_have_count(0)
    expect(again.locator("[data-conflict]")).to_have_count(1 if kept else 0)
    again.reload()
    expect(again.locator(".draft-offer")).to_have_count(1 if kept else 0)


def test_text_left_on_another_point_is_announced(room, live_server, meeting, item):
    context = leave_unsent(room, "Ailleurs.")

    again = context.new_page()
    again.goto(f"{live_server.url}/reunions/{meeting.uuid}/saisie/?point={meeting.items.first().uuid}")
    again.get_by_role("link", name="Description, discussions, Situation des retours").click()

    expect(editor(again)).to_have_text("Ailleurs.")
    expect(state(again)).to_contain_text("enregistré")


def test_text_waits_on_the_device_while_the_server_is_away(room, item):
    room.route("**/textes/", lambda route: route.abort())
    editor(room).click()
    room.keyboard.insert_text("Coupure.")

    expect(state(room)).to_have_text("sur cet appareil, en attente")
    expect(room.locator("[data-room-state]")).to_have_text("sur cet appareil, en attente (1)")
    room.unroute("**/textes/")
    expect(state(room)).to_contain_text("enregistré")
    assert stored(item) == ("<p>Coupure.</p>", 1)


def test_answer_lost_after_the_save_is_no_conflict(room, item):
    lost = []

    def lose_the_first(route: Route) -> None:
        if lost:
            route.continue_()
        else:
            lost.append(route.fetch())
            route.abort()

    room.route("**/textes/", lose_the_first)
    editor(room).click()
    room.keyboard.insert_text("Une fois.")

    expect(state(room)).to_contain_text("enregistré")
    assert stored(item) == ("<p>Une fois.</p>", 1)


SLOW_DEVICE = """() => {
    const encrypt = crypto.subtle.encrypt.bind(crypto.subtle);
    let written = 0;
    crypto.subtle.encrypt = async (...given) => {
        if (++written === 2) {
            document.documentElement.dataset.noting = "";
            await new Promise((go) => { window.goOn = go; });
        }
        return encrypt(...given);
    };
}"""
"""It writes a text before it is sent, and takes its time to note the answer."""

HEARD = """(state) => {
    window.heard = [];
    new MutationObserver(() => window.heard.push(state.textContent)).observe(state, { childList: true });
}"""


def test_words_typed_while_the_device_notes_an_answer_are_not_said_to_be_saved(room, item):
    sent: list[Route] = []
    room.route("**/textes/", lambda route: sent.append(route) or (len(sent) != 2 and route.continue_()))
    room.evaluate(SLOW_DEVICE)
    editor(room).click()
    room.keyboard.insert_text("Un.")
    expect(room.locator("html[data-noting]")).to_be_attached()

    room.keyboard.insert_text(" Deux.")
    state(room).evaluate(HEARD)
    with room.expect_request("**/textes/"):
        room.evaluate("goOn()")

    assert not [words for words in room.evaluate("heard") if "enregistré à" in words]
    sent[1].continue_()
    expect(state(room)).to_contain_text("enregistré à")
    assert stored(item)[0] == "<p>Un. Deux.</p>"


def test_session_over_keeps_the_text_until_signed_in_again(room, people, live_server, item):
    Session.objects.all().delete()
    editor(room).click()
    room.keyboard.insert_text("Sans session.")

    expect(state(room)).to_have_text("session expirée, rien n’est perdu")
    expect(editor(room)).to_have_text("Sans session.")
    expect(room.get_by_role("link", name="dans un autre onglet")).to_be_visible()
    sign_in(room.context, people.coordinator, live_server.url)
    expect(state(room)).to_contain_text("enregistré")
    assert stored(item) == ("<p>Sans session.</p>", 1)


def test_new_token_after_signing_in_again_is_taken(room, live_server, item):
    room.context.clear_cookies(name="csrf")
    room.context.new_page().goto(room.url)
    editor(room).click()
    room.keyboard.insert_text("Autre jeton.")

    expect(state(room)).to_contain_text("enregistré")
    assert stored(item) == ("<p>Autre jeton.</p>", 1)


# --- Conflicts --------------------------------------------------------------------------------------------------------

PAYLOAD = "<p>&lt;img src=x onerror=\"document.title='pris'\"&gt; du collègue</p>"


@pytest.fixture
def conflict(room, people, item):
    save_as(people.rapporteur, item, PAYLOAD)
    editor(room).click()
    room.keyboard.insert_text("Le mien.")
    box = room.locator("[data-conflict]")
    expect(box).to_be_visible()
    return box


def test_conflict_keeps_both_on_request(conflict, room, item):
    """Whoever presses twice on a slow line chooses once."""
    chosen: list[Route] = []
    room.route("**/textes/choix/", lambda route: chosen.append(route))
    with room.expect_request("**/textes/choix/"):
        conflict.get_by_role("button", name="Garder les deux").dblclick()
    room.wait_for_timeout(100)
    assert len(chosen) == 1
    chosen[0].continue_()

    expect(state(room)).to_contain_text("enregistré")
    expect(editor(room)).to_contain_text("du collègue")
    expect(editor(room)).to_contain_text("Le mien.")
    expect(editor(room).locator("img")).to_have_count(0)
    assert stored(item) == (f"{PAYLOAD}<p>Le mien.</p>", 2)
    editor(room).click()
    room.keyboard.press("Control+End")
    room.keyboard.insert_text(" Et la suite.")
    expect(state(room)).to_contain_text("enregistré")
    room.wait_for_timeout(800)
    assert stored(item) == (f"{PAYLOAD}<p>Le mien. Et la suite.</p>", 3)


def test_conflict_shows_both_as_text_and_leaves_the_other_on_request(conflict, room, item):
    expect(state(room)).to_have_text("conflit à régler")
    expect(conflict).to_contain_text("<img src=x onerror=\"document.title='pris'\"> du collègue")
    expect(conflict).to_contain_text("Le mien.")
    expect(conflict.locator("img")).to_have_count(0)
    expect(room).not_to_have_title("pris")
    assert stored(item) == (PAYLOAD, 1)
    conflict.get_by_role("button", name="Garder l’autre").click()

    expect(editor(room)).to_have_text("<img src=x onerror=\"document.title='pris'\"> du collègue")
    expect(conflict).to_have_count(0)
    assert stored(item) == (PAYLOAD, 1)


# --- Keyboard ---------------------------------------------------------------------------------------------------------


def move(room: Page, item: AgendaItem, key: str, number: str) -> None:
    """On the point that has the keyboard, once the script of the page listens: without it the browser goes back."""
    expect(room.locator("[data-item][draggable=true]").first).to_be_attached()
    room.keyboard.press(key)
    expect(room.locator(f"#point-{item.uuid} .agenda-number")).to_have_text(number)
    expect(room.locator(f"#point-{item.uuid}")).to_be_focused()


def test_alt_arrows_move_the_point_and_keep_the_keyboard_on_it(room, meeting, item):
    room.locator(f"#point-{item.uuid}").focus()
    move(room, item, "Alt+ArrowUp", "3")
    move(room, item, "Alt+ArrowRight", "2.1")
    item.refresh_from_db()
    assert item.parent.title == "Approbation du compte rendu de la réunion précédente"
    move(room, item, "Alt+ArrowLeft", "3")
    move(room, item, "Alt+ArrowDown", "4")
