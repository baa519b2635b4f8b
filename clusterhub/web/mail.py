"""How the house writes a mail: two templates, one row in the queue, in the caller's transaction."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.template import Context
from django.template.engine import Engine
from django.urls import reverse
from django.utils.safestring import mark_safe
from post_office import mail
from post_office.models import STATUS, Email

from clusterhub.web.departure import has_places, name_in_queue, rendered_at_departure
from clusterhub.web.folding import strip_control_line
from clusterhub.web.mail_html import mail_page

_WIDE_SPACES = re.compile("[\u00a0\u202f]")
ABOUT = "X-ClusterHub-About"
"""Names what a mail tells, so that a later one may take its place while it waits (``drop_waiting``)."""


def queue_mail(name: str, recipient: str, context: Mapping[str, Any], **options: Any) -> Email:
    """Queue ``emails/<name>-subject.txt`` and ``-body.txt`` for one recipient; they are sent elsewhere.

    The body is rendered twice, as plain text and as HTML (``{% load mail %}``). ``options`` go to post_office
    (attachments…), which renders what it is given as a template: the text goes in as a value, or « {{ }} » in a name
    would be run.
    """
    subject = strip_control_line(plain_text(f"{name}-subject", context))
    body, page = plain_text(f"{name}-body", context) + "\n", html_page(f"{name}-body", context, subject=subject)
    if has_places(body):
        return _queue_until_departure(recipient, subject, body, page, options)
    return mail.send(
        strip_control_line(recipient),
        subject="{{ subject }}",
        message="{{ body }}",
        html_message="{{ page }}",
        context={"subject": mark_safe(subject), "body": mark_safe(body), "page": mark_safe(page)},  # as they are sent
        **options,
    )


def drop_waiting(about: str) -> list[dict[str, str]]:
    """Takes back the mails with this header that nobody has tried to send yet; returns the headers that they had."""
    waiting = Email.objects.select_for_update().filter(status=STATUS.queued, **{f"headers__{ABOUT}": about})
    headers = [email.headers for email in waiting]
    waiting.delete()
    return headers


def _queue_until_departure(recipient: str, subject: str, body: str, page: str, options: dict[str, Any]) -> Email:
    email = mail.send(strip_control_line(recipient), **rendered_at_departure(subject, body, page), **options)
    name_in_queue(email, subject)
    return email


def plain_text(name: str, context: Mapping[str, Any]) -> str:
    """What ``emails/<name>.txt`` says, nothing escaped; its spaces are plain ones, which SMS and searches know."""
    return _WIDE_SPACES.sub(" ", _render(name, context, autoescape=False))


@dataclass(frozen=True)
class ShortMessage:
    """What the coordination copies into WhatsApp or an SMS, beside the mail that says the same."""

    title: str
    text: str
    url: str = ""
    """Of the page where it can be had with a link that needs no account."""


def short_message(name: str, title: str, context: Mapping[str, Any], *, url: str = "") -> ShortMessage:
    """What ``emails/<name>-short.txt`` says."""
    return ShortMessage(title, plain_text(f"{name}-short", context), url)


def html_page(name: str, context: Mapping[str, Any], *, subject: str) -> str:
    """The same template, its values escaped, as a page of its own."""
    return mail_page(_render(name, context, autoescape=True), subject=subject)


def _render(name: str, context: Mapping[str, Any], *, autoescape: bool) -> str:
    template = Engine.get_default().get_template(f"emails/{name}.txt")
    return template.render(Context(dict(context), autoescape=autoescape)).strip()


def absolute_url(url_name: str, **kwargs: Any) -> str:
    """An address that a mail can carry. It starts with ``BASE_URL``, never with the host that the request named."""
    return f"{settings.BASE_URL}{reverse(url_name, kwargs=kwargs)}"
