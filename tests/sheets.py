"""Spreadsheets read back with the library, as a person would see them."""

from __future__ import annotations

import csv
from io import BytesIO, StringIO
from typing import Any

import openpyxl
from django.http import HttpResponse

FORMULA = "f"


def body(answer: HttpResponse) -> bytes:
    return b"".join(answer.streaming_content) if answer.streaming else answer.content


def cells(answer: HttpResponse | bytes) -> list[list[Any]]:
    """Every row of cells of the only sheet."""
    data = answer if isinstance(answer, bytes) else body(answer)
    book = openpyxl.load_workbook(BytesIO(data))
    assert len(book.worksheets) == 1
    return [list(row) for row in book.active.iter_rows()]


def table(answer: HttpResponse | bytes) -> list[dict[str, Any]]:
    """What stands under the headings and the hashtags, by heading."""
    headings, _, *rows = [[cell.value for cell in row] for row in cells(answer)]
    return [dict(zip(headings, row, strict=True)) for row in rows]


def csv_lines(answer: HttpResponse) -> list[list[str]]:
    return list(csv.reader(StringIO(body(answer).decode("utf-8-sig")), delimiter=";"))


def book(*rows: list[Any], title: str = "Suivi") -> bytes:
    """A file such as people send, with these rows."""
    made = openpyxl.Workbook()
    made.active.title = title
    for row in rows:
        made.active.append(row)
    file = BytesIO()
    made.save(file)
    return file.getvalue()
