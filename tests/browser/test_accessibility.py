"""axe finds nothing, nothing overflows, and the Nu checker accepts the markup, on a phone and on a laptop."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth.tokens import default_token_generator
from django.urls import get_resolver, reverse
from django.utils import timezone
from django.utils.http import urlsafe_base64_encode
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from actions.services.create import create_action
from meetings.services.pictures import add_picture
from tests.browser.apart import apart
from tests.browser.axe import Sources, checked, source_of, troubles_of, visit
from tests.browser.pages import follow
from tests.factories import PASSWORD, make_people
from tests.minutes import pasted
from tests.minutes.factories import make_held_meeting, make_item
from tests.permissions.table import ROWS, Row
from tests.permissions.test_permission_matrix import names
from tests.permissions.world import World, build_world

pytestmark = pytest.mark.django_db(transaction=True)

SignIn = Callable[[str], Page]
READERS = ("anonymous", "coordinator", "focal_point", "rapporteur", "admin")
"""Whoever is first among them to be let in reads the page."""
NO_PAGES = {
    *("health", "meetings:document_download", "minutes:record_pdf", "minutes:record_word", "minutes:record_file"),
    *("minutes:sign_in_sheet", "minutes:follow_up_sheet", "minutes:verify_authority"),
    *("minutes:verify_authority_file", "minutes:verify_crl", "minutes:picture"),
    *(
        "minutes:dashboard_pdf",
        "minutes:convocation",
        "minutes:sheet_file",
        "minutes:publication_pdf",
        "minutes:logo_picture",
    ),
    *("minutes:meeting_archive", "minutes:calendar_feed", "minutes:decision_export", "actions:action_export"),
    *("participants:session", "minutes:room_worker", "minutes:item_results", "minutes:room_names"),
    *("actions:export_file", "meetings:meeting_export", "participants:organisation_export"),
    "actions:partner_call_file",
    *("participants:presence_export", "minutes:profile_sheet"),
}
"""They answer a file."""
SEEN_ELSEWHERE = {
    *("participants:setup", "minutes:minutes_give_up_correction"),
    *("courier_list", "courier_detail", "courier_page", "actions:action_confirm", "actions:date_give"),
}
"""There before there is anybody (below), while a record is being corrected (test_record_accessibility), in the
demonstration (test_partner_story), and while an action waits for the coordination (below)."""


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    """axe puts inline styles into the page, which the security policy refuses: it is tested elsewhere."""
    return browser_context_args | {"bypass_csp": True}


# --- Every address ----------------------------------------------------------------------------------------------------


def reader_of(row: Row) -> str:
    """Empty when none of them gets a page there."""
    return next((role for role in READERS if row.sign("GET", role) in "+o"), "")


def pages_of(role: str) -> list[Row]:
    return [row for row in ROWS if row.address not in NO_PAGES | SEEN_ELSEWHERE and reader_of(row) == role]


def test_every_address_that_answers_a_page_is_visited() -> None:
    answers_no_get = {row.address for row in ROWS if set(row.signs["GET"]) <= set(">#!")}
    visited = {row.address for role in READERS for row in pages_of(role)}
    known = {name for name in names(get_resolver()) if not name.startswith("admin:")}
    assert known - visited - answers_no_get - NO_PAGES == SEEN_ELSEWHERE


def more_pages(world: World) -> dict[str, list[str]]:
    """What the addresses above show in another state: an open section, lists that are searched, filtered or empty."""
    open_meeting = world.own.at["open"]
    room = reverse("minutes:room", kwargs=open_meeting)
    lists = ("/reunions/", "/actions/", "/documents/", "/organisations/", "/personnes/", "/clusters/")
    return {
        "anonymous": ["/invitation/inconnu/", "/verifier/inconnue/", "/rien/"],
        "coordinator": [
            f"{room}?partie={world.own.at['open section']['section_uuid']}",
            f"{room}?point={world.own.at['open item']['item_uuid']}",
            *(f"{address}?q=introuvable" for address in lists),
            f"{reverse('actions:coverage', kwargs=world.own.at['cluster'])}?vue=lacunes",
            "/introuvable/",
        ],
        "focal_point": [
            *("/", "/mes-actions/", "/reunions/", reverse("participants:cluster_create")),
            reverse("actions:action_detail", kwargs=world.own.at["free action"]),
        ],
    }


def open_pages(role: str, page: Page, base: str, world: World, sources: Sources) -> list[str]:
    paths = [reverse(row.address, kwargs=world.own.at.get(row.of)) for row in pages_of(role)]
    return visit(page, base, dict.fromkeys([*paths, *more_pages(world).get(role, [])]), sources)


def test_every_page_is_accessible(page: Page, signed_in_as: SignIn, live_server: LiveServer, tmp_path: Path) -> None:
    world = apart(build_world)
    sources: Sources = {}
    troubles = open_pages("anonymous", page, live_server.url, world, sources)
    for role in READERS[1:]:
        user = world.user(role)
        assert user
        troubles += open_pages(role, signed_in_as(user.email), live_server.url, world, sources)
    assert troubles == []
    assert checked(sources, tmp_path) == ""
    assert len(sources) > 90


# --- What answers a form ----------------------------------------------------------------------------------------------

PASTED = {
    "/organisations/coller/": "Santé des Sables (SDS)\nSDS\nAutre chose ?",
    "/personnes/coller/": "Awa Exemple, chargée de suivi, SDS, awa@example.org\n???",
}


def test_lists_read_back_are_accessible(signed_in_as: SignIn, tmp_path: Path) -> None:
    page = signed_in_as(make_people().coordinator.email)
    sources: Sources = {}
    troubles: list[str] = []
    for path, text in PASTED.items():
        page.goto(path)
        page.locator("[name=text]").fill(text)
        follow(page.get_by_role("button", name="Relire la liste"))
        expect(page.get_by_role("table")).to_be_visible()
        troubles += troubles_of(page)
        sources[path] = source_of(page)
    assert troubles == []
    assert checked(sources, tmp_path) == ""


def test_text_with_a_table_and_a_picture_is_accessible(signed_in_as: SignIn, tmp_path: Path) -> None:
    """In the room, whose script frames the picture, and read as a record."""
    people = make_people()
    meeting = make_held_meeting(people)
    picture = add_picture(meeting=meeting, file=BytesIO(pasted.png()), by=people.coordinator)
    item = make_item(meeting, "Sites", discussion=pasted.SMALL + pasted.shown(str(picture.uuid), "Carte des sites"))
    page = signed_in_as(people.coordinator.email)
    page.goto(f"{reverse('minutes:room', args=[meeting.uuid])}?point={item.uuid}")
    page.get_by_role("button", name="Carte des sites").wait_for()
    troubles, sources = troubles_of(page), {}
    sources["record"] = page.goto(reverse("minutes:record", args=[meeting.uuid])).text()
    assert troubles + troubles_of(page) == []
    assert checked(sources, tmp_path) == ""


def test_pages_of_an_action_that_waits_for_the_coordination_are_accessible(
    signed_in_as: SignIn, live_server: LiveServer, tmp_path: Path
) -> None:
    people = make_people()
    page = signed_in_as(people.coordinator.email)
    due_text = "La date sera communiquée par la coordination"
    said = {"description": "Faire", "owner_text": "PARTEN", "due_text": due_text, "priority": "important"}
    undated, done = (create_action(cluster=people.cluster, by=people.coordinator, **said) for _ in range(2))
    type(done).objects.filter(pk=done.pk).update(status="done", completed_on=timezone.localdate())
    sources: Sources = {}
    paths = [reverse("actions:action_confirm", args=[done.uuid]), reverse("actions:date_give", args=[undated.uuid])]
    assert visit(page, live_server.url, paths, sources) == []
    assert checked(sources, tmp_path) == ""


# --- Those that no world shows ----------------------------------------------------------------------------------------


def test_password_chosen_by_a_link_is_accessible(page: Page, live_server: LiveServer, tmp_path: Path) -> None:
    user = make_people().coordinator
    link = {"uidb64": urlsafe_base64_encode(str(user.pk).encode()), "token": default_token_generator.make_token(user)}
    page.goto(live_server.url + reverse("participants:password_choose", kwargs=link))
    assert page.locator("main [type=password]").count() == 2
    assert troubles_of(page) == []
    assert checked({"password": source_of(page)}, tmp_path) == ""


def test_first_set_up_is_accessible_with_its_mistakes(page: Page, live_server: LiveServer, tmp_path: Path) -> None:
    sources: Sources = {}
    assert visit(page, live_server.url, ("/demarrage/",), sources) == []
    follow(page.get_by_role("button", name="Créer"))
    assert page.get_by_role("alert").get_by_role("link").count() == 8
    assert troubles_of(page) == []
    assert checked({**sources, "mistakes": source_of(page)}, tmp_path) == ""


def test_open_menu_is_accessible(page: Page, live_server: LiveServer) -> None:
    coordinator = make_people().coordinator
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(f"{live_server.url}/connexion/")
    page.get_by_label("Adresse électronique").fill(coordinator.email)
    page.get_by_label("Mot de passe").fill(PASSWORD)
    follow(page.get_by_role("button", name="Se connecter"))
    page.get_by_text("Menu", exact=True).click()
    page.get_by_text(coordinator.display_name, exact=True).click()
    assert troubles_of(page) == []
