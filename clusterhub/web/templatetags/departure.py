"""Only for the template of mails that are put together as they leave."""

from django import template
from django.utils.safestring import SafeString, mark_safe

from clusterhub.web.departure import fill_html, fill_places

register = template.Library()


@register.filter
def at_departure(text: str) -> SafeString:
    return mark_safe(fill_places(text))  # plain text, nothing to escape


@register.filter
def html_at_departure(page: str) -> SafeString:
    return mark_safe(fill_html(page))  # escaped when it was queued
