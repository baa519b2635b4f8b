"""What people do on the pages, one gesture each, and what the page answers."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from itertools import groupby
from typing import TypeVar

from playwright.sync_api import Locator, Page, expect

from tests.factories import PASSWORD

Found = TypeVar("Found")
LISTS = {"- ": "Liste à puces", "1. ": "Liste numérotée"}
ITEM = re.compile(r"^(- |\d+\. )")
SAVED = re.compile(r"^enregistré à \d+\sh(\s\d\d)?$")


def heading(page: Page) -> Locator:
    return page.get_by_role("heading", level=1)


def follow(control: Locator) -> None:
    """Presses what leads to another page, and waits for all of that page: what is read next is read there."""
    with control.page.expect_navigation():
        control.click()


def expect_message(page: Page, text: str) -> None:
    expect(page.get_by_role("status").filter(has_text=text)).to_be_visible()


# --- The room ---------------------------------------------------------------------------------------------------------


def agenda(page: Page) -> Locator:
    return page.get_by_role("navigation", name="Ordre du jour")


def agenda_lines(page: Page) -> Locator:
    return agenda(page).locator("li[data-item] .agenda-link")


def expect_agenda(page: Page, numbered_titles: list[tuple[str, str]]) -> None:
    expect(agenda_lines(page).locator(".agenda-number")).to_have_text([number for number, _ in numbered_titles])
    expect(agenda_lines(page).locator(".agenda-title")).to_have_text([title for _, title in numbered_titles])


def open_point(page: Page, title: str) -> None:
    agenda_lines(page).filter(has_text=title).click()
    expect(page.get_by_role("textbox", name="Sujet")).to_have_value(title)


def add_point(page: Page, title: str, *, below: bool = False) -> None:
    page.get_by_label("Ajouter un point").fill(title)
    if below:
        page.get_by_label("sous le point affiché").check()
    page.get_by_label("Ajouter un point").press("Enter")
    expect(page.get_by_role("textbox", name="Sujet")).to_have_value(title)


def drop_point(page: Page, title: str) -> None:
    open_point(page, title)
    page.locator(".item-facts > summary").click()
    page.get_by_role("button", name="Supprimer ce point s’il est vide").click()
    expect_message(page, f"Point « {title} » supprimé.")


def rename_point(page: Page, before: str, after: str) -> None:
    open_point(page, before)
    title = page.get_by_role("textbox", name="Sujet")
    title.fill(after)
    title.press("Enter")
    expect_saved(page, title)


def open_section(page: Page, name: str) -> None:
    agenda(page).get_by_role("button", name=f"+ {name}").click()
    expect(page.get_by_role("heading", level=2, name=name, exact=True)).to_be_visible()


def press_state(page: Page, label: str) -> None:
    page.get_by_role("button", name=label, exact=True).click()
    expect(page.get_by_role("button", name=label, exact=True)).to_have_attribute("aria-pressed", "true")


# --- Texts ------------------------------------------------------------------------------------------------------------


def write(page: Page, caption: str, text: str) -> None:
    """Types a text into its editor, lists with the tool bar, and waits until the page says that it is stored."""
    zone = page.locator(".rich-zone").and_(page.get_by_role("textbox", name=caption, exact=True))
    zone.click()
    above = ""
    for place, (mark, lines) in enumerate(_blocks(text)):
        press(page, "Enter", times=min(place, 1) + bool(above))  # the second one leaves a list
        if mark:
            page.locator(".rich", has=zone).get_by_role("button", name=LISTS[mark]).click()
        _type_lines(page, lines)
        above = mark
    expect_saved(page, zone)


def rewrite(page: Page, caption: str, before: str, after: str) -> None:
    """Puts a text of one paragraph in the place of another."""
    zone = page.locator(".rich-zone").and_(page.get_by_role("textbox", name=caption, exact=True))
    expect(zone).to_have_text(before)
    zone.click()
    page.keyboard.press("Control+A")
    page.keyboard.insert_text(after)
    expect_saved(page, zone)


def press(page: Page, key: str, *, times: int) -> None:
    for _ in range(times):
        page.keyboard.press(key)


def _blocks(text: str) -> Iterator[tuple[str, list[str]]]:
    """Paragraphs (no mark), and lists by the mark of their first item."""
    lines = [line for line in text.strip().splitlines() if line]
    for mark, block in groupby(lines, key=_mark):
        items = [ITEM.sub("", line) for line in block]
        yield from [(mark, items)] if mark else [("", [item]) for item in items]


def _mark(line: str) -> str:
    found = ITEM.match(line)
    return "" if found is None else "- " if found[0] == "- " else "1. "


def _type_lines(page: Page, lines: list[str]) -> None:
    for place, line in enumerate(lines):
        press(page, "Enter", times=min(place, 1))
        page.keyboard.insert_text(line)


def expect_soon(page: Page, read: Callable[[], Found], wanted: Found) -> None:
    """Of what goes on by itself, and nothing on the page tells."""
    end = time.monotonic() + 60
    while read() != wanted and time.monotonic() < end:
        page.wait_for_timeout(50)
    assert read() == wanted


def expect_saved(page: Page, field: Locator) -> None:
    expect(page.locator("form", has=field).locator("[data-state]")).to_have_text(SAVED)


# --- The record -------------------------------------------------------------------------------------------------------


def sign(page: Page, record: str, quality: str) -> None:
    page.goto(record)
    page.get_by_role("link", name="Signer", exact=True).click()
    expect(page.get_by_text(f"Vous signez en qualité de {quality}")).to_be_visible()
    give_password(page, PASSWORD)
    expect_message(page, "Compte rendu signé.")


def give_password(page: Page, password: str) -> None:
    page.get_by_label("Mot de passe de votre compte").fill(password)
    page.get_by_role("button", name="Signer").click()
