"""Uploads: a file is what its name says, or it is refused."""

import time

import pytest

from meetings import validators
from meetings.errors import FileRefused
from meetings.validators import content_type_of, file_name
from tests.meetings.files import EXE, PDF, PNG, docx, many_members, odt, uploaded, zipped

LIMIT = 15_000_000
JPG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00" + b"\x00" * 20


def check(name, content, limit=LIMIT):
    return content_type_of(uploaded(name, content), max_bytes=limit)


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("TDR.pdf", PDF, "application/pdf"),
        ("carte.PNG", PNG, "image/png"),
        ("photo.jpeg", JPG, "image/jpeg"),
        ("plan.docx", docx(), "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        ("plan.odt", odt(), "application/vnd.oasis.opendocument.text"),
        ("listes.csv", "région;ménages\nMénaka;120\n".encode(), "text/csv"),
        ("listes.csv", "région;ménages\r\n".encode("cp1252"), "text/csv"),
        ("note.txt", b"Bonjour", "text/plain"),
    ],
)
def test_content_type_of_honest_file(name, content, expected):
    assert check(name, content) == expected


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("programme.docx", EXE),
        ("programme.pdf", EXE),
        ("programme.txt", EXE),
        ("programme.exe", EXE),
        ("page.html", b"<script>alert(1)</script>"),
        ("dessin.svg", b"<svg onload='alert(1)'/>"),
        ("carte.png", PDF),
        ("page.pdf", b"<html>%PDF-1.7"),
        ("plan.xlsx", docx()),
        ("plan.docx", odt()),
        ("plan.odt", odt("spreadsheet")),
        ("plan.odt", zipped({"content.xml": b"<x/>"})),
        ("plan.docx", zipped({"quelque/chose.xml": b""})),
        ("plan.docx", docx()[:-30]),
        ("macros.docx", docx(word__vbaProject_bin=b"macro")),
        ("vide.pdf", b""),
        ("sans-extension", PDF),
        ("notes.txt", b"a\x00b"),
        ("notes.csv", PDF),
    ],
)
def test_content_type_of_lying_file_is_refused(name, content):
    with pytest.raises(FileRefused):
        check(name, content)


def test_content_type_of_too_large_file_is_refused():
    with pytest.raises(FileRefused, match="trop lourd"):
        check("TDR.pdf", PDF, limit=len(PDF) - 1)


def test_content_type_of_zip_bomb_is_refused_without_unpacking(monkeypatch):
    monkeypatch.setattr(validators, "MAX_UNPACKED_BYTES", 30_000_000)
    bomb = docx(word__media=b"\x00" * 31_000_000)
    assert len(bomb) < 100_000

    started = time.process_time()
    with pytest.raises(FileRefused, match="décompressé"):
        check("bombe.docx", bomb)
    assert time.process_time() - started < 1


@pytest.mark.parametrize("count", [100_000, 300_000])
def test_content_type_of_zip_with_too_many_members_is_refused_before_its_list_is_read(count):
    content = many_members(count)

    started = time.process_time()
    with pytest.raises(FileRefused, match="trop d’éléments"):
        check("foule.docx", content)
    assert time.process_time() - started < 1


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("..\\..\\windows\\system.pdf", "system.pdf"),
        ("/abs/chemin.pdf", "chemin.pdf"),
        ("C:\\a\\b.pdf", "b.pdf"),
        ("nul\x00caché.pdf", "nulcaché.pdf"),
        ("retour\r\nX-Injected: 1.pdf", "retour X-Injected: 1.pdf"),
        ("exe\u202efdp.pdf", "exefdp.pdf"),
        ("a\u200bb.pdf", "ab.pdf"),
        ("CON.pdf", "CON.pdf"),
        ("....pdf", "pdf"),
        ("  espace .pdf ", "espace .pdf"),
        ('guillemet".pdf', 'guillemet".pdf'),
        ("point-virgule;.pdf", "point-virgule;.pdf"),
        ("é" * 300 + ".pdf", "é" * 196 + ".pdf"),
        ("x" * 300, "x" * 200),
        ("a." + "y" * 300, "a." + "y" * 198),
        ("~/.ssh/id.pdf", "id.pdf"),
        ("%2e%2e%2fetc.pdf", "%2e%2e%2fetc.pdf"),
        ("emoji 😀.pdf", "emoji 😀.pdf"),
        ("NFD e\u0301.pdf", "NFD e\u0301.pdf"),
        (".htaccess", "htaccess"),
        ("a/b/c/", ""),
        ("tab\tulation.pdf", "tab ulation.pdf"),
        ("\u2028ligne.pdf", "ligne.pdf"),
        ("{{ 7*7 }}.pdf", "{{ 7*7 }}.pdf"),
        ("<script>.pdf", "<script>.pdf"),
        ("$(rm -rf).pdf", "$(rm -rf).pdf"),
        ("`id`.pdf", "`id`.pdf"),
        ("\ud800.pdf", "pdf"),
        ("", ""),
    ],
)
def test_file_name_is_one_harmless_line(given, kept):
    assert file_name(given) == kept
