"""What axe and the Nu checker say about pages, on a phone and on a laptop."""

from __future__ import annotations

import subprocess
from collections.abc import Iterable
from pathlib import Path

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Page

from tests.tools import require_nu_checker

WIDTHS = (1280, 360)
Sources = dict[str, str]

RUN = """async () => (await axe.run({resultTypes: ['violations']})).violations
    .map(found => `${found.id} ${found.nodes.map(node => node.target)}`)"""


def troubles_of(page: Page) -> list[str]:
    """As the page is shown when all of it is there, at each width. axe stays in the page: it is put there once."""
    page.wait_for_load_state()
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    return [f"{page.url} ({width}) : {found}" for width in WIDTHS for found in _troubles_at(page, width)]


def _troubles_at(page: Page, width: int) -> list[str]:
    page.set_viewport_size({"width": width, "height": 740})
    found: list[str] = page.evaluate(RUN)
    overflows = page.evaluate("document.documentElement.scrollWidth > innerWidth")
    return [*found, "déborde"] if overflows else found


def source_of(page: Page) -> str:
    """As it stands when all of it is there."""
    page.wait_for_load_state()
    return page.content()


def visit(page: Page, base: str, paths: Iterable[str], sources: Sources) -> list[str]:
    """The troubles of each page; ``sources`` receives its HTML as the server sent it."""
    troubles: list[str] = []
    for path in paths:
        answer = page.goto(f"{base}{path}", wait_until="load")
        assert answer, path
        sources[f"{len(sources)} {path}"] = answer.text()
        troubles += troubles_of(page)
        if page.url != f"{base}{path}":
            troubles.append(f"{path} : renvoie à {page.url}")
    return troubles


def checked(sources: Sources, folder: Path) -> str:
    """What the Nu checker says of all of them, empty when it accepts everything."""
    files = {folder / f"{number}.html": text for number, text in enumerate(sources.values())}
    for file, text in files.items():
        file.write_text(text, "utf-8")
    command = [*require_nu_checker(), "--errors-only", *map(str, files)]
    said = subprocess.run(command, capture_output=True, text=True, check=False).stderr
    for file, page in zip(files, sources, strict=True):
        said = said.replace(f'"file:{file}"', page)
    return said
