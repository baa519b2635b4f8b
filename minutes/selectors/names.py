"""The names that may stand before the colon of « @DNDS : … », and all that they are found by."""

from __future__ import annotations

from collections import defaultdict

from django.db.models import QuerySet

from clusterhub.web.folding import fold
from meetings.models import Meeting
from meetings.selectors import organisations_of, people_of
from participants.models import Organisation, OrganisationAlias

EVERYBODY = ("tous", "tous les membres", "coordination", "cofacilitation", "rapporteur", "cluster")
MOST_OTHERS = 300
"""Organisations that are not members, offered after those that are."""

Name = tuple[str, str, int]
"""What is written, what finds it, and whether it is of the cluster (0) or not (1)."""


def names_to_type(meeting: Meeting) -> list[Name]:
    """Members first, then groups, roles and people of the cluster, then other organisations."""
    members = organisations_of(meeting.cluster)
    others = Organisation.objects.filter(is_active=True).exclude(pk__in=members.values("pk")).select_related("parent")
    groups = meeting.cluster.groups.values_list("name", flat=True)
    people = people_of(meeting.cluster).values_list("name", flat=True)
    return [
        *_with_aliases(members, 0),
        *((name, fold(name), 0) for name in (*EVERYBODY, *groups, *people)),
        *_with_aliases(others[:MOST_OTHERS], 1),
    ]


def _with_aliases(organisations: QuerySet[Organisation], far: int) -> list[Name]:
    found = list(organisations)
    aliases: dict[int, list[str]] = defaultdict(list)
    rows = OrganisationAlias.objects.filter(organisation__in=found)
    for number, folded in rows.values_list("organisation_id", "folded"):
        aliases[number].append(folded)
    return [(each.short_label, "|".join(aliases[each.pk]), far) for each in found]
