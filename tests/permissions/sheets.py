"""The forms that a page offers, read from its HTML and sent back as a browser would, or as somebody hostile would."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import urlencode

from django.test import Client
from lxml import html

FORM = "application/x-www-form-urlencoded"
ADDRESS = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")
OWN_FIELDS = {"csrfmiddlewaretoken"}


@dataclass(frozen=True)
class Sheet:
    """A form with the values that it shows. ``choices``: what the fields with a closed list offer."""

    action: str
    values: tuple[tuple[str, str], ...]
    choices: dict[str, list[str]] = field(default_factory=dict, hash=False)
    asks_more: bool = False
    """A file, a password or a tick: what stands in the fields is not enough."""

    def __str__(self) -> str:
        return f"{self.action} ({', '.join(self.names)})"

    @property
    def names(self) -> list[str]:
        return sorted(({name for name, _ in self.values} | set(self.choices)) - OWN_FIELDS)

    @property
    def records(self) -> list[str]:
        """The fields that name records."""
        return [name for name in self.choices if self.takes_addresses(name) is not None]

    @property
    def texts(self) -> list[str]:
        return [name for name in self.names if name not in self.choices]

    def takes_addresses(self, name: str) -> bool | None:
        """Whether a closed list names records by their address, or by number; None when it does neither."""
        offered = [value for value in self.choices[name] if value]
        if any(ADDRESS.fullmatch(value) for value in offered):
            return True
        return False if any(value.isdecimal() for value in offered) else None

    def having(self, **given: str) -> Sheet:
        kept = tuple((name, value) for name, value in self.values if name not in given)
        return replace(self, values=kept + tuple(given.items()))

    def all_set_to(self, text: str) -> Sheet:
        return self.having(**dict.fromkeys(self.names, text))


def sheets(page: bytes, path: str) -> Iterator[Sheet]:
    """The forms of a page that change something."""
    for form in html.fromstring(page.decode()).forms:
        if form.method == "POST":
            elsewhere = form.xpath(".//button[@formaction]")
            if form.get("action") or len(elsewhere) < len(form.findall(".//button")):
                yield _sheet(form, path)
            for button in elsewhere:
                yield replace(_sheet(form, path), action=button.get("formaction"))


def _sheet(form: Any, path: str) -> Sheet:
    """What it shows, with something good where something is asked for; the button that has a name is pressed."""
    asked = {one.name: _something(one) for one in form.inputs if one.get("required") is not None}
    values = [(name, (value or "").strip() or asked.get(name, "")) for name, value in form.form_values()]
    shown = {name for name, _ in values}
    values += [(one.name, asked.get(one.name, "")) for one in form.inputs if one.name not in shown and _is_text(one)]
    buttons = [one for one in form.iter("button") if one.get("name")]
    values += [(one.get("name"), one.get("value") or "") for one in buttons]
    lists = {one.name: list(one.value_options) for one in form.inputs if one.tag == "select"}
    hidden = {one.name: [one.value or ""] for one in form.inputs if one.get("type") == "hidden"}
    ticked = {one.name: [one.get("value", "")] for one in form.xpath(".//input[@type='checkbox'][@value]")}
    choices = {name: offered for name, offered in (hidden | ticked | lists).items() if name not in OWN_FIELDS}
    more = form.xpath(".//input[@type='file' or @type='password' or (@type='checkbox' and @required)]")
    return Sheet(form.get("action") or path, tuple(values), choices, asks_more=bool(more))


def _is_text(one: Any) -> bool:
    return bool(one.name) and one.tag != "select" and one.get("type") not in ("checkbox", "radio", "file")


GOOD = {"email": "quelquun@example.org", "date": "2026-05-04", "time": "10:00", "number": "1"}


def _something(one: Any) -> str:
    if one.tag == "select":
        return next((value for value in one.value_options if value), "")
    return GOOD.get(one.get("type", "text"), "Texte")


def submit(client: Client, sheet: Sheet) -> Any:
    """What is no text travels too. The browser forgets what it was answered: signing out lasts for one form."""
    browser = Client()
    browser.cookies = SimpleCookie(client.cookies.output(header="", sep=";"))
    pairs = [(name.encode(), value.encode("utf-8", "surrogatepass")) for name, value in sheet.values]
    answer = browser.generic("POST", sheet.action, urlencode(pairs), content_type=FORM)
    if answer.streaming:
        b"".join(answer.streaming_content)
    return answer
