"""A form sent back: beside each field what is wrong with it, tied to it, and everything typed still there."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.browser.axe import Sources, checked, source_of, troubles_of
from tests.browser.pages import follow
from tests.browser.test_accessibility import browser_context_args
from tests.factories import make_admin, make_people

pytestmark = pytest.mark.django_db(transaction=True)

__all__ = ["browser_context_args"]


@dataclass(frozen=True)
class Attempt:
    path: str
    typed: dict[str, str]
    wrong: set[str]


BY_COORDINATOR = (
    Attempt("/reunions/nouvelle/", {"title": "Réunion du mois", "online_url": "ftp://salle"}, {"online_url"}),
    Attempt("/actions/nouvelle/", {"owner_text": "Les ONG", "due_text": "sans tarder"}, {"description"}),
    Attempt("/organisations/nouvelle/", {"acronym": "ONG9", "website": "ftp://site"}, {"name", "website"}),
    Attempt("/personnes/nouvelle/", {"job_title": "Logisticien", "emails": "awa chez elle"}, {"name", "emails"}),
    Attempt("/documents/nouveau/", {"name": "Carte des sites", "version_label": "v2"}, {"file"}),
    Attempt("/modeles/nouveau/", {"name": ""}, {"name"}),
    Attempt("/organisations/coller/", {"text": ""}, {"text"}),
    Attempt("/mon-compte/mot-de-passe/", {}, {"old_password", "new_password1", "new_password2"}),
)
BY_ADMIN = (Attempt("/clusters/nouveau/", {"short_name": "Abris"}, {"name", "code", "short_name"}),)
"""The short name is taken."""

INVALID = """() => Object.fromEntries([...document.querySelectorAll('main [aria-invalid=true]')].map(field => [
    field.name,
    (field.getAttribute('aria-describedby') || '').split(' ').map(id => document.getElementById(id))
        .filter(text => text?.matches('.invalid-feedback') && text.checkVisibility())
        .map(text => text.textContent.trim()).join(' '),
]))"""


def mistakes_in(page: Page, attempt: Attempt) -> list[str]:
    """What the answer to an attempt lacks."""
    page.goto(attempt.path)
    for name, text in attempt.typed.items():
        page.locator(f"main [name={name}]").fill(text)
    follow(page.locator("main form.form-page [type=submit]").first)
    page.get_by_role("alert").wait_for()
    messages: dict[str, str] = page.evaluate(INVALID)
    found = [] if set(messages) == attempt.wrong else [f"fautifs : {messages}"]
    found += [f"{name} : rien à côté" for name, message in messages.items() if not message]
    kept = {name: page.locator(f"main [name={name}]").input_value() for name in attempt.typed}
    return [*found, *([] if kept == attempt.typed else [f"gardé : {kept}"])]


@pytest.mark.parametrize(("who", "attempts"), [("coordinator", BY_COORDINATOR), ("admin", BY_ADMIN)])
def test_mistakes_are_said_beside_their_field_and_nothing_typed_is_lost(
    signed_in_as: Callable[[str], Page], tmp_path: Path, who: str, attempts: tuple[Attempt, ...]
) -> None:
    emails = {"coordinator": make_people().coordinator.email, "admin": make_admin().email}
    page = signed_in_as(emails[who])
    sources: Sources = {}
    troubles: list[str] = []
    for attempt in attempts:
        troubles += [f"{attempt.path} {said}" for said in mistakes_in(page, attempt)]
        sources[attempt.path] = source_of(page)
        troubles += troubles_of(page)
    assert troubles == []
    assert checked(sources, tmp_path) == ""
