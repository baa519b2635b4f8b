"""Spreadsheets that people send, good and hostile: read apart, within bounds, refused in words."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from datetime import date, datetime
from io import BytesIO
from random import Random

import openpyxl
import pytest

from clusterhub.web import sheet_upload
from clusterhub.web.sheet_reader import MAX_ROWS, Refused, read
from clusterhub.web.sheet_upload import SheetRefused, read_sheet
from clusterhub.web.spreadsheet import cell_address
from tests.sheets import book

pytestmark = pytest.mark.once

CELL = '<row r="1"><c r="A1" t="inlineStr"><is><t>Action</t></is></c></row>'


def patched(part: str, change: Callable[[str], str]) -> bytes:
    """A good workbook of which one member was changed."""
    made, source = BytesIO(), zipfile.ZipFile(BytesIO(book(["Action", "Responsable"], ["Former", "CHEF"])))
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in source.namelist():
            data = source.read(name)
            archive.writestr(name, change(data.decode()) if name == part else data)
    return made.getvalue()


def sheet_with(rows: str) -> bytes:
    return patched("xl/worksheets/sheet1.xml", lambda text: text.replace("<sheetData>", f"<sheetData>{rows}", 1))


def bomb(members: int = 1, size: int = 100) -> bytes:
    made = BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<x/>")
        for number in range(members):
            archive.writestr(f"xl/{number}.bin", b"0" * size)
    return made.getvalue()


def test_cells_come_as_a_person_reads_them():
    rows = [["N°", "Action", "Échéance"], [1, "Former\nles relais", date(2016, 11, 22)], [2.0, True, 0.5]]
    assert read(book(*rows)) == [
        (1, ["N°", "Action", "Échéance"]),
        (2, ["1", "Former les relais", "22/11/2016"]),
        (3, ["2", "oui", "0.5"]),
    ]
    assert read(book([datetime(2016, 11, 22, 9, 30)])) == [(1, ["22/11/2016 09:30"])]


def test_rows_keep_their_number_past_empty_ones():
    assert read(book(["Titre"], [], [None, None], ["", "Action"])) == [(1, ["Titre"]), (4, ["", "Action"])]
    assert read_sheet(book(["Titre"], [], ["", "Action"])) == "Titre\n\n\tAction"


def test_cell_made_of_several_rows_is_said_of_each():
    made = openpyxl.load_workbook(
        BytesIO(book(["Réunion", "Action"], ["22/09", "a"], ["", "b"], [], ["", "c"], ["x", "d"]))
    )
    for span in ("A2:A5", "A1:B1"):
        made.active.merge_cells(span)
    file = BytesIO()
    made.save(file)
    assert read(file.getvalue()) == [
        *((1, ["Réunion"]), (2, ["22/09", "a"]), (3, ["22/09", "b"])),
        *((5, ["22/09", "c"]), (6, ["x", "d"])),
    ]


def test_share_is_read_as_shown():
    made = openpyxl.Workbook()
    made.active["A1"], made.active["A1"].number_format = 0.5, "0%"
    file = BytesIO()
    made.save(file)
    assert read(file.getvalue()) == [(1, ["50%"])]


def test_formula_gives_what_was_computed_and_is_never_run():
    cell = '<row r="1"><c r="A1"><f>HYPERLINK("http://example.org")</f><v>7</v></c></row>'
    assert read(patched("xl/worksheets/sheet1.xml", lambda text: text.replace("<sheetData>", f"<sheetData>{cell}")))[
        0
    ] == (1, ["7"])


def test_hidden_first_sheet_is_passed_over():
    data = patched("xl/workbook.xml", lambda text: text.replace('state="visible"', 'state="hidden"'))
    with pytest.raises(Refused, match="abîmé"):
        read(data)


@pytest.mark.parametrize(
    ("data", "rows"),
    [
        ("Action;Statut\r\nFormer;En cours\r\n".encode("utf-8-sig"), [["Action", "Statut"], ["Former", "En cours"]]),
        (
            'Échéance,Action\n22/11,"Former, puis suivre"\n'.encode("cp1252"),
            [["Échéance", "Action"], ["22/11", "Former, puis suivre"]],
        ),
        (b"Action\tQui\nFormer\tCHEF", [["Action", "Qui"], ["Former", "CHEF"]]),
        ("Échéance\tQui\r\n22/11\tCHEF".encode("utf-16"), [["Échéance", "Qui"], ["22/11", "CHEF"]]),
        (
            b"Suivi, 2016\n\nAction;Qui\nFormer, suivre;CHEF",
            [["Suivi, 2016"], ["Action", "Qui"], ["Former, suivre", "CHEF"]],
        ),
    ],
)
def test_csv_of_any_common_sort(data, rows):
    assert [cells for _, cells in read(data)] == rows


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"%PDF-1.7 \0\0", "ni un classeur XLSX ni un CSV"),
        (b"\xd0\xcf\x11\xe0" + b"\0" * 600, "format XLS"),
        (b"PK\x03\x04 tronqu", "abîmé"),
        (book(["Action"])[:-200], "abîmé"),
        (bomb(members=600), "trop grand"),
        (bomb(size=61_000_000), "trop grand"),
        (book(["A" * 2001, "x"]), "Cellule A1 : au plus 2000 signes"),
        (book(*[["Action"]] * (MAX_ROWS + 1)), f"Au plus {MAX_ROWS} lignes"),
        (b'Action\n"' + b"x" * 200_000 + b'"', "Cellule A2|ni un classeur"),
    ],
)
def test_bad_file_is_refused_in_words(data, said):
    with pytest.raises(Refused, match=said):
        read(data)


@pytest.mark.parametrize("document", ["word/document.xml", "ppt/presentation.xml"])
def test_archive_that_is_no_workbook_is_refused(document):
    made = BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr(document, "<x/>")
    with pytest.raises(Refused, match="ni un classeur"):
        read(made.getvalue())


def test_entities_are_refused():
    declared = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;"><!ENTITY e SYSTEM "file:///etc/passwd">]>'
    for part in ("xl/worksheets/sheet1.xml", "xl/workbook.xml", "xl/styles.xml"):
        data = patched(part, lambda text: declared + text.replace("CHEF", "&b;&e;"))
        with pytest.raises(Refused, match="définitions XML"):
            read(data)


def test_far_cell_costs_nothing():
    far = '<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>loin</t></is></c></row>'
    data = patched("xl/worksheets/sheet1.xml", lambda text: text.replace("</sheetData>", f"{far}</sheetData>"))
    assert read(data) == [(1, ["Action", "Responsable"]), (2, ["Former", "CHEF"])]


def test_what_needs_too_much_memory_is_refused_and_the_worker_lives(monkeypatch):
    monkeypatch.setattr(sheet_upload, "MEGABYTES", 25)
    with pytest.raises(SheetRefused, match="trop"):
        read_sheet(book(["Action"]))


def test_a_million_styles_are_refused_within_bounds():
    data = patched("xl/styles.xml", lambda text: text.replace("<cellXfs", "<cellXfs>" + "<xf/>" * 1_000_000 + "<x", 1))
    with pytest.raises(SheetRefused):
        read_sheet(data)


def test_damaged_bytes_are_refused_or_read_never_worse():
    """The same flips every time: 80 places, spread over a good file."""
    good = book(["Action", "Responsable"], ["Former", "CHEF"])
    flips, outcomes = Random(7), set()  # noqa: S311  the same ones every time
    for _ in range(80):
        damaged = bytearray(good)
        damaged[flips.randrange(len(good))] ^= 1 << flips.randrange(8)
        try:
            outcomes.add(type(read(bytes(damaged))))
        except Refused as refusal:
            outcomes.add(type(refusal))
    assert Refused in outcomes <= {list, Refused}


def test_what_takes_too_long_is_refused(monkeypatch):
    monkeypatch.setattr(sheet_upload, "SECONDS", 0)
    with pytest.raises(SheetRefused, match="trop de temps"):
        read_sheet(book(["Action"]))


def test_heavy_file_is_not_even_read():
    with pytest.raises(SheetRefused, match="au plus 5 Mo"):
        read_sheet(b"x" * 5_000_001)


def test_empty_sheet_says_so():
    with pytest.raises(SheetRefused, match="vide"):
        read_sheet(book([]))


def test_columns_have_the_names_of_the_spreadsheet():
    assert [cell_address(12, place) for place in (0, 2, 25, 26, 701, 702)] == [
        "A12",
        "C12",
        "Z12",
        "AA12",
        "ZZ12",
        "AAA12",
    ]
