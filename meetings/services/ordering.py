"""Order and nesting of rows that have a position among siblings: agenda items, items of agenda templates."""

from __future__ import annotations

from itertools import takewhile
from typing import TypeVar

from meetings.enums import ItemKind
from meetings.errors import NestingRefused
from meetings.models import AgendaItem, AgendaTemplateItem

Row = TypeVar("Row", AgendaItem, AgendaTemplateItem)


def place(row: Row, *, at: int) -> None:
    """Put the row at this rank (from 0) among its siblings; a rank outside the list means its nearest end."""
    others = [other for other in row.siblings if other.pk != row.pk]
    others.insert(max(0, min(at, len(others))), row)
    _number(others)


def move(row: Row, *, by: int) -> None:
    """``by=-1`` one up, ``by=1`` one down. At the end of the list nothing happens."""
    ranks = list(row.siblings.values_list("pk", flat=True))
    place(row, at=ranks.index(row.pk) + by)


def place_last(row: Row) -> None:
    place(row, at=row.siblings.count())


def place_new(item: AgendaItem) -> None:
    """Last of its level; but « Divers » closes an agenda, so a new point goes before it."""
    others = list(item.siblings.exclude(pk=item.pk).values_list("kind", flat=True))
    closing = (
        0 if item.kind == ItemKind.OTHER_BUSINESS else sum(1 for _ in takewhile(is_other_business, reversed(others)))
    )
    place(item, at=len(others) - closing)


def is_other_business(kind: str) -> bool:
    return kind == ItemKind.OTHER_BUSINESS


def nest(row: Row, *, under: Row | None = None) -> None:
    """Put the row under another one, by default the one just above it."""
    target = under or _row_above(row)
    if target.pk == row.pk or target.parent_id or row.children.exists():
        raise NestingRefused("L’ordre du jour a deux niveaux : ce point ne peut pas être placé là.")
    _attach(row, target)
    place_last(row)


def unnest(row: Row) -> None:
    """Back to the top level, just after the point it stood under."""
    if row.parent is None:
        raise NestingRefused("Ce point est déjà au premier niveau.")
    former = row.parent
    _attach(row, None)
    tops = list(row.siblings.exclude(pk=row.pk).values_list("pk", flat=True))
    place(row, at=tops.index(former.pk) + 1)


def check_parent(parent: Row | None) -> None:
    if parent is not None and parent.parent_id:
        raise NestingRefused("L’ordre du jour a deux niveaux : un sous-point ne peut pas en contenir d’autres.")


def _row_above(row: Row) -> Row:
    above: Row | None = None
    for other in row.siblings:
        if other.pk == row.pk and above is not None:
            return above
        above = other
    raise NestingRefused("Il n’y a pas de point au-dessus sous lequel le placer.")


def _attach(row: Row, parent: Row | None) -> None:
    row.parent = parent
    row.save(update_fields=["parent"])


def _number(rows: list[Row]) -> None:
    for position, row in enumerate(rows, start=1):
        row.position = position
    type(rows[0]).objects.bulk_update(rows, ["position"])
