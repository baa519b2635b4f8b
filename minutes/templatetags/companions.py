"""``{% companion_links meeting as sheets %}``: what this reader may print beside the record."""

from __future__ import annotations

from django import template
from django.template import Context
from django.urls import reverse

from meetings.models import Meeting
from minutes.rules import can_print_sign_in_sheet, can_read_follow_up_sheet

register = template.Library()

SHEETS = (
    (can_print_sign_in_sheet, "minutes:sign_in_sheet", "Feuille d’émargement (PDF)"),
    (can_read_follow_up_sheet, "minutes:follow_up_sheet", "Fiche de suivi des actions (PDF)"),
)


@register.simple_tag(takes_context=True)
def companion_links(context: Context, meeting: Meeting) -> list[tuple[str, str]]:
    """Addresses and names; the page passes on its ``user``."""
    user = context["user"]
    return [(reverse(name, args=[meeting.uuid]), label) for may, name, label in SHEETS if may(user, meeting)]
