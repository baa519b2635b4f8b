"""Words that a mail gets only as it leaves the queue: the key of a link is in no table, not even while the mail waits.

A text carries a place for them (``place_for``); what makes the words is registered in ``AppConfig.ready``. A mail that
is tried again gets new words: the first try may have arrived.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any
from uuid import UUID

from post_office.models import Email, EmailTemplate

PLACE = re.compile(r"⟦([a-z]+):([0-9a-f-]{36})⟧")
TEMPLATE, SUBJECT = "au départ", "{{ subject|safe }}"
CONTENT = "{% load departure %}{{ body|at_departure }}"

_makers: dict[str, Callable[[UUID], str]] = {}


def register_maker(kind: str, make: Callable[[UUID], str]) -> None:
    """``make`` gets the number written in the place. It must be unguessable: people's texts may hold a place too."""
    _makers[kind] = make


def place_for(kind: str, number: UUID) -> str:
    return f"⟦{kind}:{number}⟧"


def has_places(text: str) -> bool:
    return PLACE.search(text) is not None


def fill_places(text: str) -> str:
    return PLACE.sub(lambda found: _makers[found[1]](UUID(found[2])) if found[1] in _makers else "", text)


def rendered_at_departure(subject: str, body: str) -> dict[str, Any]:
    """Options of ``post_office.mail.send`` for a mail whose body is put together when it leaves; none is stored."""
    return {"template": _template(), "context": {"subject": subject, "body": body}, "render_on_delivery": True}


def _template() -> EmailTemplate:
    known = EmailTemplate.objects.filter(name=TEMPLATE, subject=SUBJECT, content=CONTENT).order_by("pk").first()
    return known or EmailTemplate.objects.create(name=TEMPLATE, subject=SUBJECT, content=CONTENT)


def name_in_queue(email: Email, subject: str) -> None:
    """So that lists of mails say what it is; what is sent comes from the template."""
    Email.objects.filter(pk=email.pk).update(subject=subject[:989])
