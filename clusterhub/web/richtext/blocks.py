"""What a rich text is made of, and its two written forms: HTML and plain text."""

import html
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import groupby

LINE_BREAK = "\n"
_SPACES = re.compile(" {2,}")
_WORD_LEFTOVER = re.compile(r"\[bookmark:[^\]]{0,100}\]", re.IGNORECASE)
_EDGE = " \u00a0\u202f\n"


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
    runs: list[Run] = field(default_factory=list)


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


Block = Paragraph | Listing | Table


# --- Tidying ----------------------------------------------------------------------------------------------------------


def tidy(blocks: Iterable[Block]) -> list[Block]:
    """The same content with single spaces, joined runs, and nothing empty."""
    return [block for block in map(_tidy_block, blocks) if block is not None]


def _tidy_block(block: Block) -> Block | None:
    if isinstance(block, Paragraph):
        runs = tidy_runs(block.runs)
        return Paragraph(runs) if runs else None
    if isinstance(block, Listing):
        items = [item for item in map(tidy, block.items) if item]
        return Listing(block.ordered, items) if items else None
    return _tidy_table(block)


def _tidy_table(table: Table) -> Table | None:
    for row in table.rows:
        row.cells = [replace(cell, blocks=tidy(cell.blocks)) for cell in row.cells]
    rows = [row for row in table.rows if row.cells]
    return Table(rows) if any(cell.blocks for row in rows for cell in row.cells) else None


def tidy_runs(runs: Iterable[Run]) -> list[Run]:
    joined = [Run(_text_of(group), *dress) for dress, group in groupby(_spaced_once(runs), lambda run: run.dress)]
    return _without_edges(joined)


def _text_of(runs: Iterable[Run]) -> str:
    return "".join(run.text for run in runs)


def _spaced_once(runs: Iterable[Run]) -> Iterator[Run]:
    """One space at most between two words, even where the dress changes; none beside a line break."""
    previous = LINE_BREAK
    for run in runs:
        text = _SPACES.sub(" ", _WORD_LEFTOVER.sub("", run.text))
        text = text.lstrip(" ") if previous[-1] in " \n" else text
        if text:
            yield replace(run, text=text)
            previous = text


def _without_edges(runs: list[Run]) -> list[Run]:
    while runs and not (text := runs[0].text.lstrip(_EDGE)):
        runs = runs[1:]
    if runs:
        runs = [replace(runs[0], text=text), *runs[1:]]
    while runs and not (text := runs[-1].text.rstrip(_EDGE)):
        runs = runs[:-1]
    return [*runs[:-1], replace(runs[-1], text=text)] if runs else []


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


def to_lines(blocks: Iterable[Block], indent: str = "") -> Iterator[str]:
    for block in blocks:
        if isinstance(block, Paragraph):
            yield from (indent + line.strip(" ") for line in _text_of(block.runs).split(LINE_BREAK))
        elif isinstance(block, Listing):
            yield from _list_lines(block, indent)
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
