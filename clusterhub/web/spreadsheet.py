"""A table that French spreadsheets open with a double click: semicolons, UTF-8 with its mark, never a formula."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence

BYTE_ORDER_MARK = "\ufeff"

_FORMULA = re.compile(r"^[\s\u200b\ufeff]*[=+\-@\t\r＝＋－＠]")


def csv_table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    table = io.StringIO()
    writer = csv.writer(table, delimiter=";", quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(columns)
    writer.writerows([safe_cell(cell) for cell in row] for row in rows)
    return BYTE_ORDER_MARK + table.getvalue()


def safe_cell(text: str) -> str:
    """One line, and never a formula: a spreadsheet runs what starts with = + - @, even from a quoted cell."""
    line = " ".join(text.split())
    return f"'{line}" if looks_like_formula(text) else line


def looks_like_formula(text: str) -> bool:
    return bool(_FORMULA.match(text))


def cell_address(row: int, column: int) -> str:
    """« C12 »; columns count from 0."""
    letters, left = "", column + 1
    while left:
        left, place = divmod(left - 1, 26)
        letters = chr(ord("A") + place) + letters
    return f"{letters}{row}"


def cell_column(letters: str) -> int:
    """2 of « C »: the other way round."""
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - ord("A") + 1
    return column - 1
