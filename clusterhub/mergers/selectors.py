"""What the pages that merge two records show."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q, QuerySet

from clusterhub.mergers.moves import Relation
from participants.models import Organisation, Person, User

Counts = list[tuple[str, int, int]]


def counted(relations: Iterable[Relation], own: Organisation | Person, other: Organisation | Person) -> Counts:
    """What hangs on each: (what, on the one that stays, on the other), without what neither has."""
    totals: dict[str, tuple[int, int]] = {}
    for relation in relations:
        mine, theirs = relation.rows(own).count(), relation.rows(other).count()
        before = totals.get(relation.label, (0, 0))
        totals[relation.label] = (before[0] + mine, before[1] + theirs)
    return [(label, mine, theirs) for label, (mine, theirs) in totals.items() if mine or theirs]


def namesakes_of(person: Person, user: User) -> QuerySet[Person]:
    """Those that may be the same: the same name, or a common address that this user may see."""
    seen = Person.objects.visible_to(user).exclude(pk=person.pk)
    shared = Person.objects.contacts_visible_to(user).filter(emails__email__in=person.emails.values("email"))
    return seen.filter(Q(folded=person.folded) | Q(pk__in=shared.values("pk"))).select_related("organisation__parent")
