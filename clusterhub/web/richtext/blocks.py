"""What a rich text is made of, and its two written forms: HTML and plain text.

A text is a list of blocks: paragraphs, lists (whose items hold blocks), figures, and tables (whose cells hold blocks).
Lists nest to ``reading.MAX_LIST_DEPTH``; a table stands by itself, in no list and in no other table, and is at most
``tables.MAX_COLUMNS`` wide; a figure may stand anywhere. ``richtext.blocks_of`` reads a stored text into them.
"""

import html
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import groupby

LINE_BREAK = "\n"
PICTURE_ADDRESS = re.compile(r"/images/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})/")
"""The only pictures that a text shows: ours, by the number of theirs."""


@dataclass(frozen=True)
class Run:
    """Words in one dress; a LINE_BREAK among them is a <br>, every other white space is a space."""

    text: str
    strong: bool = False
    em: bool = False
    href: str = ""

    @property
    def dress(self) -> tuple[bool, bool, str]:
        return self.strong, self.em, self.href


@dataclass
class Paragraph:
    """``level`` is that of an item in Word's lists, while the text is being read; 0 otherwise."""

    runs: list[Run] = field(default_factory=list)
    level: int = 0


@dataclass
class Listing:
    ordered: bool
    items: list[list["Block"]] = field(default_factory=list)


@dataclass
class Cell:
    header: bool
    colspan: int
    rowspan: int
    blocks: list["Block"] = field(default_factory=list)


@dataclass
class Row:
    in_head: bool
    cells: list[Cell] = field(default_factory=list)


@dataclass
class Table:
    rows: list[Row] = field(default_factory=list)


@dataclass(frozen=True)
class Figure:
    """A picture of ours by its number (a UUID), and its caption, which is also what screen readers say."""

    number: str
    caption: str = ""

    @property
    def address(self) -> str:
        return f"/images/{self.number}/"


Block = Paragraph | Listing | Table | Figure


# --- HTML -------------------------------------------------------------------------------------------------------------


def to_html(blocks: Iterable[Block]) -> str:
    return "".join(_block_html(block, bare=False) for block in blocks)


def _inner_html(blocks: Iterable[Block]) -> str:
    """Inside an item or a cell: no <p>, a line break between two paragraphs."""
    html_of_groups = []
    for are_paragraphs, group in groupby(blocks, lambda block: isinstance(block, Paragraph)):
        html_of_groups.append(("<br>" if are_paragraphs else "").join(_block_html(block, bare=True) for block in group))
    return "".join(html_of_groups)


def _block_html(block: Block, *, bare: bool) -> str:
    if isinstance(block, Paragraph):
        inner = "".join(map(_run_html, block.runs))
        return inner if bare else f"<p>{inner}</p>"
    if isinstance(block, Listing):
        tag = "ol" if block.ordered else "ul"
        return f"<{tag}>{''.join(f'<li>{_inner_html(item)}</li>' for item in block.items)}</{tag}>"
    if isinstance(block, Figure):
        return f'<img src="{block.address}" alt="{html.escape(block.caption)}">'
    return _table_html(block)


def _run_html(run: Run) -> str:
    inner = html.escape(run.text, quote=False).replace(LINE_BREAK, "<br>")
    if run.em:
        inner = f"<em>{inner}</em>"
    if run.strong:
        inner = f"<strong>{inner}</strong>"
    return f'<a href="{html.escape(run.href)}">{inner}</a>' if run.href else inner


def _table_html(table: Table) -> str:
    head = "".join(_row_html(row) for row in table.rows if row.in_head)
    body = "".join(_row_html(row) for row in table.rows if not row.in_head)
    return f"<table>{head and f'<thead>{head}</thead>'}{body and f'<tbody>{body}</tbody>'}</table>"


def _row_html(row: Row) -> str:
    return f"<tr>{''.join(map(_cell_html, row.cells))}</tr>"


def _cell_html(cell: Cell) -> str:
    tag = "th" if cell.header else "td"
    spans = ((name, getattr(cell, name)) for name in ("colspan", "rowspan"))
    attributes = "".join(f' {name}="{span}"' for name, span in spans if span > 1)
    return f"<{tag}{attributes}>{_inner_html(cell.blocks)}</{tag}>"


# --- Plain text -------------------------------------------------------------------------------------------------------


def text_of(runs: Iterable[Run]) -> str:
    return "".join(run.text for run in runs)


def to_lines(blocks: Iterable[Block], indent: str = "") -> Iterator[str]:
    for block in blocks:
        if isinstance(block, Paragraph):
            yield from (indent + line.strip(" ") for line in text_of(block.runs).split(LINE_BREAK))
        elif isinstance(block, Listing):
            yield from _list_lines(block, indent)
        elif isinstance(block, Figure):
            yield f"{indent}[image : {block.caption}]" if block.caption else f"{indent}[image]"
        else:
            yield from (indent + " | ".join(map(_cell_text, row.cells)) for row in block.rows)


def _list_lines(listing: Listing, indent: str) -> Iterator[str]:
    for number, item in enumerate(listing.items, 1):
        mark = f"{number}. " if listing.ordered else "- "
        first, *rest = to_lines(item, indent + " " * len(mark))
        yield f"{indent}{mark}{first.lstrip(' ')}"
        yield from rest


def _cell_text(cell: Cell) -> str:
    return " ".join(line.strip() for line in to_lines(cell.blocks))
