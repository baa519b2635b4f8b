"""The structure of a tagged PDF, as a screen reader meets it: headings, and tables by rows across pages."""

import re
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from tests.minutes.reading import one_line
from tests.tools import require_tool

TAGS = ("H1", "H2", "Table", "TR", "TH", "TD")
HYPHEN_AT_END = re.compile(r"[\u2010\u00ad]\n")

Line = tuple[int, str]
"""How deep in the tree, and what stands there: a tag, or a text between quotation marks."""
Row = list[str]
Table = list[Row]


@dataclass
class Structure:
    """``text`` is everything in reading order, without what repeats on every page."""

    text: str
    headings: list[str] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)

    def rows_under(self, titles: Row, *, begins: str = "") -> list[Row]:
        """The rows below these column titles, on whatever pages: one whose first cell does not begin like that (a
        regular expression) is the end of a row that the page cut.
        """
        rows: list[Row] = []
        for row in (row for table in self.tables if table[0] == titles for row in table[1:]):
            if rows and not re.match(begins, row[0]):
                rows[-1] = [one_line(" ".join(cells)) for cells in zip(rows[-1], row, strict=True)]
            else:
                rows.append(row)
        return rows


def structure_of(pdf: bytes, folder: Path) -> Structure:
    lines = _listing(pdf, folder)
    found = Structure(text=_text_below(-1, lines))
    for tag, text in _elements(lines):
        if tag in ("H1", "H2"):
            found.headings.append(text)
        elif tag == "Table":
            found.tables.append([])
        elif tag == "TR":
            found.tables[-1].append([])
        else:
            found.tables[-1][-1].append(text)
    return found


def _listing(pdf: bytes, folder: Path) -> list[Line]:
    path = folder / "structure.pdf"
    path.write_bytes(pdf)
    command = [require_tool("pdfinfo"), "-struct-text", str(path)]
    listing = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    return [(len(line) - len(line.lstrip()), line.strip()) for line in listing.splitlines()]


def _elements(lines: list[Line]) -> Iterator[tuple[str, str]]:
    """Headings, tables, rows and cells in reading order, each with all the text below it."""
    for number, (depth, line) in enumerate(lines):
        tag = re.split("[ :]", line)[0]
        if tag in TAGS:
            yield tag, _text_below(depth, lines[number + 1 :])


def _text_below(depth: int, lines: list[Line]) -> str:
    pieces = []
    for below, line in lines:
        if below <= depth:
            break
        if line.startswith('"'):
            pieces.append(line[1:-1])
    return one_line(HYPHEN_AT_END.sub("", "\n".join(pieces)))
