"""Clusters, who belongs to them, and what people do there."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db import transaction
from django.utils import timezone

from clusterhub.web.folding import fold, strip_control_line
from participants.enums import MembershipStatus
from participants.errors import AliasTaken
from participants.events import group_changed, membership_changed
from participants.models import (
    Cluster,
    ClusterAlias,
    ClusterRole,
    Membership,
    Organisation,
    OrganisationGroup,
    Person,
)


@transaction.atomic
def save_cluster(
    cluster: Cluster,
    *,
    aliases: Iterable[str] | None = None,
    co_facilitators: Iterable[Organisation] | None = None,
) -> Cluster:
    """Store a cluster, new or changed, and keep its names in step. ``None`` leaves the other names as they are.

    Raises ``AliasTaken`` when another cluster answers to one of its names.
    """
    cluster.save()
    if co_facilitators is not None:
        cluster.co_facilitators.set(co_facilitators)
    _rewrite_aliases(cluster, others=aliases)
    return cluster


def _rewrite_aliases(cluster: Cluster, *, others: Iterable[str] | None) -> None:
    kept = cluster.aliases.filter(is_own=False).values_list("text", flat=True)
    wanted: dict[str, ClusterAlias] = {}
    own = (cluster.name, cluster.short_name, cluster.code)
    for text in (*own, *(kept if others is None else others)):
        line = strip_control_line(text)
        if key := fold(line):
            wanted.setdefault(key, ClusterAlias(cluster=cluster, text=line, folded=key, is_own=text in own))
    other = ClusterAlias.objects.filter(folded__in=wanted).exclude(cluster=cluster).select_related("cluster").first()
    if other:
        raise AliasTaken(cluster_taken_message(other))
    cluster.aliases.all().delete()
    ClusterAlias.objects.bulk_create(wanted.values())


def cluster_taken_message(alias: ClusterAlias) -> str:
    return f"« {alias.text} » désigne déjà {alias.cluster.name}."


@transaction.atomic
def join_cluster(
    *,
    cluster: Cluster,
    organisation: Organisation,
    status: str = MembershipStatus.MEMBER,
    since: date | None = None,
    until: date | None = None,
) -> Membership:
    """The open membership where there is one (unchanged), else a new one."""
    current = cluster.memberships.filter(organisation=organisation, until=None).first()
    if current:
        return current
    membership = Membership(cluster=cluster, organisation=organisation, status=status, until=until)
    membership.since = since or timezone.localdate()
    return save_membership(membership)


@transaction.atomic
def give_role(
    *,
    cluster: Cluster,
    person: Person,
    role: str,
    organisation: Organisation | None = None,
    topic: str = "",
    since: date | None = None,
    until: date | None = None,
) -> ClusterRole:
    """The open role where there is one (unchanged), else a new one."""
    facts = {"person": person, "role": role, "organisation": organisation, "topic": strip_control_line(topic)}
    current = cluster.roles.filter(until=None, **facts).first()
    return current or ClusterRole.objects.create(
        cluster=cluster, since=since or timezone.localdate(), until=until, **facts
    )


@transaction.atomic
def save_group(group: OrganisationGroup, *, organisations: Iterable[Organisation]) -> OrganisationGroup:
    group.name = strip_control_line(group.name)
    group.folded = fold(group.name)
    group.save()
    group.organisations.set(organisations)
    group_changed.publish(group)
    return group


@transaction.atomic
def save_membership(membership: Membership) -> Membership:
    membership.save()
    membership_changed.publish(membership)
    return membership


@transaction.atomic
def save_role(role: ClusterRole) -> ClusterRole:
    role.topic = strip_control_line(role.topic)
    role.save()
    return role
