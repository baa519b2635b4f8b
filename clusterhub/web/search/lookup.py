"""Asking the index: what holds all of these words, the newest first, a page at a time by key."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Self

from django.db.models import Exists, OuterRef, Q, QuerySet

from clusterhub.web.search.models import Entry, Posting
from clusterhub.web.search.stems import stems_of

WORDS = 8
"""Of a question: what comes after is left out."""
COUNTED = 200
"""Enough to tell a rare word from a common one."""
FEW_CLUSTERS = 50
FEW_NUMBERS = 500


@dataclass(frozen=True)
class Key:
    """Where a page ends; written ``2016-11-22_1042`` in the address."""

    on: date
    pk: int

    @classmethod
    def read(cls, text: str) -> Self | None:
        """None for anything that is not a key: the results then start at their beginning."""
        day, _, number = text.partition("_")
        try:
            return cls(date.fromisoformat(day), min(int(number), 2**62))
        except ValueError:
            return None

    @classmethod
    def of(cls, entry: Entry) -> Self:
        return cls(entry.on, entry.pk)

    def __str__(self) -> str:
        return f"{self.on}_{self.pk}"


def rarest_first(stems: Sequence[str]) -> list[str]:
    """The walk follows the rarest word and asks each text for the others."""
    if len(stems) < 2:
        return list(stems)
    counts = {stem: _counted(stem) for stem in stems}
    return sorted(stems, key=lambda stem: counts[stem])


def _counted(stem: str) -> int:
    """In the order of the index: for two hundred rows of a common word PostgreSQL would rather read the whole table."""
    return Posting.objects.filter(stem=stem).order_by("kind", "-on", "-entry_id")[:COUNTED].count()


def holding(
    stems: Sequence[str], *, kinds: Sequence[str], clusters: Collection[int] | None = None
) -> QuerySet[Posting]:
    """The postings of the first stem whose text has the others too, the newest first.

    ``clusters``: where the reader has a place. When they are few, the texts of all the others are not walked past.
    """
    held = Posting.objects.filter(kind__in=kinds)
    if clusters is not None and len(clusters) <= FEW_CLUSTERS:
        held = held.filter(cluster_id__in=clusters)
    found = held.filter(stem=stems[0]).order_by("-on", "-entry_id")
    for other in stems[1:]:
        found = found.filter(Exists(held.filter(entry=OuterRef("entry_id"), stem=other)))
    return found


def after(found: QuerySet[Posting], key: Key | None) -> QuerySet[Posting]:
    return found.filter(Q(on__lt=key.on) | Q(entry_id__lt=key.pk), on__lte=key.on) if key else found


def numbers_holding(text: str, *, kind: str, clusters: Collection[int] | None = None) -> QuerySet | list[int] | None:
    """Of the things of one kind whose text holds all of the words, as a search has it; None where no word counts.

    Where they are few, the numbers themselves: PostgreSQL would read a long list in its order until it met them.
    ``clusters``: those that the caller keeps to anyway.
    """
    stems = rarest_first(stems_of(text)[:WORDS])
    if not stems:
        return None
    held = holding(stems, kinds=(kind,), clusters=clusters).order_by()
    first = list(held.values_list("entry_id", flat=True)[: FEW_NUMBERS + 1])
    if len(first) <= FEW_NUMBERS:
        return list(Entry.objects.filter(pk__in=first).values_list("key", flat=True))
    return holding(stems, kinds=(kind,)).filter(entry__kind=kind).order_by().values("entry__key")


def written(text: str, *, kind: str) -> list[Exists]:
    """Conditions on the rows of one kind: each word stands in what the index has of them."""
    held = Posting.objects.filter(kind=kind, entry__key=OuterRef("pk"))
    return [Exists(held.filter(stem=stem)) for stem in stems_of(text)[:WORDS]]
