"""Words that a mail gets only as it leaves the queue: the key of a link is in no table, not even while the mail waits.

A text carries a place for them (``place_for``); what makes the words is registered in ``AppConfig.ready``. A mail that
is tried again gets new words: the first try may have arrived.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from contextvars import ContextVar
from typing import Any
from uuid import UUID

from django.utils.html import escape
from post_office.models import Email, EmailTemplate

PLACE = re.compile(r"⟦([a-z]+):([0-9a-f-]{36})(?:\+([a-z0-9/-]+))?⟧")
TEMPLATE, SUBJECT = "au départ", "{{ subject|safe }}"
CONTENT = "{% load departure %}{{ body|at_departure }}"
HTML_CONTENT = "{% load departure %}{{ page|html_at_departure }}"
EMPTY_LINK = re.compile(r'<a [^>]*href=""[^>]*>[^<]*</a>')

_makers: dict[str, Callable[[UUID], str]] = {}
_written: ContextVar[Mapping[str, str]] = ContextVar("written", default={})  # noqa: B039 (never changed, only replaced)


def register_maker(kind: str, make: Callable[[UUID], str]) -> None:
    """``make`` gets the number written in the place. It must be unguessable: people's texts may hold a place too."""
    _makers[kind] = make


def place_for(kind: str, number: UUID, *, then: str = "") -> str:
    """``then`` is written after the address that is made: « appels/…/ »."""
    return f"⟦{kind}:{number}+{then}⟧" if then else f"⟦{kind}:{number}⟧"


def has_places(text: str) -> bool:
    return PLACE.search(text) is not None


def fill_places(text: str) -> str:
    """What was written is remembered for the other part of the same mail, which post_office asks for next."""
    written = {found[0]: _made(found) for found in PLACE.finditer(text)}
    _written.set(written)
    return PLACE.sub(lambda found: written[found[0]], text)


def fill_html(page: str) -> str:
    """With the words of the plain text just written. A link that was withdrawn meanwhile leaves no empty button."""
    filled = PLACE.sub(lambda found: escape(_written.get().get(found[0], "")), page)
    return EMPTY_LINK.sub("", filled)


def _made(found: re.Match[str]) -> str:
    made = _makers[found[1]](UUID(found[2])) if found[1] in _makers else ""
    return made + (found[3] or "") if made else ""


def rendered_at_departure(subject: str, body: str, page: str) -> dict[str, Any]:
    """Options of ``post_office.mail.send`` for a mail whose parts are put together when it leaves; none is stored."""
    context = {"subject": subject, "body": body, "page": page}
    return {"template": _template(), "context": context, "render_on_delivery": True}


def _template() -> EmailTemplate:
    words = {"name": TEMPLATE, "subject": SUBJECT, "content": CONTENT, "html_content": HTML_CONTENT}
    return EmailTemplate.objects.filter(**words).order_by("pk").first() or EmailTemplate.objects.create(**words)


def name_in_queue(email: Email, subject: str) -> None:
    """So that lists of mails say what it is; what is sent comes from the template."""
    Email.objects.filter(pk=email.pk).update(subject=subject[:989])
