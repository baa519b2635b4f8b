"""From HTML that nh3 has already passed, or from plain text, to blocks."""

import re
from collections.abc import Iterable, Iterator
from html.parser import HTMLParser

from clusterhub.web.folding import strip_control_line
from clusterhub.web.richtext.blocks import (
    LINE_BREAK,
    PICTURE_ADDRESS,
    Block,
    Cell,
    Figure,
    Listing,
    Paragraph,
    Row,
    Run,
    Table,
)
from clusterhub.web.richtext.tidying import tidy, tidy_runs
from clusterhub.web.richtext.word import LEVEL, nested

MAX_LIST_DEPTH = 4
MAX_SPAN = 20
MAX_FIGURES = 20
MAX_CAPTION = 300

BREAKING = frozenset(
    "p div h1 h2 h3 h4 h5 h6 blockquote pre section article aside header footer main nav figure figcaption address"
    " dl dt dd caption hr center fieldset details summary form".split()
)
"""Tags that end a paragraph and mean nothing more to us."""
STRONG = frozenset({"strong", "b"})
EMPHASISED = frozenset({"em", "i"})
LISTS = frozenset({"ul", "ol"})
TABLE_PARTS = frozenset({"table", "thead", "tbody", "tfoot", "tr", "th", "td"})
UNDERSTOOD = BREAKING | STRONG | EMPHASISED | LISTS | TABLE_PARTS | {"li", "a", "br", "img"}

_WHITE = re.compile(r"[ \t\r\n\f]+")
Attributes = list[tuple[str, str | None]]

_BULLET = re.compile(r"[-–•▪·][ \u00a0]\s*")
_NUMBER = re.compile(r"(\d{1,3})[.)][ \u00a0]\s*")


def read_html(html: str) -> list[Block]:
    """The HTML must be well formed: nh3 has closed what was open."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return tidy(_with_typed_lists(nested(tidy(reader.blocks), MAX_LIST_DEPTH)))


def read_text(text: str) -> list[Block]:
    return tidy(_with_typed_lists(tidy(Paragraph([Run(_WHITE.sub(" ", line))]) for line in text.splitlines())))


# --- Tags to blocks ---------------------------------------------------------------------------------------------------


class _Reader(HTMLParser):
    """Where we are: the place where blocks go, the lists above it, and the table of which it is a cell."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.blocks: list[Block] = []
        self.place = self.blocks
        self.lists: list[tuple[Listing, list[Block]]] = []
        self.lists_too_deep = 0
        self.table: Table | None = None
        self.tables_open = 0
        self.in_head = False
        self.strong = self.em = 0
        self.hrefs: list[str] = []
        self.interrupted: list[str] = []
        self.level = self.figures = 0
        self.broken = True

    def handle_data(self, data: str) -> None:
        if data.strip() or not self.broken:
            self._add(Run(_WHITE.sub(" ", data), self.strong > 0, self.em > 0, self.hrefs[-1] if self.hrefs else ""))

    def _add(self, run: Run) -> None:
        if self.broken:
            self.place.append(Paragraph(level=self.level))
            self.broken = False
        paragraph = self.place[-1]
        if isinstance(paragraph, Paragraph):
            paragraph.runs.append(run)

    def handle_starttag(self, tag: str, attrs: Attributes) -> None:
        if tag == "br":
            return self._add(Run(LINE_BREAK))
        if tag == "img":
            return self._add_figure(dict(attrs))
        if tag in STRONG | EMPHASISED | {"a"}:
            return self._dress(tag, attrs)
        self.broken = True
        if tag in LISTS:
            self._open_list(tag)
        elif tag == "li":
            self._open_item()
        elif tag in TABLE_PARTS:
            self._open_table_part(tag, attrs)
        else:
            self.level = int(dict(attrs).get(LEVEL) or 0)

    def handle_endtag(self, tag: str) -> None:
        if tag in STRONG | EMPHASISED | {"a"}:
            return self._undress(tag)
        self.broken, self.level = True, 0
        if tag in LISTS:
            self._close_list()
        elif tag == "table":
            self._close_table()
        elif tag == "thead":
            self.in_head = False
        elif tag in ("td", "th") and self.tables_open == 1:
            self._enter(self.blocks)

    def _add_figure(self, attrs: dict[str, str | None]) -> None:
        address = PICTURE_ADDRESS.fullmatch(attrs.get("src") or "")
        if address and self.figures < MAX_FIGURES:
            self.figures, self.broken = self.figures + 1, True
            caption = strip_control_line(attrs.get("alt") or "")
            self.place.append(Figure(address[1], _WHITE.sub(" ", caption)[:MAX_CAPTION].strip()))

    def _enter(self, place: list[Block]) -> None:
        self.place, self.lists, self.lists_too_deep = place, [], 0

    def _dress(self, tag: str, attrs: Attributes) -> None:
        if tag == "a":
            self.hrefs.append(dict(attrs).get("href") or "")
        elif tag in STRONG:
            self.strong += 1
        else:
            self.em += 1

    def _undress(self, tag: str) -> None:
        if tag == "a":
            self.hrefs.pop()
        elif tag in STRONG:
            self.strong -= 1
        else:
            self.em -= 1

    def _open_list(self, tag: str) -> None:
        """A list too deep goes on as items of the list above it."""
        if len(self.lists) >= MAX_LIST_DEPTH:
            self.lists_too_deep += 1
            return
        listing = Listing(ordered=tag == "ol")
        self.place.append(listing)
        self.lists.append((listing, self.place))
        self._open_item()

    def _open_item(self) -> None:
        if self.lists:
            self.place = []
            self.lists[-1][0].items.append(self.place)

    def _close_list(self) -> None:
        if self.lists_too_deep:
            self.lists_too_deep -= 1
        elif self.lists:
            _, self.place = self.lists.pop()

    def _open_table_part(self, tag: str, attrs: Attributes) -> None:
        """Inside another table, its cells are paragraphs; inside a list, it comes between two lists."""
        if tag == "table":
            self.tables_open += 1
            if self.tables_open == 1:
                self.table = Table()
                self.interrupted = ["ol" if listing.ordered else "ul" for listing, _ in self.lists]
                self._enter(self.blocks)
        elif self.table is None or self.tables_open > 1:
            return
        elif tag == "thead":
            self.in_head = True
        elif tag == "tr":
            self.table.rows.append(Row(self.in_head))
        elif tag in ("td", "th"):
            self._open_cell(self.table, tag, attrs)

    def _open_cell(self, table: Table, tag: str, attrs: Attributes) -> None:
        spans = dict(attrs)
        cell = Cell(tag == "th", _span(spans.get("colspan")), _span(spans.get("rowspan")))
        if not table.rows:
            table.rows.append(Row(self.in_head))
        table.rows[-1].cells.append(cell)
        self._enter(cell.blocks)

    def _close_table(self) -> None:
        self.tables_open -= 1
        if self.tables_open == 0 and self.table:
            self.blocks.append(self.table)
            self.table, self.in_head = None, False
            self._enter(self.blocks)
            for tag in self.interrupted:
                self._open_list(tag)


