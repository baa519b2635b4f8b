"""Tables that leave as a file, XLSX or CSV: French headings, HXL hashtags under them, real dates, never a formula."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from tempfile import TemporaryFile
from typing import IO, Any, Generic, TypeVar

from django.http import FileResponse
from django.utils import timezone
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from clusterhub.web.folding import strip_control
from clusterhub.web.spreadsheet import BYTE_ORDER_MARK, looks_like_formula, safe_cell

XLSX, CSV = "xlsx", "csv"
CONTENT_TYPES = {
    XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    CSV: "text/csv; charset=utf-8",
}
LONGEST_TEXT = 32_000
"""A little less than what a cell can hold."""

_FORBIDDEN_IN_TITLES = re.compile(r"[\[\]:*?/\\]")

Value = str | int | date | datetime | None
AnyRow = TypeVar("AnyRow")


@dataclass(frozen=True)
class Column(Generic[AnyRow]):
    """A French heading, the HXL hashtag under it (empty for none), and what stands there for a row."""

    heading: str
    tag: str
    value: Callable[[AnyRow], Value]
    width: int = 16


# --- XLSX -------------------------------------------------------------------------------------------------------------

_HEADING = {"font": Font(bold=True), "alignment": Alignment(wrap_text=True, vertical="top")}
_TAG = {"font": Font(italic=True, color="FF595959"), "fill": PatternFill("solid", fgColor="FFF2F2F2")}
_TEXT = {"alignment": Alignment(wrap_text=True, vertical="top")}
_DAY, _MOMENT = {"number_format": "DD/MM/YYYY", **_TEXT}, {"number_format": "DD/MM/YYYY HH:MM", **_TEXT}


def write_xlsx(file: IO[bytes], title: str, columns: Sequence[Column[AnyRow]], rows: Iterable[AnyRow]) -> None:
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


# --- CSV --------------------------------------------------------------------------------------------------------------


def write_csv(file: IO[bytes], title: str, columns: Sequence[Column[AnyRow]], rows: Iterable[AnyRow]) -> None:
    """The same table as ``write_xlsx``; dates as 2016-11-22, which every spreadsheet understands."""
    text = io.TextIOWrapper(file, "utf-8", newline="", write_through=True)
    text.write(BYTE_ORDER_MARK)
    writer = csv.writer(text, delimiter=";", quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow([column.heading for column in columns])
    writer.writerow([column.tag for column in columns])
    writer.writerows([_csv_cell(column.value(row)) for column in columns] for row in rows)
    text.detach()


def _csv_cell(value: Value) -> str:
    if isinstance(value, datetime):
        return timezone.localtime(value).strftime("%Y-%m-%d %H:%M") if timezone.is_aware(value) else str(value)
    if isinstance(value, str):
        return safe_cell(strip_control(value))
    return "" if value is None else str(value)


# --- Files ------------------------------------------------------------------------------------------------------------

WRITERS = {XLSX: write_xlsx, CSV: write_csv}


def sheet_format(asked: str | None) -> str:
    """The format that an address asks for; XLSX unless it says CSV."""
    return CSV if asked == CSV else XLSX


def sheet_response(
    name: str, format: str, *, title: str, columns: Sequence[Column[AnyRow]], rows: Iterable[AnyRow]
) -> FileResponse:
    """The table as a file to keep, written to disk first: an error on the way is an error page, not half a file."""
    file = TemporaryFile()
    WRITERS[format](file, title, columns, rows)
    file.seek(0)
    return attachment(file, name, format)


def attachment(file: IO[bytes], name: str, format: str) -> FileResponse:
    answer = FileResponse(file, as_attachment=True, filename=f"{name}.{format}", content_type=CONTENT_TYPES[format])
    answer["Cache-Control"] = "no-store"
    return answer


def listed(values: Iterable[str]) -> str:
    """Several values in one cell, each once, as HXL writes lists."""
    return "|".join(dict.fromkeys(value for value in values if value))


def counted(rows: Iterable[AnyRow], tell: Callable[[int], None], *, every: int) -> Iterator[AnyRow]:
    """The same rows; ``tell`` hears now and then how many went by."""
    for place, row in enumerate(rows, start=1):
        yield row
        if place % every == 0:
            tell(place)
