"""Which columns a sheet has, from its headings as people write them: « Responsable(s) », in one line or in two."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from clusterhub.web.folding import fold

TITLE_LINES = 10
"""A header row may stand under so many lines of titles."""

_PLURAL = re.compile(r"\((?:s|e|es|x)\)")
_ASIDE = re.compile(r"\([^)]*\)")
_BETWEEN = re.compile(r"\s*[/&+,]\s*|\s+(?:et|ou)\s+")


@dataclass(frozen=True)
class Header:
    """The numbers of its first and last line; a column is ``""`` where it is not known."""

    first: int
    last: int
    columns: tuple[str, ...]
    ignored: tuple[str, ...]
    """Headings as written of which no column is known."""


def find_header(lines: Sequence[tuple[int, str]], headers: Mapping[str, str]) -> Header | None:
    """``headers``: folded word → column. Two headings name a sheet; one alone where the list has but that one."""
    for place, (number, line) in enumerate(lines[:TITLE_LINES]):
        cells = split_columns(line)
        columns = [column_of(cell, headers) for cell in cells]
        if len(set(filter(None, columns))) >= 2 or (place == 0 and len(cells) == 1 and columns[0]):
            second = next(iter(lines[place + 1 : place + 2]), None)
            if second and is_header_row(second[1], headers):
                return _in_two_lines(number, second, cells, headers)
            return Header(number, number, tuple(columns), _unknown(cells, columns))
    return None


def _in_two_lines(first: int, second: tuple[int, str], cells: list[str], headers: Mapping[str, str]) -> Header:
    """Under « Suivi », of two columns made one, the second line says « Échéance » and « État »."""
    last, line = second
    pairs = zip_longest(cells, split_columns(line), fillvalue="")
    names = [under or over for over, under in pairs]
    columns = [column_of(name, headers) for name in names]
    return Header(first, last, tuple(columns), _unknown(names, columns))


def _unknown(cells: Iterable[str], columns: Iterable[str]) -> tuple[str, ...]:
    return tuple(cell for cell, column in zip(cells, columns, strict=True) if cell and not column)


def is_header_row(line: str, headers: Mapping[str, str]) -> bool:
    """Whether it says nothing but headings: the second line of them, or the first one again further down."""
    words = [column_of(cell, headers) for cell in split_columns(line) if cell]
    return len(words) > 1 and all(words)


def column_of(heading: str, headers: Mapping[str, str]) -> str:
    """« Recommandations / Actions » is a column of actions; « Nom / Adresse » would be two, and is none."""
    word = fold(heading).strip(" :*.?-")
    plain = " ".join(_ASIDE.sub(" ", _PLURAL.sub("", word)).split())
    for spelling in (word, plain, _BETWEEN.sub(" et ", plain)):
        if spelling in headers:
            return headers[spelling]
    named = {headers.get(part, "") for part in _BETWEEN.split(plain)}
    return named.pop() if len(named) == 1 else ""


def split_columns(line: str) -> list[str]:
    """Cells of a spreadsheet row (tabulations) or of a CSV line (semicolons); else the line as one cell."""
    mark = "\t" if "\t" in line else ";"
    return [" ".join(cell.strip().strip('"').split()) for cell in line.split(mark)]
