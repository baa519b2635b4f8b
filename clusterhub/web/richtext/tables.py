"""Tables small enough to print: bounded in width and length, spans inside their grid.

Word and web pages seldom say which row is the head: a first row of headers, or in bold, is.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from clusterhub.web.richtext.blocks import Block, Cell, Figure, Listing, Paragraph, Row, Run, Table, to_lines
from clusterhub.web.richtext.pictures import figures_of

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


def as_lines(rows: Iterable[Row], between: str = " | ") -> Iterator[Block]:
    """One paragraph per row, which says the same as the row in plain text, and its pictures."""
    for row in rows:
        runs: list[Run] = []
        for number, cell in enumerate(row.cells):
            runs += [Run(between)] * (number > 0) + list(_runs_of(cell.blocks))
        yield Paragraph(runs)
        for cell in row.cells:
            yield from figures_of(cell.blocks)


def as_list(table: Table) -> Block:
    """For a place too narrow: an item per row, its cells below one another, each after the header of its column."""
    rows = [row for row in table.rows if not row.in_head]
    heads = next((row.cells for row in table.rows if row.in_head), [])
    headers = [" ".join(run.text for run in _runs_of(cell.blocks)) for cell in heads]
    return Listing(False, [list(_told(row, headers)) for row in rows])


def _told(row: Row, headers: list[str]) -> Iterator[Block]:
    for number, cell in enumerate(row.cells):
        words = list(_runs_of(cell.blocks))
        header = headers[number] if number and len(headers) == len(row.cells) else ""
        if words:
            yield Paragraph([Run(f"{header} : "), *words] if header else words)
        yield from figures_of(cell.blocks)


def _runs_of(blocks: Iterable[Block]) -> Iterator[Run]:
    """The words of a cell on one line."""
    for number, block in enumerate(block for block in blocks if not isinstance(block, Figure)):
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
