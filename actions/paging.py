"""Long lists of actions by key: the hundredth page costs what the first does.

Order: by date, then those without a date, each by number: two ranges of an index, or ``GATHERED`` where what is asked
for lies at their end (docs/decisions/0032).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Self

from django.db.models import OrderBy, Q, Value
from django.db.models.functions import Coalesce

from actions.models import ActionPoint
from actions.querysets import ActionQuerySet

PAGE_SIZE = 30
WALKED = ("due_on", "id")
GATHERED = (Coalesce("due_on", Value(date.max)).asc(), "id")
"""The same order by a value that no index has: those found are brought together first, then sorted."""


@dataclass(frozen=True)
class Key:
    """Where a page starts or ends; written ``2016-11-22_1042`` in the address, ``_1042`` without a date."""

    due_on: date | None
    pk: int

    @classmethod
    def read(cls, text: str) -> Self | None:
        """None for anything that is not a key: the list then starts at its beginning."""
        day, _, number = text.partition("_")
        try:
            return cls(date.fromisoformat(day) if day else None, min(int(number), 2**62))
        except ValueError:
            return None

    @classmethod
    def of(cls, action: ActionPoint) -> Self:
        return cls(action.due_on, action.pk)

    def __str__(self) -> str:
        return f"{self.due_on or ''}_{self.pk}"


@dataclass(frozen=True)
class KeysetPage:
    actions: list[ActionPoint]
    previous: Key | None
    next: Key | None


def keyset_page(
    actions: ActionQuerySet,
    *,
    after: str = "",
    before: str = "",
    order: tuple[OrderBy | str, ...] = WALKED,
    size: int = PAGE_SIZE,
) -> KeysetPage:
    """The page that follows or precedes a key of the address."""
    actions = actions.order_by(*order)
    if key := Key.read(before):
        found = [*_walk(actions, key, size + 1, backwards=True)]
        rows, more = found[:size][::-1], len(found) > size
        return KeysetPage(rows, Key.of(rows[0]) if more else None, Key.of(rows[-1]) if rows else None)
    start = Key.read(after)
    found = [*_walk(actions, start, size + 1, backwards=False)]
    rows, more = found[:size], len(found) > size
    return KeysetPage(rows, Key.of(rows[0]) if start and rows else None, Key.of(rows[-1]) if more else None)


def _walk(actions: ActionQuerySet, key: Key | None, wanted: int, *, backwards: bool) -> Iterator[ActionPoint]:
    parts = [_dated(actions, key, backwards), _undated(actions, key, backwards)]
    for part in reversed(parts) if backwards else parts:
        if part is not None and wanted:
            rows = (part.reverse() if backwards else part)[:wanted]
            wanted -= len(rows)
            yield from rows


def _dated(actions: ActionQuerySet, key: Key | None, backwards: bool) -> ActionQuerySet | None:
    dated = actions.filter(due_on__gte=date.min)
    if key is None or (key.due_on is None and backwards):
        return dated
    if key.due_on is None:
        return None
    if backwards:
        return dated.filter(Q(due_on__lt=key.due_on) | Q(pk__lt=key.pk), due_on__lte=key.due_on)
    return dated.filter(Q(due_on__gt=key.due_on) | Q(pk__gt=key.pk), due_on__gte=key.due_on)


def _undated(actions: ActionQuerySet, key: Key | None, backwards: bool) -> ActionQuerySet | None:
    undated = actions.filter(due_on=None)
    if key is None or (key.due_on is not None and not backwards):
        return undated
    if key.due_on is not None:
        return None
    return undated.filter(pk__lt=key.pk) if backwards else undated.filter(pk__gt=key.pk)
