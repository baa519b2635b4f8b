"""Pictures that the page itself holds. Any other address is not followed: what it shows is said in words."""

from __future__ import annotations

import base64
import binascii
import re
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from docx.image.exceptions import InvalidImageStreamError, UnexpectedEndOfFileError, UnrecognizedImageError
from docx.image.image import Image
from docx.oxml.ns import qn
from docx.shared import Pt

from minutes.word.ooxml import element

USUAL_DENSITY = 96
"""Pixels to an inch, as browsers show a picture of which nothing else is said."""
UNREADABLE = (InvalidImageStreamError, UnexpectedEndOfFileError, UnrecognizedImageError, OSError, ValueError)
LONGEST_ALT = 500

_DENSITY = re.compile(r"(\d{1,4})dpi")
_DATA = re.compile(r"data:image/(?:png|jpeg);base64,([A-Za-z0-9+/=\s]+)")


@dataclass(frozen=True, slots=True)
class Picture:
    """Its size is in points; `alt` is what screen readers say."""

    data: bytes
    width: float
    height: float
    alt: str


def read_picture(address: str, alt: str, *, widest: float, highest: float, density: int) -> Picture | None:
    """As large as its pixels are at this density, and no larger than there is room for."""
    found = _DATA.fullmatch(address)
    try:
        data = base64.b64decode(found[1]) if found else b""
        image = Image.from_blob(data)
        width, height = (pixels * 72 / density for pixels in (image.px_width, image.px_height))
        scale = min(1.0, widest / width, highest / height)
    except (*UNREADABLE, ZeroDivisionError, binascii.Error):
        return None
    return Picture(data, width * scale, height * scale, alt[:LONGEST_ALT])


def density_of(resolution: str) -> int:
    """`150dpi`."""
    found = _DENSITY.fullmatch(resolution)
    return max(1, int(found[1])) if found else USUAL_DENSITY


def drawing(picture: Picture, part: Any) -> Any:
    inline = part.new_pic_inline(BytesIO(picture.data), Pt(picture.width), Pt(picture.height))
    inline.docPr.set("descr", picture.alt)
    for side in ("distL", "distR"):
        inline.set(side, "0")
    return element("w:drawing", {}, inline)


def number(body: Any) -> None:
    """Each drawing has a number of its own; the library gives two of one paragraph the same."""
    for i, properties in enumerate(body.iter(qn("wp:docPr")), start=1):
        properties.set("id", str(i))
