"""What was said of an action saves itself and goes with the status too: the two never stand against each other."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone
from playwright.sync_api import Locator, Page, Route, expect

from actions.enums import Status
from actions.models import ActionReview
from actions.services.create import create_action
from meetings.enums import MeetingState
from meetings.models import Meeting, TextRevision
from tests.browser.test_room import sign_in
from tests.factories import People, make_people
from tests.meetings.factories import NOVEMBER_15, make_meeting

pytestmark = pytest.mark.django_db(transaction=True)

LISTENS = "[data-item][draggable=true]"
PAUSE = 600
"""Longer than what ends a text's typing, in ms."""


@pytest.fixture
def people() -> People:
    return make_people()


@pytest.fixture
def meeting(people: People) -> Meeting:
    day = NOVEMBER_15 - timedelta(days=28)
    before = make_meeting(people.cluster, day, by=people.coordinator, state=MeetingState.OPEN)
    for description in ("Réparer le forage", "Envoyer le profil"):
        create_action(cluster=people.cluster, meeting=before, by=people.coordinator, description=description)
    return make_meeting(people.cluster, by=people.coordinator, state=MeetingState.OPEN)


@pytest.fixture
def room(page: Page, people: People, meeting: Meeting, live_server: Any) -> Page:
    sign_in(page.context, people.coordinator, live_server.url)
    page.goto(f"{live_server.url}/reunions/{meeting.uuid}/saisie/?point={meeting.items.first().uuid}")
    expect(page.locator(LISTENS).first).to_be_attached()
    expect(page.locator("form.review[tabindex]")).to_have_count(2)
    return page


def form_of(room: Page, review: ActionReview) -> Locator:
    return room.locator(f"#suivi-{review.uuid}")


def told(meeting: Meeting) -> list[tuple[str, str, list[str]]]:
    """Of each action: its status, the words that stand, and those that its history has."""
    reviews = meeting.action_reviews.select_related("action").order_by("pk")
    return [
        (one.action.status, one.comment, list(one.action.updates.exclude(comment="").values_list("comment", flat=True)))
        for one in reviews
    ]


def nothing_was_put_aside(meeting: Meeting) -> bool:
    return not TextRevision.objects.filter(version=None, kept_in=None).exists()


def held_by(room: Page, held: list[Route]) -> Route:
    """What was asked first, once it was: the page tries again by itself."""
    for _ in range(150):
        if held:
            break
        room.wait_for_timeout(100)
    return held.pop(0)


def test_somebody_who_pauses_before_noting_meets_no_text_of_his_own(room: Page, meeting: Meeting) -> None:
    """The answer to the first words is on its way when Enter is pressed; a refused status is put right, words too."""
    first, second = meeting.action_reviews.order_by("pk")
    held: list[Route] = []
    room.route("**/textes/", lambda route: (route.fetch(), held.append(route)))
    room.keyboard.press("s")
    room.keyboard.press("b")
    with room.expect_request("**/textes/"):
        room.keyboard.type("Pompe")
    room.keyboard.type(" cassée.")
    room.keyboard.press("Enter")
    expect(form_of(room, second)).to_be_focused()
    assert held, "the answer to the first words never came"
    room.unroute("**/textes/")

    row = form_of(room, second)
    room.keyboard.press("r")
    row.get_by_label("Ce qui a été rapporté").click()
    room.keyboard.type("Attend le quorum")
    room.keyboard.press("Enter")
    expect(row.get_by_role("alert")).to_contain_text("date")
    expect(room.locator("[data-room-state]")).not_to_contain_text("refusé")
    room.keyboard.type(", dit-il.")
    expect(row.locator("[data-state]")).to_contain_text("enregistré")
    row.get_by_label("au", exact=True).fill(f"{timezone.localdate() + timedelta(days=30)}")
    row.get_by_role("button", name="Noter").click()
    expect(row).to_be_focused()

    assert told(meeting) == [
        (Status.BLOCKED, "Pompe cassée.", ["Pompe cassée."]),
        (Status.POSTPONED, "Attend le quorum, dit-il.", ["Attend le quorum, dit-il."]),
    ]
    assert nothing_was_put_aside(meeting)


def test_what_is_noted_without_network_goes_before_what_was_added_to_it(room: Page, meeting: Meeting) -> None:
    """Words kept at a pause, the status, more words: each arrives, in that order, also when an answer is lost."""
    first, _ = meeting.action_reviews.order_by("pk")
    row = form_of(room, first)
    lost: list[str] = []

    def lose(route: Route) -> None:
        if lost:
            return route.continue_()
        lost.append(route.request.url)
        route.fetch()
        return route.abort()

    room.route("**/textes/", lose)
    room.keyboard.press("s")
    room.keyboard.press("b")
    with room.expect_event("requestfailed"):
        room.keyboard.type("Pompe")
    room.context.set_offline(True)
    room.keyboard.type(" cassée")
    room.wait_for_timeout(PAUSE)
    room.keyboard.press("Enter")
    waiting = room.get_by_role("region", name="Ajouts en attente").get_by_role("listitem")
    expect(waiting).to_have_text([f"Suivi de {first.action.reference} « Pompe cassée » : en attente"])
    room.keyboard.type(", dit-il.")
    room.wait_for_timeout(PAUSE)
    room.context.set_offline(False)
    room.evaluate("dispatchEvent(new Event('online'))")
    expect(room.get_by_text("1 ajout enregistré.")).to_be_visible()
    expect(row.locator("[data-state]")).to_contain_text("enregistré")

    assert told(meeting)[0] == (Status.BLOCKED, "Pompe cassée, dit-il.", ["Pompe cassée"])
    assert nothing_was_put_aside(meeting)


def test_what_is_typed_while_an_answer_is_on_its_way_stays(room: Page, meeting: Meeting) -> None:
    """In the same form or another: neither the end of the waiting nor the page with the addition takes it away."""
    room.evaluate("() => (AbortSignal.timeout = () => new AbortController().signal)")  # however long this takes
    held: list[Route] = []
    added = room.get_by_role("region", name="Ajouts en attente")
    action = room.get_by_role("textbox", name="Action", exact=True)
    add = room.get_by_role("button", name="Ajouter l’action")
    free: list[bool] = []
    room.route("**/points/*/actions/", lambda route: route.continue_() if free else held.append(route))
    action.fill("Réparer la pompe")
    for _ in range(2):
        add.click()
    action.fill("Former le comité")
    held_by(room, held).abort()
    expect(added.get_by_role("listitem")).to_have_count(1)
    expect(action).to_have_value("Former le comité")

    add.click()
    title = room.get_by_role("textbox", name="Ajouter un point")
    room.keyboard.press("o")
    title.press_sequentially("Div")
    answer = held_by(room, held)
    free.append(True)
    answer.continue_()
    expect(added).to_contain_text("2 ajouts enregistrés.")
    title.press_sequentially("ers")
    expect(title).to_have_value("Divers")
    title.press("Enter")
    expect(room.get_by_role("textbox", name="Sujet")).to_have_value("Divers")

    assert list(meeting.actions.values_list("description", flat=True)) == [
        "<p>Réparer la pompe</p>",
        "<p>Former le comité</p>",
    ]