def _span(written: str | None) -> int:
    number = int(written) if written and re.fullmatch(r"[0-9]{1,2}", written) else 1
    return number if 1 <= number <= MAX_SPAN else 1


# --- Lists typed by hand ----------------------------------------------------------------------------------------------


def _with_typed_lists(blocks: Iterable[Block]) -> list[Block]:
    """Lines that begin with "- " or "• " become items, and so do "1. ", "2. " as long as the numbers follow."""
    found: list[Block] = []
    for line in _lines(blocks):
        listing = _listing_for(line, found[-1] if found else None)
        if listing is None:
            found.append(line)
            continue
        if not found or listing is not found[-1]:
            found.append(listing)
        listing.items.append([_without_mark(line)])
    return found


def _lines(blocks: Iterable[Block]) -> Iterator[Block]:
    """A paragraph that holds a typed item comes line by line; the others come whole."""
    for block in blocks:
        lines = _split(block) if isinstance(block, Paragraph) else []
        yield from lines if any(map(_is_marked, lines)) else [block]


def _split(paragraph: Paragraph) -> list[Paragraph]:
    lines: list[list[Run]] = [[]]
    for run in paragraph.runs:
        first, *others = run.text.split(LINE_BREAK)
        lines[-1].append(Run(first, *run.dress))
        lines.extend([Run(text, *run.dress)] for text in others)
    return [Paragraph(runs) for runs in map(tidy_runs, lines) if runs]


def _listing_for(line: Block, previous: Block | None) -> Listing | None:
    """The list that this line goes on or begins, if it does either."""
    text = _first_text(line)
    number = _NUMBER.match(text)
    if not number and not _BULLET.match(text):
        return None
    if isinstance(previous, Listing) and previous.ordered == bool(number):
        if not number or int(number[1]) == len(previous.items) + 1:
            return previous
    return Listing(ordered=bool(number)) if not number or number[1] == "1" else None


def _is_marked(line: Paragraph) -> bool:
    text = _first_text(line)
    return bool(_BULLET.match(text) or _NUMBER.match(text))


def _without_mark(line: Block) -> Paragraph:
    first, *others = line.runs if isinstance(line, Paragraph) else [Run("")]
    mark = _BULLET.match(first.text) or _NUMBER.match(first.text)
    return Paragraph([Run(first.text[mark.end() if mark else 0 :], *first.dress), *others])


def _first_text(block: Block) -> str:
    return block.runs[0].text if isinstance(block, Paragraph) else ""
