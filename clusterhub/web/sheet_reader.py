"""Reads a spreadsheet that somebody sent, as rows of texts. Runs in a child process with bounds of time and memory.

The file on standard input; on standard output ``{"rows": [[number, [text, …]], …]}`` or ``{"refused": "…"}``.
Formulas give the value that was last computed; macros, links and pictures are never looked at.
"""

from __future__ import annotations

import csv
import io
import json
import re
import sys
import zipfile
import zlib
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time
from typing import Any

from clusterhub.web.spreadsheet import cell_address, cell_column

if __name__ == "__main__":
    from clusterhub.web.bounded import take_bounds

    take_bounds()

MAX_ROWS = 1_000
MAX_COLUMNS = 40
MAX_CELL = 2_000
FIRST_LINES = 20
"""Of a CSV: what stands in most of them parts its cells. Its first line is often a title."""
MAX_MEMBERS = 500
MAX_UNPACKED = 60_000_000
"""Bytes in all that the archive says it holds; what lies about it runs into the memory bound."""

_MERGED = re.compile(
    rb'<(?:\w+:)?mergeCell\s+ref="(?P<letters>[A-Z]{1,3})(?P<first>\d{1,7}):[A-Z]{1,3}(?P<last>\d{1,7})"'
)

NOT_A_SHEET = "Ce fichier n’est ni un classeur XLSX ni un CSV : enregistrez-le en XLSX depuis votre tableur."
DAMAGED = "Ce classeur est abîmé : ouvrez-le dans un tableur, enregistrez-le en XLSX et renvoyez-le."
TOO_LARGE = "Ce fichier est trop grand une fois ouvert."
TOO_MANY_ROWS = f"Au plus {MAX_ROWS} lignes à la fois : partagez la feuille en plusieurs fichiers."
OLD_EXCEL = "Ce classeur est au format XLS ou protégé par un mot de passe : enregistrez-le en XLSX, sans mot de passe."

OLE = b"\xd0\xcf\x11\xe0"
ZIP = b"PK\x03\x04"

Row = tuple[int, list[str]]


class Refused(Exception):
    """``str(error)`` is French and meant for the person."""


def read(data: bytes) -> list[Row]:
    """Numbered as the spreadsheet numbers them, empty rows left out. Raises ``Refused``."""
    if data.startswith(OLE):
        raise Refused(OLD_EXCEL)
    rows = _xlsx(data) if data.startswith(ZIP) else _csv(data)
    return list(_bounded(rows))


def _bounded(rows: Iterable[tuple[int, list[str]]]) -> Iterator[Row]:
    """Empty ends are cut off; a filled row beyond the last allowed one is refused, wherever it stands."""
    count = 0
    for number, cells in rows:
        while cells and not cells[-1]:
            cells.pop()
        if not cells:
            continue
        count += 1
        if count > MAX_ROWS:
            raise Refused(TOO_MANY_ROWS)
        yield number, cells


# --- XLSX -------------------------------------------------------------------------------------------------------------


def _xlsx(data: bytes) -> Iterator[Row]:
    _check_archive(data)
    from defusedxml.common import DefusedXmlException  # noqa: PLC0415  after the bounds are taken
    from openpyxl import load_workbook  # noqa: PLC0415

    try:
        book = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
        sheet = next(sheet for sheet in book.worksheets if sheet.sheet_state == "visible")
        rows = enumerate(sheet.iter_rows(max_col=MAX_COLUMNS), start=1)
        texts = ((number, [_text(_shown(cell), number, at) for at, cell in enumerate(row)]) for number, row in rows)
        yield from _filled_down(texts, _tall_cells(data, sheet._worksheet_path))
    except (Refused, MemoryError):
        raise
    except DefusedXmlException as error:
        raise Refused("Ce classeur contient des définitions XML interdites.") from error
    except Exception as error:
        raise Refused(DAMAGED) from error


def _shown(cell: Any) -> Any:
    """Half of the work done is « 50% », as the sheet shows it."""
    is_share = isinstance(cell.value, (int, float)) and "%" in (cell.number_format or "")
    return f"{cell.value:.0%}" if is_share else cell.value


