"""A pasted list as rows of cells: one line each, columns by tabulation or semicolon, perhaps a header row."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from clusterhub.web.folding import fold, strip_control
from clusterhub.web.spreadsheet import cell_address

MAX_LINES = 1000
MAX_LINE_LENGTH = 500


TITLE_LINES = 10
"""A header row may stand under so many lines of titles."""


@dataclass(frozen=True)
class Row:
    """A line as typed and its cells by column; ``cells`` is empty where the line is not made of columns."""

    number: int
    text: str
    cells: Mapping[str, str]
    places: Mapping[str, int] = field(default_factory=dict)
    """Column → where it stands in the spreadsheet, from 0."""

    def cell(self, column: str) -> str:
        """« C12 », as the spreadsheet names it."""
        return cell_address(self.number, self.places.get(column, 0))

    def told(self, column: str, problem: str) -> str:
        """What is wrong, after the address of its cell where the line has cells."""
        if not problem or not self.cells or column not in self.places:
            return problem
        return f"Cellule {self.cell(column)} : {problem[0].lower()}{problem[1:]}"


def read_rows(text: str, *, headers: Mapping[str, str], order: tuple[str, ...]) -> list[Row]:
    """``headers``: folded header word → column. Without a header row the columns come in the given order.

    What stands above the header row, and a row of hashtags under it, are no entries.
    """
    lines = _numbered(text)
    place = header_place([line for _, line in lines], headers)
    columns = order if place is None else _header(lines[place][1], headers) or order
    body = lines if place is None else lines[place + 1 :]
    places = {column: at for at, column in reversed(list(enumerate(columns))) if column}
    return [Row(number, line, _cells(line, columns), places) for number, line in body if not _is_hashtags(line)]


def header_place(lines: Sequence[str], headers: Mapping[str, str]) -> int | None:
    """Which of the first lines names the columns."""
    firsts = enumerate(lines[:TITLE_LINES])
    return next((at for at, line in firsts if _header(line, headers) and (at == 0 or _is_row(line))), None)


def kept_lines(text: str, numbers: Collection[int], *, headers: Mapping[str, str]) -> str:
    """These lines as typed, under their header row where there is one; nothing when there are none."""
    lines = _numbered(text)
    place = header_place([line for _, line in lines], headers)
    header = set() if place is None else {lines[place][0]}
    return "\n".join(line for number, line in lines if number in numbers or number in header) if numbers else ""


def _is_row(line: str) -> bool:
    return len(split_columns(line)) > 1


def _is_hashtags(line: str) -> bool:
    """The row of HXL hashtags that exports have under their headings."""
    cells = [cell for cell in split_columns(line) if cell]
    return len(cells) > 1 and all(cell.startswith("#") for cell in cells)


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
