"""A pasted list as rows of cells: one line each, columns by tabulation or semicolon, perhaps a header row."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from clusterhub.web.folding import fold, strip_control

MAX_LINES = 1000
MAX_LINE_LENGTH = 500


@dataclass(frozen=True)
class Row:
    """A line as typed and its cells by column; ``cells`` is empty where the line is not made of columns."""

    number: int
    text: str
    cells: Mapping[str, str]


def read_rows(text: str, *, headers: Mapping[str, str], order: tuple[str, ...]) -> list[Row]:
    """``headers``: folded header word → column. Without a header row the columns come in the given order."""
    lines = _numbered(text)
    columns = _header(lines[0][1], headers) if lines else None
    body = lines[1:] if columns else lines
    return [Row(number, line, _cells(line, columns or order)) for number, line in body]


def kept_lines(text: str, numbers: Collection[int], *, headers: Mapping[str, str]) -> str:
    """These lines as typed, under their header row where there is one; nothing when there are none."""
    lines = _numbered(text)
    header = {lines[0][0]} if lines and _header(lines[0][1], headers) else set()
    return "\n".join(line for number, line in lines if number in numbers or number in header) if numbers else ""


def _numbered(text: str) -> list[tuple[int, str]]:
    lines = enumerate(strip_control(text).split("\n"), start=1)
    return [(number, line.rstrip(" \r")) for number, line in lines if line.strip()]


def _header(line: str, headers: Mapping[str, str]) -> tuple[str, ...] | None:
    """The columns that a header row names ("" for an unknown one); ``None`` when fewer than two words are known."""
    words = [fold(cell).rstrip(" :*.") for cell in split_columns(line)]
    columns = tuple(headers.get(word, "") for word in words)
    known = [column for column in columns if column]
    return columns if len(set(known)) >= 2 or (len(words) == 1 and known) else None


def split_columns(line: str) -> list[str]:
    """Cells of a spreadsheet row (tabulations) or of a CSV line (semicolons); else the line as one cell."""
    mark = "\t" if "\t" in line else ";"
    return [" ".join(cell.strip().strip('"').split()) for cell in line.split(mark)]


def _cells(line: str, columns: Iterable[str]) -> dict[str, str]:
    cells = split_columns(line)
    if len(cells) < 2:
        return {}
    named: dict[str, str] = {}
    for column, cell in zip(columns, cells, strict=False):
        if column and cell:
            named[column] = f"{named[column]}, {cell}" if column in named else cell
    return named
