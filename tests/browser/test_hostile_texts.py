"""The same hostile texts in Chromium: nothing runs, no other host is asked, the policy has nothing to stop."""

from __future__ import annotations

import pytest
from django.urls import reverse
from playwright.sync_api import Page

from tests.browser.apart import apart
from tests.browser.test_accessibility import NO_PAGES
from tests.permissions.table import ROWS
from tests.permissions.world import World, build_world, hostile

pytestmark = pytest.mark.django_db(transaction=True)

COUNTER = "window.ran = 0; window.z = () => { window.ran += 1 }; window.alert = window.z"


def pages(world: World) -> list[str]:
    rows = [row for row in ROWS if row.sign("GET", "coordinator") == "+" and row.address not in NO_PAGES]
    return sorted({reverse(row.address, kwargs=world.own.at.get(row.of)) for row in rows})


def test_hostile_texts_never_run(signed_in_as) -> None:
    """Whatever a page asks for, or what the policy refuses, fails the test at its end (``watch``)."""
    world = apart(lambda: build_world(hostile))
    page: Page = signed_in_as(world.own.accounts["coordinator"].email)
    page.add_init_script(COUNTER)

    ran = {}
    for path in pages(world):
        page.goto(path, wait_until="domcontentloaded")
        ran[path] = page.evaluate("window.ran")
        assert page.locator("zz, img[src='x']").count() == 0, path

    assert set(ran.values()) == {0}
    assert len(ran) > 40
