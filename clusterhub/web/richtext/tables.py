"""Tables small enough to print: bounded in width and length, spans inside their grid.

Word and web pages seldom say which row is the head: a first row of headers, or in bold, is.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from clusterhub.web.richtext.blocks import Block, Cell, Paragraph, Row, Run, Table, to_lines

MAX_COLUMNS = 12
MAX_ROWS = 300


def fitted(table: Table) -> list[Block]:
    """One table, or, when it is larger than a page can show, its rows as lines."""
    rows = [row for row in table.rows if row.cells]
    rows = [_with_rowspans(row, len(rows) - number) for number, row in enumerate(rows)]
    if len(rows) > MAX_ROWS or width(rows) > MAX_COLUMNS:
        return list(as_lines(rows))
    return [Table(list(_with_head(rows)))]


def width(rows: Iterable[Row]) -> int:
    """The number of columns, those included that a cell of an earlier row still takes up."""
    widest, taken = 0, list[tuple[int, int]]()
    for row in rows:
        columns = sum(span for span, _ in taken) + sum(cell.colspan for cell in row.cells)
        widest = max(widest, columns)
        still = [*taken, *((cell.colspan, cell.rowspan) for cell in row.cells)]
        taken = [(span, left - 1) for span, left in still if left > 1]
    return widest


def as_lines(rows: Iterable[Row], between: str = " | ") -> Iterator[Paragraph]:
    """One paragraph per row, which says the same as the row in plain text."""
    for row in rows:
        runs: list[Run] = []
        for number, cell in enumerate(row.cells):
            runs += [Run(between)] * (number > 0) + list(_runs_of(cell.blocks))
        yield Paragraph(runs)


def _runs_of(blocks: Iterable[Block]) -> Iterator[Run]:
    """The words of a cell on one line."""
    for number, block in enumerate(blocks):
        if number:
            yield Run(" ")
        if isinstance(block, Paragraph):
            yield from (replace(run, text=run.text.replace("\n", " ")) for run in block.runs)
        else:
            yield Run(" ".join(line.strip() for line in to_lines([block])))


def _with_rowspans(row: Row, remaining: int) -> Row:
    return Row(row.in_head, [replace(cell, rowspan=min(cell.rowspan, remaining)) for cell in row.cells])


def _with_head(rows: list[Row]) -> Iterator[Row]:
    if not any(row.in_head for row in rows) and len(rows) > 1 and _is_head(rows[0]):
        yield Row(True, [replace(cell, header=True) for cell in rows[0].cells])
        rows = rows[1:]
    yield from rows


def _is_head(row: Row) -> bool:
    written = [cell for cell in row.cells if cell.blocks]
    return bool(written) and all(cell.rowspan == 1 and (cell.header or _is_bold(cell)) for cell in row.cells)


def _is_bold(cell: Cell) -> bool:
    return all(isinstance(block, Paragraph) and all(run.strong for run in block.runs) for block in cell.blocks)
