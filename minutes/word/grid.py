"""The cells of a table, each in its column, and how wide the columns are."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from cssselect2 import ElementWrapper

from minutes.word.cascade import Style
from minutes.word.dress import share

if TYPE_CHECKING:
    from minutes.word.body import Body

MOST_COLUMNS = 60
"""Word refuses a table of more than 63."""
FRAMES = ("thead", "tbody", "tfoot")


@dataclass(frozen=True)
class Cell:
    """`is_below`: the continuation of one that began in a row above."""

    column: int
    span: int
    node: ElementWrapper | None
    more: tuple[ElementWrapper, ...] = ()
    rows: int = 1
    is_below: bool = False


@dataclass(frozen=True)
class Row:
    node: ElementWrapper
    style: Style
    is_head: bool
    cells: tuple[Cell, ...]


def rows_of(body: Body, node: ElementWrapper, style: Style) -> list[Row]:
    """Each cell with its column, whatever spans from above."""
    found: list[Row] = []
    busy: dict[int, tuple[int, int]] = {}
    for row, around, is_head in _table_rows(body, node, style):
        cells = tuple(_placed(row, busy))
        busy = {cell.column: (cell.rows - 1, cell.span) for cell in cells if cell.rows > 1}
        found.append(Row(row, body.style(row, around), is_head, cells))
    return found


def _table_rows(body: Body, node: ElementWrapper, style: Style) -> Iterator[tuple[ElementWrapper, Style, bool]]:
    for child in node.iter_children():
        if child.local_name == "tr":
            yield child, style, False
        elif child.local_name in FRAMES:
            around = body.style(child, style)
            yield from ((row, around, child.local_name == "thead") for row in child.iter_children())


def _placed(row: ElementWrapper, busy: dict[int, tuple[int, int]]) -> Iterator[Cell]:
    """`busy`: column → rows still to come and width, of what began above. The last column takes what has none left."""
    column, waiting = 0, list(row.iter_children())
    while waiting or column in busy:
        if column in busy:
            rows, span = busy[column]
            yield Cell(column, span, None, rows=rows, is_below=True)
        else:
            first = waiting.pop(0)
            room = min((start for start in busy if start > column), default=MOST_COLUMNS) - column
            span = min(_count(first, "colspan"), room)
            is_last = column + span >= MOST_COLUMNS
            yield Cell(column, span, first, tuple(waiting) if is_last else (), rows=_count(first, "rowspan"))
            waiting = [] if is_last else waiting
        column += span


def _count(cell: ElementWrapper, name: str) -> int:
    written = cell.etree_element.get(name, "1")
    return max(1, int(written)) if written.isdecimal() and len(written) < 4 else 1


# --- How wide ---------------------------------------------------------------------------------------------------------


def widths_of(body: Body, node: ElementWrapper, style: Style, rows: list[Row], whole: float) -> list[float]:
    """As the style sheet says; columns of which it says nothing share the rest."""
    count = max((cell.column + cell.span for row in rows for cell in row.cells), default=1)
    columns = [
        share(body.style(column, style))
        for group in node.iter_children()
        if group.local_name == "colgroup"
        for column in group.iter_children()
    ]
    shares = (columns + [0.0] * count)[:count]
    rest = max(0.0, 1 - sum(shares)) / (shares.count(0.0) or 1)
    known = [one or rest or 1 / count for one in shares]
    return [whole * one / sum(known) for one in known]
