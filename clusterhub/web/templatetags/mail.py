"""What only the HTML part of a mail shows: the plain text has bare words and addresses (``clusterhub/web/mail_html``).

Which part is being written is said by the context's ``autoescape``, off for the plain text.
"""

from __future__ import annotations

import re

from django import template
from django.template import Context
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import mark_safe

from clusterhub.web.departure import PLACE
from clusterhub.web.mail_html import ADDRESS_CLASS, BUTTON_CLASS

register = template.Library()

ADDRESS = re.compile(r"https?://[^\s\x00-\x1f\x7f-\x9f]+")


@register.simple_tag(takes_context=True)
def button(context: Context, url: str, label: str) -> str:
    """What the reader is asked to open, and its address in words."""
    if not context.autoescape or not _can_be_opened(url):
        return _bare(context, url)
    big = '<a class="{}" href="{}">{}</a>\n<span class="{}">{}</span>'
    return format_html(big, BUTTON_CLASS, url, label, ADDRESS_CLASS, url)


@register.simple_tag(takes_context=True)
def link(context: Context, url: str) -> str:
    if not context.autoescape or not _can_be_opened(url):
        return _bare(context, url)
    return format_html('<a class="{}" href="{}">{}</a>', ADDRESS_CLASS, url, url)


def _bare(context: Context, url: str) -> str:
    return conditional_escape(url) if context.autoescape else mark_safe(url)


def _can_be_opened(url: str) -> bool:
    return ADDRESS.fullmatch(url) is not None or PLACE.fullmatch(url) is not None


@register.filter(needs_autoescape=True)
def strong(text: object, autoescape: bool = True) -> str:
    if not autoescape:
        return mark_safe(str(text))
    return format_html_join("\n", "<strong>{}</strong>", ((line,) for line in str(text).splitlines()))
