"""Tables that leave as a file, XLSX or CSV: French headings, HXL hashtags under them, real dates, never a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from tempfile import TemporaryFile
from typing import IO, Generic, TypeVar

from django.http import FileResponse
from django.utils import timezone

from clusterhub.web.folding import strip_control
from clusterhub.web.spreadsheet import BYTE_ORDER_MARK, safe_cell

XLSX, CSV = "xlsx", "csv"
CONTENT_TYPES = {
    XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    CSV: "text/csv; charset=utf-8",
}


Value = str | int | date | datetime | None
AnyRow = TypeVar("AnyRow")


@dataclass(frozen=True)
class Column(Generic[AnyRow]):
    """A French heading, the HXL hashtag under it (empty for none), and what stands there for a row."""

    heading: str
    tag: str
    value: Callable[[AnyRow], Value]
    width: int = 16


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


def write_xlsx(file: IO[bytes], title: str, columns: Sequence[Column[AnyRow]], rows: Iterable[AnyRow]) -> None:
    from clusterhub.web.xlsx import write  # noqa: PLC0415  its engine is heavy: only who writes a sheet loads it

    write(file, title, columns, rows)


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


def counted(rows: Iterable[AnyRow], tell: Callable[[int], object], *, every: int) -> Iterator[AnyRow]:
    """The same rows; ``tell`` hears now and then how many went by."""
    for place, row in enumerate(rows, start=1):
        yield row
        if place % every == 0:
            tell(place)
