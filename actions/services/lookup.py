"""What the house knows by name in one cluster, for the reading of owners."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cached_property

from django.db.models import Q, QuerySet

from clusterhub.web.folding import fold
from participants.enums import Role
from participants.models import Cluster, ClusterAlias, OrganisationAlias, Person

_ROLES = {fold(label): value for value, label in Role.choices}


class NameLookup:
    """Answers ``actions.parse.owners.Lookup``: keys are record numbers as text, None when none or several match."""

    def __init__(self, cluster: Cluster) -> None:
        self._cluster = cluster

    @property
    def own_cluster(self) -> str:
        return str(self._cluster.pk)

    def organisation(self, folded: str, /) -> str | None:
        return _key(OrganisationAlias.objects.filter(folded=folded).values_list("organisation_id", flat=True))

    def cluster(self, folded: str, /) -> str | None:
        return _key(ClusterAlias.objects.filter(folded=folded).values_list("cluster_id", flat=True))

    def role(self, folded: str, /) -> str | None:
        return _ROLES.get(folded)

    def group(self, folded: str, /) -> str | None:
        return self._groups.get(folded)

    def person(self, folded: str, /) -> str | None:
        found = self._people.get(folded, set())
        return str(*found) if len(found) == 1 else None

    @cached_property
    def _groups(self) -> dict[str, str]:
        return {folded: str(number) for number, folded in self._cluster.groups.values_list("pk", "folded")}

    @cached_property
    def _people(self) -> dict[str, set[int]]:
        """Name, first name or initials → those who may be meant: people of the cluster."""
        people: dict[str, set[int]] = defaultdict(set)
        for number, folded in people_of(self._cluster).values_list("pk", "folded"):
            for name in _ways_to_call(folded):
                people[name].add(number)
        return people


class LoadedLookup(NameLookup):
    """The same for many texts: every name of the house is read once."""

    def organisation(self, folded: str, /) -> str | None:
        return _key(self._organisations.get(folded, ()))

    def cluster(self, folded: str, /) -> str | None:
        return _key(self._clusters.get(folded, ()))

    @cached_property
    def _organisations(self) -> dict[str, list[int]]:
        return _by_name(OrganisationAlias.objects.values_list("folded", "organisation_id"))

    @cached_property
    def _clusters(self) -> dict[str, list[int]]:
        return _by_name(ClusterAlias.objects.values_list("folded", "cluster_id"))


def _by_name(rows: Iterable[tuple[str, int]]) -> dict[str, list[int]]:
    named: dict[str, list[int]] = defaultdict(list)
    for folded, number in rows:
        named[folded].append(number)
    return named


def people_of(cluster: Cluster) -> QuerySet[Person]:
    """Those with a role in the cluster, and the people of its organisations and of their units."""
    belonging = (
        Q(roles__cluster=cluster)
        | Q(organisation__memberships__cluster=cluster)
        | Q(organisation__parent__memberships__cluster=cluster)
    )
    return Person.objects.filter(pk__in=Person.objects.filter(belonging).values("pk"), is_active=True)


def _ways_to_call(folded: str) -> Iterator[str]:
    """Somebody named "paul-henri togole" is also called "paul-henri", "ph" and "pht"."""
    first, *rest = folded.split() or [""]
    short = "".join(part[:1] for part in first.split("-"))
    yield folded
    yield first
    if len(short) > 1:
        yield short
    yield short + "".join(word[:1] for word in rest)


def _key(numbers: Iterable[int]) -> str | None:
    found = set(numbers)
    return str(*found) if len(found) == 1 else None
