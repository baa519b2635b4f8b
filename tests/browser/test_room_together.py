"""Two people in the room at once: what each writes in another paragraph comes together under their hands."""

import re
import uuid

import pytest
from django.test import Client
from playwright.sync_api import Page, Route, expect

from meetings.enums import MeetingState
from meetings.models import AgendaItem
from meetings.services.texts import save_text
from minutes.services.visitors import note_visit
from tests.factories import make_people
from tests.meetings.factories import make_meeting

pytestmark = pytest.mark.django_db(transaction=True)

START = "<p>Ouverture.</p><p>Divers.</p>"


@pytest.fixture
def people():
    return make_people()


@pytest.fixture
def item(people):
    item = make_meeting(people.cluster, by=people.coordinator, state=MeetingState.OPEN).items.first()
    write(item, people.rapporteur, START)
    return item


def write(item, user, text):
    fresh = AgendaItem.objects.select_related("meeting").get(pk=item.pk)
    typed = {"text": text, "base_version": fresh.discussion_version, "key": uuid.uuid4(), "author": user}
    save_text(target=fresh, field="discussion", **typed)


@pytest.fixture
def room(page: Page, people, live_server, item) -> Page:
    client = Client()
    client.force_login(people.coordinator)
    page.context.add_cookies([{"name": "session", "value": client.cookies["session"].value, "url": live_server.url}])
    page.goto(f"{live_server.url}/reunions/{item.meeting.uuid}/saisie/?point={item.uuid}")
    return page


def editor(page: Page):
    return page.locator(".rich-zone").and_(page.get_by_role("textbox", name="Description, discussions"))


def stored(item: AgendaItem) -> str:
    return AgendaItem.objects.values_list("discussion", flat=True).get(pk=item.pk)


def test_other_paragraph_comes_in_and_the_caret_stays(room, people, item):
    write(item, people.rapporteur, START.replace("Ouverture.", "Ouverture par la préfète."))
    editor(room).click()
    room.keyboard.press("Control+End")
    room.keyboard.insert_text(" Rien")

    state = room.locator("form", has=editor(room)).locator("[data-state]")
    expect(state).to_have_text(re.compile("^enregistré à .*, avec ce qu’a écrit Bakary Rapporteur$"))
    room.keyboard.insert_text(" de plus.")
    expect(editor(room)).to_have_text(re.compile(r"^Ouverture par la préfète\.Divers\. Rien de plus\.$"))
    both = "<p>Ouverture par la préfète.</p><p>Divers. Rien de plus.</p>"
    expect(state).to_have_text(re.compile(r"^enregistré à \d+\sh(\s\d\d)?$"))
    assert stored(item) == both


def test_typing_on_while_the_texts_are_merged_loses_nothing(room, people, item):
    write(item, people.rapporteur, START.replace("Ouverture.", "Ouverture par la préfète."))

    def while_typing(route: Route) -> None:
        answer = route.fetch()
        room.keyboard.insert_text(" de plus.")
        route.fulfill(response=answer)

    room.route("**/textes/", while_typing, times=1)
    editor(room).click()
    room.keyboard.press("Control+End")
    room.keyboard.insert_text(" Rien")

    expect(editor(room)).to_have_text("Ouverture par la préfète.Divers. Rien de plus.")
    assert stored(item) == "<p>Ouverture par la préfète.</p><p>Divers. Rien de plus.</p>"


def test_who_else_is_in_the_room_is_said_and_asked_again(room, people, item):
    others = room.locator("[data-others]")
    expect(others).to_have_text("Personne d’autre dans la saisie.")
    expect(room.get_by_role("button", name="Dire que je suis là")).to_be_hidden()

    note_visit(meeting=item.meeting, user=people.rapporteur, place=item.uuid)
    room.evaluate("dispatchEvent(new Event('focus'))")

    expect(others).to_have_text("Aussi ici : Bakary Rapporteur (au même point que vous)")
