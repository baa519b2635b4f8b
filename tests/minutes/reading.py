"""Reads a PDF back as a person would, or a telephone, with tools that are not ours; and what is inside a Word file."""

import re
import subprocess
import zipfile
from io import BytesIO
from pathlib import Path

import zxingcpp
from PIL import Image

from tests.tools import require_tool

SPACES = re.compile(r"[\s\u00a0\u202f]+")
SOFT_BREAK = re.compile(r"[\u2010\u00ad]\s*\n\s*")
"""The hyphen that the page adds at the end of a line."""


def text_of(pdf: bytes, folder: Path, *options: str, keep_lines: bool = False) -> str:
    """In reading order (`-raw`), hyphenated words joined, every run of spaces one space unless lines are wanted."""
    path = folder / "read.pdf"
    path.write_bytes(pdf)
    command = [require_tool("pdftotext"), "-raw", *options, str(path), "-"]
    text = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    return text if keep_lines else one_line(SOFT_BREAK.sub("", text))


def codes_of(pdf: bytes, folder: Path) -> list[str]:
    """What a telephone reads in the square code of each page, held before the printed sheet."""
    path = folder / "pictured.pdf"
    path.write_bytes(pdf)
    subprocess.run([require_tool("pdftoppm"), "-r", "150", "-gray", "-png", path, folder / "page"], check=True)
    return [code.text for page in sorted(folder.glob("page-*.png")) for code in _codes_in(page)]


def _codes_in(page: Path) -> list[zxingcpp.Barcode]:
    with Image.open(page) as picture:
        return zxingcpp.read_barcodes(picture, formats=zxingcpp.BarcodeFormat.QRCode)


def one_line(text: str) -> str:
    return SPACES.sub(" ", text).strip()


def parts_of_word(docx: bytes) -> dict[str, str]:
    """The XML of each part by its name."""
    with zipfile.ZipFile(BytesIO(docx)) as package:
        names = (name for name in package.namelist() if name.endswith((".xml", ".rels")))
        return {name: package.read(name).decode() for name in names}
