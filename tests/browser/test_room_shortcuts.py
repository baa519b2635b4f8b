"""The room as somebody uses it while people talk: one key for an action, a line for a promise, names as they arrive."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Locator, Page, expect

from actions.enums import Status
from actions.services.create import create_action
from meetings.enums import MeetingState
from meetings.models import AgendaItem, Meeting
from meetings.services.agenda import add_item
from participants.models import OrganisationAlias
from tests.browser.pages import expect_soon
from tests.factories import People, make_organisation, make_people
from tests.meetings.factories import NOVEMBER_15, make_meeting

pytestmark = pytest.mark.django_db(transaction=True)

READY = "html.saves-itself"
LISTENS = "[data-item][draggable=true]"
"""What the script of the agenda, which comes after that of the keys, has made of the points."""


NOTE_WORDS = """(form) => {
    const state = form.querySelector("[data-state]");
    window.told = [];
    new MutationObserver(() => window.told.push(state.textContent)).observe(state, { childList: true });
}"""


@pytest.fixture
def people() -> People:
    return make_people()


@pytest.fixture
def meeting(people: People) -> Meeting:
    """Being held; two actions are left of the one before."""
    before = make_meeting(
        people.cluster, NOVEMBER_15 - timedelta(days=28), by=people.coordinator, state=MeetingState.OPEN
    )
    for description in ("Réparer le forage", "Envoyer le profil"):
        create_action(cluster=people.cluster, meeting=before, by=people.coordinator, description=description)
    return make_meeting(people.cluster, by=people.coordinator, state=MeetingState.OPEN)


@pytest.fixture
def item(meeting: Meeting) -> AgendaItem:
    return add_item(meeting=meeting, title="Situation des retours")


@pytest.fixture
def desk(signed_in_as: Callable[[str], Page], meeting: Meeting) -> Page:
    return signed_in_as("coordination@example.org")


def open_room(page: Page, meeting: Meeting, item: AgendaItem) -> Locator:
    page.goto(f"/reunions/{meeting.uuid}/saisie/?point={item.uuid}")
    expect(page.locator(READY)).to_be_attached()
    expect(page.locator(LISTENS).first).to_be_attached()
    return page.locator(".rich-zone").and_(page.get_by_role("textbox", name="Description, discussions"))


def test_what_is_left_is_noted_with_one_key_without_network_too(desk, meeting):
    open_room(desk, meeting, meeting.items.first())
    first, second = meeting.action_reviews.order_by("pk")
    desk.keyboard.press("?")
    expect(desk.get_by_role("dialog", name="Raccourcis")).to_contain_text("aller à la première")
    letters_do_nothing_once_told_so(desk, meeting)
    for key, position in (("n", 1), ("p", 0)):
        desk.keyboard.press(key)
        expect(desk.get_by_role("textbox", name="Sujet")).to_have_value(meeting.items.all()[position].title)
        expect(desk.locator(LISTENS).first).to_be_attached()
    expect(desk.locator("form.review[tabindex]")).to_have_count(2)
    desk.keyboard.press("s")
    desk.keyboard.press("b")
    desk.keyboard.type("Pompe cassée.")
    desk.keyboard.press("Enter")
    expect(desk.locator(f"#suivi-{second.uuid}")).to_be_focused()

    desk.locator(f"#suivi-{second.uuid}").evaluate(NOTE_WORDS)
    desk.context.set_offline(True)
    desk.keyboard.press("f")
    desk.keyboard.type("Envoyé hier.")
    desk.keyboard.press("Enter")
    desk.keyboard.press("Escape")
    desk.keyboard.press("t")
    waiting = desk.get_by_role("region", name="Ajouts en attente").get_by_role("listitem")
    said = f"Suivi de {second.action.reference} « Envoyé hier. » : en attente"
    expect(waiting).to_have_text([said, "État du point 1 : en attente"])
    expect(desk.locator("[data-room-state]")).to_contain_text("sur cet appareil, en attente")
    assert "vous écrivez ce texte dans un autre onglet" not in desk.evaluate("window.told")
    desk.context.set_offline(False)
    desk.evaluate("dispatchEvent(new Event('online'))")
    expect(desk.get_by_text("2 ajouts enregistrés.")).to_be_visible()

    noted = [(one.action.status, one.comment) for one in meeting.action_reviews.select_related("action").order_by("pk")]
    assert noted == [(Status.BLOCKED, "Pompe cassée."), (Status.DONE, "Envoyé hier.")]
    assert meeting.items.first().state == "discussed"


def letters_do_nothing_once_told_so(desk: Page, meeting: Meeting) -> None:
    """From the open sheet, and back: on a phone it opens at its top; the device keeps the choice."""
    choice = desk.get_by_role("checkbox", name="une touche seule agit")
    choice.uncheck()
    desk.keyboard.press("Escape")
    desk.set_viewport_size({"width": 360, "height": 640})
    open_room(desk, meeting, meeting.items.first())
    review = desk.locator("form.review[tabindex]").first
    for key in ("?", "o", "s"):
        desk.keyboard.press(key)
    assert desk.evaluate("document.activeElement === document.body")
    review.focus()
    desk.keyboard.press("f")
    expect(review).to_be_focused()
    desk.get_by_role("button", name="Raccourcis du clavier").click()
    expect(desk.get_by_role("heading", name="Raccourcis")).to_be_in_viewport()
    expect(choice).not_to_be_checked()
    choice.check()
    desk.keyboard.press("Escape")
    desk.set_viewport_size({"width": 1280, "height": 720})


def compose(page: Page, words: str) -> None:
    """As the keyboard of a phone types: each word is a composition until it is taken."""
    line = page.context.new_cdp_session(page)
    for word in re.findall(r"\w+|\W", words):
        line.send("Input.imeSetComposition", {"text": word, "selectionStart": len(word), "selectionEnd": len(word)})
        line.send("Input.insertText", {"text": word})


def test_marked_line_is_understood_on_a_phone_and_stays_text_where_it_is_not_taken(desk, people, meeting, item):
    OrganisationAlias.objects.create(organisation=people.partner, text="Fédération", folded="federation")
    make_organisation("FEDE", "Aaa d’ailleurs")
    zone = open_room(desk, meeting, item)
    hint = zone.locator("xpath=ancestor::form").locator(".line-hint")
    desk.set_viewport_size({"width": 360, "height": 740})
    zone.click()
    compose(desk, "@fede")
    expect(desk.locator(".name-list [role=option]")).to_have_text(["PARTEN", "FEDE"])
    desk.get_by_role("option", name="PARTEN").click()
    compose(desk, " : partager le fichier avant le 30 novembre")
    expect(hint).to_contain_text(re.compile(r"compris\s: PARTEN\s; au plus tard le 30\snovembre 2016"))
    hint.get_by_role("button", name="Noter").click()
    expect(desk.locator("[data-room-actions]")).to_contain_text("Partager le fichier")
    desk.keyboard.insert_text("! " + "é" * 2100)
    desk.keyboard.press("Enter")
    expect(hint).to_contain_text(re.compile(r"2\s?000"))
    expect(zone).to_contain_text("! éé")
    assert (item.actions.count(), item.outcomes.count()) == (1, 0)


def test_line_typed_without_network_is_offered_again_and_made_once(desk, meeting, item):
    zone = open_room(desk, meeting, item)
    hint = zone.locator("xpath=ancestor::form").locator(".line-hint")
    zone.click()
    desk.context.set_offline(True)
    desk.keyboard.type("! le plan est validé")
    desk.keyboard.press("Enter")
    expect(hint).to_contain_text("la ligne reste dans le texte et sera proposée de nouveau")
    desk.keyboard.press("Escape")
    desk.context.set_offline(False)
    desk.evaluate("dispatchEvent(new Event('online'))")
    expect(hint).to_contain_text("Une ligne reste à confirmer : « ! le plan est validé »")
    hint.get_by_role("button", name="Noter").click()
    expect(desk.locator("[data-new-outcomes]")).to_contain_text("Le plan est validé")
    expect(zone).to_have_text("")
    assert [one.kind for one in item.outcomes.all()] == ["decision"]


SLOW_DEVICE = """() => {
    const encrypt = crypto.subtle.encrypt.bind(crypto.subtle);
    const awake = new Promise((go) => { window.wake = go; });
    crypto.subtle.encrypt = (...given) => awake.then(() => encrypt(...given));
}"""
"""It writes nothing down before it is woken."""


def test_those_who_arrive_are_ticked_by_a_few_letters_and_sent_by_themselves(desk, people, meeting):
    desk.goto(f"/reunions/{meeting.uuid}/presences/")
    expect(desk.locator(READY)).to_be_attached()
    found = desk.get_by_label("Filtrer, puis Entrée pour cocher")
    found.click()
    desk.keyboard.type("parten kadi")
    expect(desk.locator(".sheet-line:visible")).to_have_count(1)
    desk.evaluate(SLOW_DEVICE)
    desk.keyboard.press("Enter")
    expect(found).to_have_value("")
    expect(desk.locator("form[data-sending]")).to_be_attached()
    desk.get_by_label("Présent : Ouria Point Focal").check()
    desk.get_by_role("button", name="Enregistrer les présences").click()
    desk.evaluate("wake()")
    expect(desk.get_by_text("2 participants", exact=True)).to_be_visible()
    desk.get_by_label("Présent : Kadi Membre").uncheck()
    desk.keyboard.press("Shift+Tab")
    asked: list[str] = []
    desk.on("request", lambda request: asked.append(f"{request.method} {urlsplit(request.url).path}"))
    desk.get_by_role("link", name="Saisie", exact=True).click()
    expect(desk.get_by_role("link", name="Lever la séance")).to_be_visible()

    base = f"/reunions/{meeting.uuid}"
    assert asked.index(f"POST {base}/presences/") < asked.index(f"GET {base}/saisie/")
    expect_soon(desk, lambda: list(meeting.attendances.values_list("name", flat=True)), ["Ouria Point Focal"])


def test_words_are_made_bold_and_lead_elsewhere_and_the_wall_follows(desk, meeting, item):
    wall = desk.context.new_page()
    wall.clock.install()
    wall.goto(f"/reunions/{meeting.uuid}/saisie/projection/")
    zone = open_room(desk, meeting, item)
    desk.on("dialog", lambda dialog: dialog.accept("https://example.org/carte"))
    tools = zone.locator("xpath=..").get_by_role("group", name="Mise en forme")
    zone.click()
    for words, tool in (("Carte", "Insérer un lien"), (" Urgent", "Gras")):
        desk.keyboard.press("End")
        desk.keyboard.type(words)
        for _ in words.strip():
            desk.keyboard.press("Shift+ArrowLeft")
        tools.get_by_role("button", name=tool).click()
    expect(desk.locator("[data-room-state]")).to_contain_text("enregistré")

    item.refresh_from_db()
    link = '<a href="https://example.org/carte" rel="noopener noreferrer">Carte</a>'
    assert item.discussion.replace("\u00a0", " ") == f"<p>{link} <strong>Urgent</strong></p>"
    wall.clock.run_for(4_000)
    expect(wall.locator("[data-projection] strong")).to_have_text("Urgent")