def _tall_cells(data: bytes, member: str) -> dict[tuple[int, int], int]:
    """(row, column) → last row of each cell that was made of several rows; columns count from 0."""
    found = _MERGED.finditer(zipfile.ZipFile(io.BytesIO(data)).read(member))
    spans = ((match["letters"].decode(), int(match["first"]), int(match["last"])) for match in found)
    return {(first, cell_column(letters)): last for letters, first, last in spans if last > first}


def _filled_down(rows: Iterable[Row], tall: dict[tuple[int, int], int]) -> Iterator[Row]:
    """What is written once for several rows is said of each that has something of its own."""
    standing: dict[int, tuple[int, str]] = {}
    for number, cells in rows:
        standing |= {at: (tall[number, at], text) for at, text in enumerate(cells) if (number, at) in tall}
        if any(cells):
            cells = [_standing(standing.get(at), number) or text for at, text in enumerate(cells)]
        yield number, cells


def _standing(tall: tuple[int, str] | None, number: int) -> str:
    return tall[1] if tall and number <= tall[0] else ""


def _check_archive(data: bytes) -> None:
    """Before anything is unpacked: how many members, how large in all; then that none declares entities."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(data))
        _check_members(archive)
        declares = any(_declares(archive, member) for member in archive.infolist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError, RuntimeError, EOFError, zlib.error) as error:
        raise Refused(DAMAGED) from error
    if declares:
        raise Refused("Ce classeur contient des définitions XML interdites.")


def _declares(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> bool:
    """No spreadsheet program writes a DOCTYPE."""
    with archive.open(member) as part:
        return b"<!DOCTYPE" in part.read(4_096).replace(b"\0", b"").upper()


def _check_members(archive: zipfile.ZipFile) -> None:
    members = archive.infolist()
    if len(members) > MAX_MEMBERS or sum(member.file_size for member in members) > MAX_UNPACKED:
        raise Refused(TOO_LARGE)
    if not any(member.filename == "xl/workbook.xml" for member in members):
        raise Refused(NOT_A_SHEET)


def _text(value: Any, row: int, column: int) -> str:
    if isinstance(value, datetime):
        return _moment(value)
    if isinstance(value, date):
        return value.strftime("%d/%m/%Y")
    if isinstance(value, time):
        return value.strftime("%H:%M")
    if isinstance(value, bool):
        return "oui" if value else "non"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    text = "" if value is None else " ".join(str(value).split())
    if len(text) > MAX_CELL:
        raise Refused(f"Cellule {cell_address(row, column)} : au plus {MAX_CELL} signes.")
    return text


def _moment(value: datetime) -> str:
    return value.strftime("%d/%m/%Y" if value.time() == time(0) else "%d/%m/%Y %H:%M")


# --- CSV --------------------------------------------------------------------------------------------------------------


def _csv(data: bytes) -> Iterator[Row]:
    text = _decoded(data)
    if "\0" in text:
        raise Refused(NOT_A_SHEET)
    firsts = text.splitlines()[:FIRST_LINES]
    mark = max(";\t,", key=lambda mark: sum(mark in line for line in firsts))
    try:
        for number, row in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=mark), start=1):
            yield number, [_text(cell, number, place) for place, cell in enumerate(row[:MAX_COLUMNS])]
    except csv.Error as error:
        raise Refused(NOT_A_SHEET) from error


def _decoded(data: bytes) -> str:
    """UTF-8, « texte Unicode » of Excel, else what French Windows writes."""
    try:
        return data.decode("utf-16" if data.startswith((BOM_UTF16_LE, BOM_UTF16_BE)) else "utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def main() -> None:
    try:
        answer: dict[str, Any] = {"rows": read(sys.stdin.buffer.read())}
    except Refused as error:
        answer = {"refused": str(error)}
    except MemoryError:
        answer = {"refused": TOO_LARGE}
    sys.stdout.write(json.dumps(answer))


if __name__ == "__main__":
    main()
