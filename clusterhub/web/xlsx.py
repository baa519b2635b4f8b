"""Writes a table as XLSX, row by row. Never imported by what a web worker loads at its start: the engine is heavy."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import IO, Any

from django.utils import timezone
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from clusterhub.web.folding import strip_control
from clusterhub.web.sheets import AnyRow, Column, Value
from clusterhub.web.spreadsheet import looks_like_formula

LONGEST_TEXT = 32_000
"""A little less than what a cell can hold."""

LINE_HEIGHT, MOST_LINES = 15, 12
"""In points; and after so many lines one reads in the cell."""

_FORBIDDEN_IN_TITLES = re.compile(r"[\[\]:*?/\\]")

_LETTERS = {"name": "Calibri", "size": 11}
_HEADING = {"font": Font(**_LETTERS, bold=True), "alignment": Alignment(wrap_text=True, vertical="top")}
_TAG = {"font": Font(**_LETTERS, italic=True, color="FF595959"), "fill": PatternFill("solid", fgColor="FFF2F2F2")}
_TEXT = {"alignment": Alignment(wrap_text=True, vertical="top")}
_DAY, _MOMENT = {"number_format": "DD/MM/YYYY", **_TEXT}, {"number_format": "DD/MM/YYYY HH:MM", **_TEXT}


def write(file: IO[bytes], title: str, columns: Sequence[Column[AnyRow]], rows: Iterable[AnyRow]) -> None:
    """Headings, hashtags, rows. Memory does not grow with the rows: they go to a temporary file at once."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(_FORBIDDEN_IN_TITLES.sub(" ", title)[:31])
    sheet.freeze_panes = "A3"
    sheet.page_setup.orientation = "landscape"
    sheet.print_title_rows, sheet.print_title_cols = "1:1", "A:A"
    for place, column in enumerate(columns, start=1):
        sheet.column_dimensions[get_column_letter(place)].width = column.width
    pen = _Pen(sheet, [column.width for column in columns])
    pen.write([pen.text(column.heading, pen.heading) for column in columns])
    pen.write([pen.text(column.tag, pen.tag) for column in columns])
    for row in rows:
        pen.write([pen.cell(column.value(row)) for column in columns])
    book.save(file)


class _Pen:
    """Makes the cells of one sheet. Each style is made once: making it for every cell takes most of the time."""

    def __init__(self, sheet: Any, widths: Sequence[int]) -> None:
        self.sheet, self.widths, self.number = sheet, widths, 0
        self.heights: dict[int, dict[str, str]] = {}
        sheet.row_dimensions = self.heights
        self.heading, self.tag, self.day, self.moment, self.plain = (
            self._style(**style) for style in (_HEADING, _TAG, _DAY, _MOMENT, _TEXT)
        )
        self.quoted = self._style(**_TEXT, quotePrefix=True)

    def write(self, cells: list[WriteOnlyCell]) -> None:
        """As high as its longest text: LibreOffice does not ask how high a row has to be, and writes over the next."""
        self.number += 1
        wrapped = (cell for cell in zip(cells, self.widths, strict=True) if cell[0]._style != self.tag)
        lines = min(max((_lines(cell.value, width) for cell, width in wrapped), default=1), MOST_LINES)
        if lines > 1:
            self.heights[self.number] = {"ht": str(lines * LINE_HEIGHT)}
        self.sheet.append(cells)
        self.heights.clear()

    def cell(self, value: Value) -> WriteOnlyCell:
        if isinstance(value, str):
            return self.text(value)
        if isinstance(value, datetime):
            value = timezone.localtime(value).replace(tzinfo=None) if timezone.is_aware(value) else value
        cell = WriteOnlyCell(self.sheet, value)
        if isinstance(value, date):
            cell._style = self.moment if isinstance(value, datetime) else self.day
        return cell

    def text(self, text: str, style: Any = None) -> WriteOnlyCell:
        """Text and nothing else: « =… » would become a formula, now or when somebody edits the cell."""
        clean = strip_control(text)[:LONGEST_TEXT]
        cell = WriteOnlyCell(self.sheet)
        cell._value, cell.data_type = clean, "s"
        cell._style = style or (self.quoted if looks_like_formula(clean) else self.plain)
        return cell

    def _style(self, **properties: Any) -> Any:
        cell = WriteOnlyCell(self.sheet)
        for name, value in properties.items():
            setattr(cell, name, value)
        return cell._style


def _lines(value: Any, width: int) -> int:
    """How many lines a text takes in a column so many figures wide; words are not cut, so that some room is left."""
    if not isinstance(value, str) or (len(value) < width and "\n" not in value):
        return 1
    return sum(1 + len(line) * 11 // (width * 10) for line in value.split("\n"))
