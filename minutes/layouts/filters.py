"""Template filters of the layouts: French typography for texts, rich text, dates and hours."""

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from clusterhub.web.typography import french
from minutes.content import Item, ReviewedAction
from minutes.layouts import annexes, phrases, richtext
from minutes.layouts.sheet import Recommendation

register = template.Library()

IN_LISTS = 4
"""Columns of a table in a point of « Divers », inside the list of a cell."""

register.filter("day", phrases.day)
register.filter("hour", phrases.hour)
register.filter("weekday", phrases.weekday)
register.filter("where", phrases.where)
register.filter("carried_over", phrases.carried_over)
register.filter("enclosed", annexes.enclosed)


@register.filter
def fr(text: str) -> str:
    return french(text)


@register.filter
def rich(html: str, columns: int = richtext.COLUMNS) -> SafeString:
    """Safe because `typeset` cleans it. `columns`: how wide a table may be where this text stands."""
    return mark_safe(richtext.typeset(html, columns))


@register.filter
def person(line: object) -> str:
    """A name followed by what is known of the function and the organisation."""
    parts = (getattr(line, name) for name in ("name", "job_title"))
    known = ", ".join(part for part in parts if part)
    organisation = getattr(line, "organisation", "")
    return french(f"{known} ({organisation})" if known and organisation else known or organisation)


@register.filter
def with_deadline(html: str, due: str) -> str:
    """The deadline goes in as text: it is not markup."""
    return phrases.with_deadline(html, escape(due))


@register.filter
def reviewed_facts(action: ReviewedAction) -> str:
    """Owners, deadline, where it stands and since when, on one line."""
    facts = action.owners_text, action.due_text, action.status_label, phrases.carried_over(action.age_in_meetings)
    return " · ".join(fact for fact in facts if fact)


@register.filter
def recommendation_facts(line: Recommendation) -> str:
    """Who recommends what to whom, and at which point."""
    direction = " → ".join(name for name in (line.outcome.issuer, line.outcome.addressee) if name)
    facts = direction, phrases.day(line.outcome.on), f"point {line.number}" if line.number else ""
    return " · ".join(fact for fact in facts if fact)


@register.filter
def run_in(item: Item) -> SafeString:
    """The title in bold at the start of the first paragraph, as in « Divers »."""
    presenter = f" ({escape(item.presenter)})" if item.presenter else ""
    title, told = f"<strong>{escape(item.title)}</strong>{presenter}", item.discussion_html
    first, rest = ("", told) if not told.startswith("<p>") else (f" : {told[3:]}", "")
    return rich(f"<p>{title}{first}" if first else f"<p>{title}</p>{rest}", IN_LISTS)
