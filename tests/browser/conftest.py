"""Chromium against a live server. Every test in this folder carries the mark `browser`."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from playwright.sync_api import Page, expect
from pytest_playwright import CreateContextCallback

from tests.browser.pages import follow
from tests.chromium import ARGUMENTS
from tests.factories import PASSWORD
from tests.tools import require_tool

os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # playwright's event loop runs in the tests' thread

SignIn = Callable[[str], Page]

expect.set_options(timeout=60_000)  # a loaded machine is slow, not broken

OWN = ("http://localhost:", "http://127.0.0.1:", "data:", "blob:", "about:", "chrome-extension:", "chrome:")
"""The last two are Chromium’s own PDF viewer."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    return browser_type_launch_args | {"executable_path": require_tool("chromium"), "args": ARGUMENTS}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    """The room's service worker goes on by itself when a test is over: only its own tests let it in."""
    return browser_context_args | {"locale": "fr-FR", "timezone_id": "Africa/Bamako", "service_workers": "block"}


@pytest.fixture(scope="session", autouse=True)
def style_sheet() -> None:
    if not (settings.BASE_DIR / "static/css/clusterhub.css").exists():
        call_command("build_css")


@pytest.fixture
def watch(live_server: Any) -> Iterator[Callable[[Page], Page]]:
    """For pages whose test fails at its end if a script broke, the policy refused something, or a request left."""
    troubles: list[str] = []

    def watched(page: Page) -> Page:
        page.on("pageerror", lambda error: troubles.append(f"script: {error}"))
        page.on("console", lambda line: troubles.append(line.text) if "Content Security Policy" in line.text else None)
        page.on("request", lambda request: None if request.url.startswith(OWN) else troubles.append(request.url))
        page.set_default_timeout(60_000)
        return page

    yield watched
    assert troubles == []


@pytest.fixture
def page(page: Page, watch: Callable[[Page], Page]) -> Page:
    return watch(page)


@pytest.fixture
def signed_in_as(new_context: CreateContextCallback, watch: Callable[[Page], Page], live_server: Any) -> SignIn:
    """A browser of one's own for each person, signed in on the sign-in page."""

    def sign_in(email: str) -> Page:
        page = watch(new_context(base_url=live_server.url).new_page())
        page.goto("/connexion/")
        page.get_by_label("Adresse électronique").fill(email)
        page.get_by_label("Mot de passe").fill(PASSWORD)
        follow(page.get_by_role("button", name="Se connecter"))
        return page

    return sign_in
