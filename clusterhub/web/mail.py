"""How the house writes a mail: two templates, one row in the queue, in the caller's transaction."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import mark_safe
from post_office import mail
from post_office.models import Email

from clusterhub.web.departure import has_places, name_in_queue, rendered_at_departure
from clusterhub.web.folding import strip_control_line


def queue_mail(name: str, recipient: str, context: Mapping[str, Any], **options: Any) -> Email:
    """Queue ``emails/<name>-subject.txt`` and ``-body.txt`` for one recipient; they are sent elsewhere.

    The templates are plain text: they say ``{% autoescape off %}``. ``options`` go to post_office (attachments…), which
    renders what it is given as a template: the text goes in as a value, or « {{ }} » in a name would be run.
    """
    subject = strip_control_line(render_to_string(f"emails/{name}-subject.txt", dict(context)))
    body = render_to_string(f"emails/{name}-body.txt", dict(context)).strip() + "\n"
    if has_places(body):
        return _queue_until_departure(recipient, subject, body, options)
    return mail.send(
        strip_control_line(recipient),
        subject="{{ subject }}",
        message="{{ body }}",
        context={"subject": mark_safe(subject), "body": mark_safe(body)},  # plain text, nothing to escape
        **options,
    )


def _queue_until_departure(recipient: str, subject: str, body: str, options: dict[str, Any]) -> Email:
    email = mail.send(strip_control_line(recipient), **rendered_at_departure(subject, body), **options)
    name_in_queue(email, subject)
    return email


def absolute_url(url_name: str, **kwargs: Any) -> str:
    """An address that a mail can carry. It starts with ``BASE_URL``, never with the host that the request named."""
    return f"{settings.BASE_URL}{reverse(url_name, kwargs=kwargs)}"
