"""axe finds nothing, nothing overflows, and the Nu checker accepts the markup, on a phone and on a laptop."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page
from pytest_django.live_server_helper import LiveServer

from participants.services.links import create_link
from tests.factories import PASSWORD, make_people, make_person
from tests.tools import require_nu_checker

pytestmark = pytest.mark.django_db(transaction=True)

WIDTHS = (360, 1280)
PUBLIC = ("/connexion/", "/mot-de-passe-oublie/", "/mot-de-passe-oublie/envoye/", "/invitation/inconnu/", "/rien/")
CHECKS = ("/verifier/", "/verifier/inconnue/")
SIGNED_IN = ("/", "/mon-compte/", "/mon-compte/mot-de-passe/")


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    """axe puts inline styles into the page, which the security policy refuses: it is tested elsewhere."""
    return browser_context_args | {"bypass_csp": True}


def troubles_of(page: Page) -> list[str]:
    violations = Axe().run(page).response["violations"]
    found = [f"{page.url} : {item['id']} {item['nodes'][0]['target']}" for item in violations]
    if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
        found.append(f"{page.url} : déborde")
    return found


def visit(page: Page, base: str, paths: tuple[str, ...], sources: dict[str, str]) -> list[str]:
    troubles: list[str] = []
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 740})
        for path in paths:
            answer = page.goto(f"{base}{path}")
            sources[path] = answer.text() if answer else ""
            troubles += troubles_of(page)
    return troubles


def checked(sources: dict[str, str], folder: Path) -> str:
    """What the Nu checker says, empty when it accepts everything."""
    files = [folder / f"{number}.html" for number, _ in enumerate(sources)]
    for file, text in zip(files, sources.values(), strict=True):
        file.write_text(text, "utf-8")
    command = [*require_nu_checker(), "--errors-only", *map(str, files)]
    return subprocess.run(command, capture_output=True, text=True, check=False).stderr


def test_public_pages_are_accessible(page: Page, live_server: LiveServer, tmp_path: Path) -> None:
    make_people()
    _, key = create_link(person=make_person(), email="invitee@example.org")
    sources: dict[str, str] = {}
    assert visit(page, live_server.url, (*PUBLIC, *CHECKS, f"/invitation/{key}/"), sources) == []
    assert checked(sources, tmp_path) == ""


def test_first_set_up_is_accessible_with_its_mistakes(page: Page, live_server: LiveServer, tmp_path: Path) -> None:
    sources: dict[str, str] = {}
    assert visit(page, live_server.url, ("/demarrage/",), sources) == []
    page.get_by_role("button", name="Créer").click()
    assert page.get_by_role("alert").get_by_role("link").count() == 8
    assert troubles_of(page) == []
    assert checked({**sources, "mistakes": page.content()}, tmp_path) == ""


def test_pages_of_the_account_are_accessible(page: Page, live_server: LiveServer, tmp_path: Path) -> None:
    coordinator = make_people().coordinator
    page.goto(f"{live_server.url}/connexion/")
    page.get_by_label("Adresse électronique").fill(coordinator.email)
    page.get_by_label("Mot de passe").fill(PASSWORD)
    page.get_by_role("button", name="Se connecter").click()
    sources: dict[str, str] = {}
    assert visit(page, live_server.url, SIGNED_IN, sources) == []
    assert checked(sources, tmp_path) == ""


def test_open_menu_is_accessible(page: Page, live_server: LiveServer) -> None:
    coordinator = make_people().coordinator
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(f"{live_server.url}/connexion/")
    page.get_by_label("Adresse électronique").fill(coordinator.email)
    page.get_by_label("Mot de passe").fill(PASSWORD)
    page.get_by_role("button", name="Se connecter").click()
    page.get_by_text("Menu", exact=True).click()
    page.get_by_text(coordinator.display_name, exact=True).click()
    assert troubles_of(page) == []
