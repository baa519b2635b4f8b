"""``{% companion_links meeting as sheets %}``: what this reader may print beside the record."""

from __future__ import annotations

from django import template
from django.template import Context
from django.urls import reverse

from meetings.models import Meeting
from minutes import rules
from participants.models import Cluster
from participants.rules import can_list_contacts

register = template.Library()

SHEETS = (
    (rules.can_read_convocation, "minutes:convocation", "Convocation (PDF)"),
    (rules.can_print_sign_in_sheet, "minutes:sign_in_sheet", "Feuille d’émargement (PDF)"),
    (rules.can_read_follow_up_sheet, "minutes:follow_up_sheet", "Fiche de suivi des actions (PDF)"),
    (rules.can_seal_follow_up_sheet, "minutes:sheet_seal", "Sceller la fiche de suivi"),
)
OF_CLUSTER = (
    (rules.can_see_dashboard, "minutes:dashboard", "Tableau de bord"),
    (can_list_contacts, "minutes:contact_list", "Liste de contacts"),
    (rules.can_read_sealed_sheets, "minutes:sheet_list", "Fiches de suivi scellées"),
    (rules.can_archive, "minutes:cluster_archive", "Archive d’une période (.zip)"),
)


@register.simple_tag(takes_context=True)
def companion_links(context: Context, meeting: Meeting) -> list[tuple[str, str]]:
    """Addresses and names; the page passes on its ``user``."""
    user = context["user"]
    return [(reverse(name, args=[meeting.uuid]), label) for may, name, label in SHEETS if may(user, meeting)]


@register.simple_tag(takes_context=True)
def cluster_companion_links(context: Context, cluster: Cluster) -> list[tuple[str, str]]:
    """The same for what concerns a whole cluster."""
    user = context["user"]
    return [(reverse(name, args=[cluster.uuid]), label) for may, name, label in OF_CLUSTER if may(user, cluster)]
