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

_FORBIDDEN_IN_TITLES = re.compile(r"[\[\]:*?/\\]")

_HEADING = {"font": Font(bold=True), "alignment": Alignment(wrap_text=True, vertical="top")}
_TAG = {"font": Font(italic=True, color="FF595959"), "fill": PatternFill("solid", fgColor="FFF2F2F2")}
_TEXT = {"alignment": Alignment(wrap_text=True, vertical="top")}
_DAY, _MOMENT = {"number_format": "DD/MM/YYYY", **_TEXT}, {"number_format": "DD/MM/YYYY HH:MM", **_TEXT}


def write(file: IO[bytes], title: str, columns: Sequence[Column[AnyRow]], rows: Iterable[AnyRow]) -> None:
    """Headings, hashtags, rows. Memory does not grow with the rows: they go to a temporary file at once."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(_FORBIDDEN_IN_TITLES.sub(" ", title)[:31])
    sheet.freeze_panes = "A3"
    for place, column in enumerate(columns, start=1):
        sheet.column_dimensions[get_column_letter(place)].width = column.width
    pen = _Pen(sheet)
    sheet.append([pen.text(column.heading, pen.heading) for column in columns])
    sheet.append([pen.text(column.tag, pen.tag) for column in columns])
    for row in rows:
        sheet.append([pen.cell(column.value(row)) for column in columns])
    book.save(file)


class _Pen:
    """Makes the cells of one sheet. Each style is made once: making it for every cell takes most of the time."""

    def __init__(self, sheet: Any) -> None:
        self.sheet = sheet
        self.heading, self.tag, self.day, self.moment, self.plain = (
            self._style(**style) for style in (_HEADING, _TAG, _DAY, _MOMENT, _TEXT)
        )
        self.quoted = self._style(**_TEXT, quotePrefix=True)

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
