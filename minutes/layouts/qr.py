"""A square code that telephones read, as a picture for an `img`: no file, no outside address."""

import functools
from base64 import b64encode
from collections.abc import Iterable, Iterator
from io import BytesIO

import segno
from PIL import Image

QUIET_ZONE = 4
"""Modules of white around it, which readers need to find it."""


@functools.lru_cache(maxsize=16)
def qr_code(text: str) -> str:
    """PNG in a `data:` address. Level M: a code that has lost one part in seven can still be read.

    One picture serves all pages of a PDF; an SVG would be drawn again on each, at 2 kB a page. In grey: WeasyPrint
    would write black and white as three colours.
    """
    rows = [bytes(0 if dark else 255 for dark in row) for row in _modules(text)]
    out = BytesIO()
    Image.frombytes("L", (len(rows[0]), len(rows)), b"".join(rows)).save(out, "PNG", optimize=True)
    return f"data:image/png;base64,{b64encode(out.getvalue()).decode()}"


def _modules(text: str) -> Iterator[Iterable[int]]:
    """Row by row, one pixel each."""
    rows: Iterator[Iterable[int]] = segno.make_qr(text, error="m", boost_error=False).matrix_iter(border=QUIET_ZONE)
    return rows
