"""The room over a line of 600 ms and 50 kbit/s, in Chromium: opened for the first time, opened again, a save.
``python -m bench.room`` measures this alone."""

from __future__ import annotations

import os
import re
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Locator, Page, Playwright, expect, sync_playwright

from bench.measure import Limit
from bench.server import Visitor, free_port, serving, sign_in
from bench.start import environment, prepare
from tests.chromium import ARGUMENTS
from tests.faults.proxy import Line, Proxy
from tests.tools import find_tool

COORDINATOR = "coordination@example.org"
ROUNDS = 3
"""The worst is printed."""
WORDS = "Tapé avant que tout soit là."
SAVED = re.compile("enregistré à")
WATCH = """
addEventListener("input", () => (window.typedAt ??= performance.now()), true);
addEventListener("load", () => (window.loadedAt ??= performance.now()));
"""
PAINTED = """() => performance.getEntriesByName("first-contentful-paint").length"""
"""Before that, nobody sees where to type."""
KEPT = """async () => {
    const names = (await caches.keys()).filter((name) => name.startsWith("room-pages/"));
    const pages = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()));
    return pages.flat().length > %d;
}"""
"""One page for each point and the list of those present, which are fetched after the first."""


@dataclass(frozen=True)
class Opening:
    """Seconds from the address to the first letter, and to everything; bytes received by then."""

    typing: float
    complete: float
    received: int


def main() -> None:
    if find_tool("chromium") is None:
        print("Chromium n’est pas installé : la saisie sur une ligne lente n’est pas mesurée.")
        return
    with tempfile.TemporaryDirectory(prefix="clusterhub-bench-") as folder:
        os.environ |= environment(Path(folder))
        prepare()
        with serving({}) as port:
            print(*measured(port), sep="\n")


def measured(port: int) -> Iterator[Limit]:
    visitor = sign_in(port, COORDINATOR)
    first = room_being_held(visitor)
    points = points_of(visitor, first)
    point = points[-1]
    with sync_playwright() as playwright, closing(Proxy(free_port(), port)) as proxy, chromium(playwright) as browser:
        for what, path in (("un point", point), ("le suivi, qui s’ouvre d’abord", first)):
            worst = [opened_cold(browser, proxy, visitor, path) for _ in range(ROUNDS)]
            yield Limit(f"Saisie à froid, {what} : on peut taper", max(one.typing for one in worst), "s", 5)
            yield Limit(f"Saisie à froid, {what} : tout est là", max(one.complete for one in worst), "s", 15)
            yield Limit(f"Saisie à froid, {what} : reçu en tout", max(one.received for one in worst) / 1_000, "ko", 60)
        yield Limit("Page d’un point et sa feuille de style, avant de taper", needed_to_type(visitor, point), "ko", 18)
        opened, saved = opened_again(browser, proxy, visitor, point, all_kept=KEPT % len(points))
        yield Limit("Saisie déjà ouverte une fois : tout est là", opened, "s", 3)
        yield Limit("Un texte est acquitté", saved, "s", 3)


# --- Where ------------------------------------------------------------------------------------------------------------


def room_being_held(visitor: Visitor) -> str:
    """The demonstration's meeting that is open."""
    meetings = dict.fromkeys(re.findall(r'href="(/reunions/[0-9a-f-]{36}/)"', text_of(visitor, "/reunions/")))
    rooms = [f"{address}saisie/" for address in meetings if f'"{address}saisie/"' in text_of(visitor, address)]
    return next(room for room in rooms if " data-held" in text_of(visitor, room))


def points_of(visitor: Visitor, room: str) -> list[str]:
    return re.findall(r'href="([^"]+/saisie/\?point=[^"]+)"', text_of(visitor, room))


def text_of(visitor: Visitor, path: str) -> str:
    return visitor.get(path).body.decode()


def needed_to_type(visitor: Visitor, path: str) -> float:
    """Kilobytes of the page and of what it shows with, their headers included. The scripts come after."""
    page = visitor.get(path, encoding="br")
    sheets = re.findall(r'<link rel="stylesheet" href="([^"]+)"', text_of(visitor, path))
    return (page.received + sum(visitor.get(sheet, encoding="br").received for sheet in sheets)) / 1_000


# --- In a browser -----------------------------------------------------------------------------------------------------


@contextmanager
def chromium(playwright: Playwright) -> Iterator[Browser]:
    browser = playwright.chromium.launch(executable_path=find_tool("chromium"), args=ARGUMENTS)
    yield browser
    browser.close()


@contextmanager
def tab(browser: Browser, proxy: Proxy, visitor: Visitor) -> Iterator[tuple[Page, str]]:
    """Of a browser with an empty cache, signed in. And where it goes."""
    context = browser.new_context(locale="fr-FR")
    origin = f"http://localhost:{proxy.port}"
    context.add_cookies([{"name": name, "value": value, "url": origin} for name, value in visitor.cookies.items()])
    context.add_init_script(WATCH)
    context.set_default_timeout(60_000)
    yield context.new_page(), origin
    context.close()


def discussion(page: Page) -> Locator:
    """The plain field of the page, then the editor that takes its place."""
    return page.get_by_role("textbox", name="Description, discussions")


def opened_cold(browser: Browser, proxy: Proxy, visitor: Visitor, path: str) -> Opening:
    with tab(browser, proxy, visitor) as (page, origin), proxy.trouble(Line.SLOW):
        before = proxy.given
        page.goto(origin + path, wait_until="commit")
        until(page, PAINTED)
        discussion(page).press_sequentially(WORDS[0])
        until(page, "() => window.loadedAt")
        received = proxy.given - before
        page.keyboard.type(WORDS[1:])
        expect(state(page)).to_have_text(SAVED, timeout=60_000)
        if WORDS not in discussion(page).inner_text():
            raise AssertionError(f"what was typed is not there: {discussion(page).inner_text()!r}")
        return Opening(seconds(page, "typedAt"), seconds(page, "loadedAt"), received)


def opened_again(browser: Browser, proxy: Proxy, visitor: Visitor, path: str, *, all_kept: str) -> tuple[float, float]:
    """Seconds until everything is there, once the service worker has kept it; and until a text is acknowledged."""
    with tab(browser, proxy, visitor) as (page, origin):
        page.goto(origin + path)
        until(page, all_kept)
        with proxy.trouble(Line.SLOW):
            page.reload(wait_until="commit")
            until(page, "() => window.loadedAt")
            expect(page.locator("html.saves-itself")).to_have_count(1)
            opened = seconds(page, "loadedAt")
            begin = time.monotonic()
            discussion(page).press_sequentially("Lent.")
            expect(state(page)).to_have_text(SAVED, timeout=60_000)
            return opened, time.monotonic() - begin


def state(page: Page) -> Locator:
    return page.locator("form", has=discussion(page)).locator("[data-state]")


def until(page: Page, question: str) -> None:
    """The page's policy lets nothing be evaluated in it: no waiting for a function."""
    while not page.evaluate(question):
        time.sleep(0.02)


def seconds(page: Page, name: str) -> float:
    return page.evaluate(f"() => window.{name} / 1000")


if __name__ == "__main__":
    main()
