"""Which pictures a text may show: the others become their caption."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace

from clusterhub.web.richtext.blocks import Block, Figure, Listing, Paragraph, Run, Table, to_lines


def only(blocks: Iterable[Block], known: Collection[str]) -> list[Block]:
    """The same blocks without the figures whose number is not among ``known``."""
    return [kept for block in blocks for kept in _only(block, known)]


def figures_of(blocks: Iterable[Block]) -> Iterator[Figure]:
    """In the order of the text, wherever they stand."""
    for block in blocks:
        if isinstance(block, Figure):
            yield block
        elif isinstance(block, Listing):
            for item in block.items:
                yield from figures_of(item)
        elif isinstance(block, Table):
            for row in block.rows:
                for cell in row.cells:
                    yield from figures_of(cell.blocks)


def _only(block: Block, known: Collection[str]) -> list[Block]:
    if isinstance(block, Figure):
        return [block] if block.number in known else [Paragraph([Run(line)]) for line in to_lines([block])]
    if isinstance(block, Listing):
        return [Listing(block.ordered, [only(item, known) for item in block.items])]
    return [_table(block, known)] if isinstance(block, Table) else [block]


def _table(table: Table, known: Collection[str]) -> Table:
    for row in table.rows:
        row.cells = [replace(cell, blocks=only(cell.blocks, known)) for cell in row.cells]
    return table
