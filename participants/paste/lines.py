"""A pasted list as rows of cells: one line each, columns by tabulation or semicolon, perhaps under headings."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from clusterhub.web.folding import strip_control
from clusterhub.web.spreadsheet import cell_address
from participants.paste.headers import Header, find_header, is_header_row, split_columns

MAX_LINES = 1000
MAX_LINE_LENGTH = 500


@dataclass(frozen=True)
class Row:
    """A line as typed and its cells by column; a line that is not made of columns has no cells."""

    number: int
    text: str
    cells: Mapping[str, str]
    places: Mapping[str, int] = field(default_factory=dict)
    """Column → where it stands in the spreadsheet, from 0."""
    in_columns: bool = False

    @property
    def size(self) -> int:
        """Signs in all, without the columns that nothing is taken from."""
        return sum(map(len, self.cells.values())) if self.in_columns else len(self.text)

    def cell(self, column: str) -> str:
        """« C12 », as the spreadsheet names it."""
        return cell_address(self.number, self.places.get(column, 0))

    def told(self, column: str, problem: str) -> str:
        """What is wrong, after the address of its cell where the line has cells."""
        if not problem or not self.in_columns or column not in self.places:
            return problem
        return f"Cellule {self.cell(column)} : {problem[0].lower()}{problem[1:]}"


def read_rows(text: str, *, headers: Mapping[str, str], order: tuple[str, ...]) -> list[Row]:
    """``headers``: folded header word → column. Without a header row the columns come in the given order.

    What stands above the header row, that row once more, and a row of hashtags are no entries.
    """
    header = read_header(text, headers)
    columns = header.columns if header else order
    body = [(number, line) for number, line in _numbered(text) if not header or number > header.last]
    places = {column: at for at, column in reversed(list(enumerate(columns))) if column}
    return [
        _row(number, line, columns, places, under_headings=header is not None)
        for number, line in body
        if not (_is_hashtags(line) or (header and is_header_row(line, headers)))
    ]


def _row(number: int, line: str, columns: tuple[str, ...], places: Mapping[str, int], *, under_headings: bool) -> Row:
    in_columns = len(split_columns(line)) > 1 or (under_headings and len(columns) > 1)
    return Row(number, line, _cells(line, columns) if in_columns else {}, places, in_columns)


def read_header(text: str, headers: Mapping[str, str]) -> Header | None:
    """Its lines are numbered as those of the text."""
    return find_header(_numbered(text), headers)


def titles_above(text: str, header: Header) -> list[tuple[int, str]]:
    """With their numbers."""
    return [(number, line) for number, line in _numbered(text) if number < header.first]


def kept_lines(text: str, numbers: Collection[int], *, headers: Mapping[str, str]) -> str:
    """These lines as typed, under their header row where there is one; nothing when there are none."""
    header = read_header(text, headers)
    headings = range(header.first, header.last + 1) if header else ()
    kept = [line for number, line in _numbered(text) if number in numbers or number in headings]
    return "\n".join(kept) if numbers else ""


def _is_hashtags(line: str) -> bool:
    """The row of HXL hashtags that exports have under their headings."""
    cells = [cell for cell in split_columns(line) if cell]
    return len(cells) > 1 and all(cell.startswith("#") for cell in cells)


def _numbered(text: str) -> list[tuple[int, str]]:
    lines = enumerate(strip_control(text).split("\n"), start=1)
    return [(number, line.rstrip(" \r")) for number, line in lines if line.strip()]


def _cells(line: str, columns: Iterable[str]) -> dict[str, str]:
    named: dict[str, str] = {}
    for column, cell in zip(columns, split_columns(line), strict=False):
        if column and cell:
            named[column] = f"{named[column]}, {cell}" if column in named else cell
    return named
