"""Template filters of the layouts: French typography for texts, rich text, dates and hours."""

from django import template
from django.utils.safestring import SafeString, mark_safe

from clusterhub.web.typography import french
from minutes.layouts import phrases, richtext

register = template.Library()

register.filter("day", phrases.day)
register.filter("hour", phrases.hour)
register.filter("carried_over", phrases.carried_over)


@register.filter
def fr(text: str) -> str:
    return french(text)


@register.filter
def rich(html: str) -> SafeString:
    """Safe because `typeset` cleans it."""
    return mark_safe(richtext.typeset(html))


@register.filter
def person(line: object) -> str:
    """A name followed by what is known of the function and the organisation."""
    parts = (getattr(line, name) for name in ("name", "job_title"))
    known = ", ".join(part for part in parts if part)
    organisation = getattr(line, "organisation", "")
    return french(f"{known} ({organisation})" if known and organisation else known or organisation)
