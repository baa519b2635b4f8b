"""Reads a cluster into its liste de contacts: everybody in it, and how to reach those whose contact data the reader may
see."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime

from django.utils import timezone

from clusterhub.web.folding import fold
from meetings.selectors import people_of
from meetings.wording import body_name
from minutes.companions import ContactGroup, ContactLine, ContactList
from participants.models import Cluster, ClusterRole, Membership, Organisation, Person, User
from participants.selectors import with_contacts


def contact_list(cluster: Cluster, user: User, *, at: datetime) -> ContactList:
    """A constant number of queries."""
    people = with_contacts(people_of(cluster), user)
    entitled = set(Person.objects.contacts_visible_to(user).values_list("pk", flat=True))
    return ContactList(
        cluster_name=body_name(cluster.kind, cluster.short_name),
        full_name=cluster.name,
        made_at=timezone.localtime(at).isoformat(timespec="seconds"),
        made_by=user.display_name,
        groups=tuple(_groups(cluster, people)),
        withheld=sum(person.pk not in entitled for person in people),
    )


def _groups(cluster: Cluster, people: list[Person]) -> list[ContactGroup]:
    """By organisation, members without people included; people without an organisation last."""
    members: dict[Organisation | None, Membership] = {row.organisation: row for row in _memberships(cluster)}
    roles = _roles(cluster)
    known: dict[Organisation | None, list[Person]] = {organisation: [] for organisation in members}
    for person in people:
        known.setdefault(person.organisation, []).append(person)
    groups = [
        _group(organisation, members.get(organisation), [_line(person, roles[person.pk]) for person in own])
        for organisation, own in known.items()
    ]
    return sorted(groups, key=lambda group: (not group.name, fold(group.name)))


def _memberships(cluster: Cluster) -> list[Membership]:
    current = cluster.memberships.current(on=timezone.localdate())
    return list(current.select_related("organisation__parent"))


def _roles(cluster: Cluster) -> dict[int, list[ClusterRole]]:
    found: dict[int, list[ClusterRole]] = defaultdict(list)
    current = cluster.roles.current(on=timezone.localdate())
    for role in current.select_related("organisation__parent"):
        found[role.person_id].append(role)
    return found


def _group(organisation: Organisation | None, membership: Membership | None, lines: list[ContactLine]) -> ContactGroup:
    """Those with a role first."""
    return ContactGroup(
        name=organisation.full_label if organisation else "",
        kind_label=organisation.get_kind_display() if organisation else "",
        status_label=membership.get_status_display() if membership else "",
        lines=tuple(sorted(lines, key=lambda line: (not line.roles, fold(line.name)))),
    )


def _line(person: Person, roles: list[ClusterRole]) -> ContactLine:
    return ContactLine(
        name=person.name,
        job_title=person.job_title,
        roles=tuple(_role_words(role) for role in roles),
        emails=tuple(row.email for row in person.shown_emails),  # type: ignore[attr-defined]  # with_contacts
        phones=tuple(row.number for row in person.shown_phones),  # type: ignore[attr-defined]  # with_contacts
    )


def _role_words(role: ClusterRole) -> str:
    """« Point focal (PAM, nutrition) »."""
    of_what = ", ".join(
        part for part in (role.organisation.short_label if role.organisation else "", role.topic) if part
    )
    return f"{role.get_role_display()} ({of_what})" if of_what else role.get_role_display()
