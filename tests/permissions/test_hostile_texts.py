"""Texts that try to become script, in every column that shows: pages hold them as text, whatever let them in."""

from __future__ import annotations

from collections.abc import Iterator
from http.cookies import SimpleCookie
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from lxml import html

from tests.permissions.snapshot import undone
from tests.permissions.table import ROWS
from tests.permissions.world import World, build_world, hostile

pytestmark = [pytest.mark.django_db, pytest.mark.once]

READERS = ("observer", "member", "coordinator", "admin")
PRINTED = (
    *("minutes:record_pdf", "minutes:record_word"),
    *("minutes:sign_in_sheet", "minutes:follow_up_sheet", "minutes:convocation", "minutes:dashboard_pdf"),
)
ADDRESSES = ("href", "src", "action", "formaction", "data", "poster", "srcset")


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    """The same world, each of its texts with something hostile behind it."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield build_world(hostile)
        transaction.set_rollback(True)


def pages(world: World, role: str) -> list[str]:
    shown = [row for row in ROWS if row.sign("GET", role) in "+o" and row.address not in PRINTED]
    found = {reverse(row.address, kwargs=world.own.at.get(row.of)) for row in shown}
    if role == "coordinator":
        for name in ("open", "planned", "circulated"):
            room = reverse("minutes:room", kwargs=world.own.at[name])
            found |= {f"{room}?point={item.uuid}" for item in world.own.meetings[name].items.all()}
    return sorted(found)


def trees(client: Client, paths: list[str]) -> Iterator[tuple[str, Any]]:
    for path in paths:
        answer = client.get(path)
        if answer.streaming:
            b"".join(answer.streaming_content)
        elif answer["Content-Type"].startswith("text/html") and answer.content:
            yield path, html.fromstring(answer.content.decode())


@pytest.mark.parametrize("role", READERS)
def test_no_text_becomes_part_of_the_page(world: World, cookies: dict[str, SimpleCookie], role: str) -> None:
    client = Client()
    client.cookies = SimpleCookie(cookies[role].output(header="", sep=";"))
    with undone():
        read = dict(trees(client, pages(world, role)))

    assert {path: found for path, tree in read.items() if (found := intruders(tree))} == {}
    showing = [path for path, tree in read.items() if "onerror=z()" in tree.text_content()]
    assert len(showing) >= (10 if role in ("observer", "admin") else 20)


def intruders(tree: Any) -> list[str]:
    """What our own templates never write."""
    found = []
    for element in tree.iter():
        if not isinstance(element.tag, str):
            continue
        found += [f"{element.tag} {name}" for name in element.attrib if name.startswith("on") or name == "style"]
        found += [element.tag] * (element.tag in ("style", "iframe", "object", "embed", "base", "zz"))
        found += ["script"] * (element.tag == "script" and not (element.get("src") or "").startswith("/static/"))
        found += [f"{name}={element.get(name)}" for name in ADDRESSES if _leaves(element.get(name) or "")]
    return found


def _leaves(address: str) -> bool:
    """Ours are relative, a place in the page, or a mail to somebody."""
    return bool(address) and not address.startswith(("/", "#", "?", "mailto:", "tel:"))


def test_braces_in_a_text_are_printed_and_not_computed(world: World, cookies: dict[str, SimpleCookie]) -> None:
    client = Client()
    client.cookies = SimpleCookie(cookies["coordinator"].output(header="", sep=";"))
    title = next(trees(client, [reverse("minutes:meeting_detail", kwargs=world.own.at["open"])]))[1]

    assert "{{7|add:7}}" in title.findtext(".//h1")
