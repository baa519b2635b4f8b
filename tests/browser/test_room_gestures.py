"""What a hand does in the room: a key on a selected sentence, a point that is dragged, a finger on a telephone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.utils.html import strip_tags
from playwright.sync_api import Page, ViewportSize, expect
from pytest_playwright import CreateContextCallback

from actions.enums import Status
from actions.services.create import create_action
from meetings.enums import ItemState, MeetingState
from meetings.models import AgendaItem, Meeting
from meetings.services.agenda import add_item
from tests.browser.desk import READY, save_as
from tests.browser.pages import agenda_lines, expect_agenda
from tests.browser.test_room_offline import editor, sign_in, state
from tests.factories import People, make_people
from tests.meetings.factories import NOVEMBER_15, make_meeting

pytestmark = pytest.mark.django_db(transaction=True)

SENTENCES = (
    "Partager la liste des sites.",
    "Le plan est validé.",
    "Revoir la carte avant mars.",
    "Qui suit les puits ?",
)
NARROW: ViewportSize = {"width": 360, "height": 740}


@pytest.fixture
def people() -> People:
    return make_people()


@pytest.fixture
def meeting(people: People) -> Meeting:
    """Being held; one action is left of the one before."""
    earlier = NOVEMBER_15 - timedelta(days=28)
    before = make_meeting(people.cluster, earlier, by=people.coordinator, state=MeetingState.OPEN)
    create_action(cluster=people.cluster, meeting=before, by=people.coordinator, description="Réparer le forage")
    return make_meeting(people.cluster, by=people.coordinator, state=MeetingState.OPEN)


@pytest.fixture
def item(meeting: Meeting) -> AgendaItem:
    return add_item(meeting=meeting, title="Situation des retours")


def open_room(page: Page, base: str, people: People, item: AgendaItem) -> Page:
    sign_in(page.context, people.coordinator, base)
    page.goto(f"{base}/reunions/{item.meeting.uuid}/saisie/?point={item.uuid}")
    expect(page.locator(READY)).to_be_attached()
    return page


# --- A selected sentence ----------------------------------------------------------------------------------------------

SELECT = """(words) => {
    const line = [...document.querySelectorAll(".rich-zone p")].find((one) => one.textContent === words);
    line.closest(".rich-zone").focus();
    getSelection().selectAllChildren(line);
}"""


def test_key_on_a_selected_sentence_makes_its_kind_and_the_sentence_stays(
    page: Page, people: People, live_server: Any, item: AgendaItem
) -> None:
    text = "".join(f"<p>{sentence}</p>" for sentence in SENTENCES)
    save_as(people.rapporteur, item, text)
    open_room(page, live_server.url, people, item)
    promise, decision, recommendation, question = SENTENCES

    for key, sentence, shown in (
        ("!", decision, ".outcome"),
        ("*", recommendation, ".outcome"),
        ("?", question, ".room-action-list"),
    ):
        page.evaluate(SELECT, sentence)
        page.keyboard.press(key)
        expect(page.locator(shown).filter(has_text=sentence.rstrip("?."))).to_be_visible()
    expect(editor(page).locator("p")).to_have_text(SENTENCES)
    page.evaluate(SELECT, promise)
    page.keyboard.press("@")
    expect(page.get_by_label("Responsable(s)")).to_be_focused()
    page.keyboard.type("PARTEN")
    page.keyboard.press("Enter")
    expect(page.locator(".room-action-list").get_by_text("compris : PARTEN")).to_be_visible()

    outcomes = [(one.kind, strip_tags(one.text)) for one in item.outcomes.order_by("pk")]
    assert outcomes == [("decision", decision), ("recommendation", recommendation)]
    actions = [(strip_tags(one.description), one.owner_text) for one in item.actions.order_by("pk")]
    assert actions == [(question, ""), (promise, "PARTEN")]
    expect(editor(page).locator("p")).to_have_text(SENTENCES)
    item.refresh_from_db()
    assert item.discussion == text


def test_key_on_fewer_than_three_words_is_typed(page: Page, people: People, live_server: Any, item: AgendaItem) -> None:
    save_as(people.rapporteur, item, "<p>Deux mots</p>")
    open_room(page, live_server.url, people, item)
    page.evaluate(SELECT, "Deux mots")
    page.keyboard.type("!")
    expect(editor(page)).to_have_text("!")
    expect(state(page)).to_contain_text("enregistré")
    assert not item.outcomes.exists()


# --- The agenda -------------------------------------------------------------------------------------------------------


def test_point_is_dragged_among_those_of_its_level(
    page: Page, people: People, live_server: Any, meeting: Meeting
) -> None:
    meeting.items.all().delete()
    first, second, third = (add_item(meeting=meeting, title=title) for title in ("Sites", "Puits", "Routes"))
    below, deeper = (add_item(meeting=meeting, title=title, parent=second) for title in ("Gao", "Kidal"))
    open_room(page, live_server.url, people, first)

    assert drag(page, third, first)
    expect_agenda(page, [("1", "Routes"), ("2", "Sites"), ("3", "Puits"), ("3.1", "Gao"), ("3.2", "Kidal")])
    expect(page.locator(f"#point-{third.uuid}")).to_be_focused()
    assert drag(page, below, deeper)
    dragged = [("1", "Routes"), ("2", "Sites"), ("3", "Puits"), ("3.1", "Kidal"), ("3.2", "Gao")]
    expect_agenda(page, dragged)

    assert not drag(page, below, third)
    expect_agenda(page, dragged)
    for key, title in (("p", "Kidal"), ("n", "Gao")):
        page.keyboard.press(key)
        expect(page.get_by_role("textbox", name="Sujet")).to_have_value(title)
        expect(page.locator(READY)).to_be_attached()


def drag(page: Page, point: AgendaItem, onto: AgendaItem) -> bool:
    """Whether it could be put down there."""
    source, target = (page.locator(f"[data-item='{one.uuid}'][draggable=true]") for one in (point, onto))
    source.locator(".agenda-number").hover()
    page.mouse.down()
    for _ in range(2):  # the first move takes it up
        target.locator(".agenda-number").hover()
    is_welcome = page.locator(".agenda-target").count() == 1
    page.mouse.up()
    return is_welcome


# --- A telephone ------------------------------------------------------------------------------------------------------


@pytest.fixture
def phone(
    new_context: CreateContextCallback,
    watch: Callable[[Page], Page],
    people: People,
    live_server: Any,
    item: AgendaItem,
) -> Page:
    return open_room(
        watch(new_context(viewport=NARROW, has_touch=True, is_mobile=True).new_page()), live_server.url, people, item
    )


def test_meeting_is_held_with_one_finger(phone: Page, live_server: Any, meeting: Meeting, item: AgendaItem) -> None:
    rank = item.position
    decide(phone)
    order(phone, item)
    follow_up(phone, meeting)
    tick(phone, f"{live_server.url}/reunions/{meeting.uuid}/presences/")

    item.refresh_from_db()
    assert (item.state, item.position) == (ItemState.DISCUSSED, rank - 1)
    assert [(one.kind, strip_tags(one.text)) for one in item.outcomes.order_by("pk")] == [
        ("decision", "Valider la carte"),
        ("recommendation", "Revoir les puits"),
    ]
    review = meeting.action_reviews.select_related("action").get()
    assert (review.action.status, review.comment) == (Status.DONE, "Pompe remplacée.")
    assert list(meeting.attendances.values_list("person__name", flat=True)) == ["Kadi Membre"]


def decide(phone: Page) -> None:
    """By a marked line, and by the form."""
    editor(phone).tap()
    phone.keyboard.insert_text("! valider la carte")
    phone.get_by_role("button", name="Noter (Entrée)").tap()
    expect(phone.locator("[data-new-outcomes]")).to_contain_text("Valider la carte")
    phone.get_by_text("Ajouter une décision, une recommandation ou une annonce").tap()
    form = phone.locator("#conclusions details.adder form")
    form.get_by_label("Nature").select_option("recommendation")
    form.locator("[name=text]").tap()
    phone.keyboard.insert_text("Revoir les puits")
    form.get_by_role("button", name="Ajouter").tap()
    expect(phone.locator(".outcome").filter(has_text="Revoir les puits")).to_be_visible()
    phone.get_by_role("button", name="Traité", exact=True).tap()
    expect(phone.locator(".item-state[aria-pressed=true]")).to_have_text("Traité")


def order(phone: Page, item: AgendaItem) -> None:
    """The agenda is folded, and stays open at the point that was moved."""
    expect(agenda_lines(phone).first).to_be_hidden()
    phone.locator(".room-agenda > summary").tap()
    before = item.position
    phone.locator(f"[data-item='{item.uuid}'] [name=up]").tap()
    expect(phone.locator("[data-item]").nth(before - 2)).to_contain_text(item.title)


def follow_up(phone: Page, meeting: Meeting) -> None:
    agenda_lines(phone).first.tap()
    phone.get_by_label("Ce qui a été rapporté").tap()
    phone.keyboard.insert_text("Pompe remplacée.")
    phone.get_by_label("Statut").first.select_option("done")
    phone.get_by_role("button", name="Noter", exact=True).tap()
    expect(phone.locator(".review .row-line").first).to_contain_text(Status.DONE.label)


def tick(phone: Page, address: str) -> None:
    phone.goto(address)
    expect(phone.locator(READY)).to_be_attached()
    phone.get_by_label("Présent : Kadi Membre").tap()
    phone.get_by_role("button", name="Enregistrer les présences").tap()
    expect(phone.get_by_text("1 participant", exact=True)).to_be_visible()
