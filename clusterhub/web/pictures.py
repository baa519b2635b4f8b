"""Pictures that people send. What is kept is drawn anew from the pixels: no metadata, no script, no second file inside.

SVG is refused: it is a program for the browser rather than a picture.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import BinaryIO

from PIL import Image, ImageOps

ACCEPTED = ("PNG", "JPEG")
UNREADABLE = "Cette image ne peut pas être lue : envoyez un fichier PNG ou JPEG."
SVG = "Les images SVG ne sont pas acceptées : enregistrez celle-ci en PNG."
PAPER = "white"
DRAWING = 4096
"""Colours. A picture with more is taken for a photograph."""
SHRINK = 0.8
BOMBS = (Image.DecompressionBombError, Image.DecompressionBombWarning)


class PictureRefused(ValueError):
    """Its text is French, for the screen."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """Of the file as it is sent (bytes, pixels), then of the picture that is kept (pixels each way, bytes)."""

    sent_bytes: int
    sent_pixels: int
    width: int
    height: int
    kept_bytes: int


@dataclass(frozen=True, slots=True)
class Picture:
    data: bytes
    media_type: str
    width: int
    height: int

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.data).hexdigest()


def clean_picture(file: BinaryIO, bounds: Bounds) -> Picture:
    """The same picture within its bounds, on white. Raises ``PictureRefused``."""
    image = _opened(_read(file, bounds.sent_bytes), bounds.sent_pixels)
    encode = _as_png if image.getcolors(DRAWING) else _as_jpeg
    kept = next((one for one in _ever_smaller(image, encode, bounds) if len(one.data) <= bounds.kept_bytes), None)
    if kept is None:
        raise PictureRefused("Cette image est trop chargée de détails pour être imprimée en petit.")
    return kept


def _read(file: BinaryIO, limit: int) -> bytes:
    file.seek(0)
    data = file.read(limit + 1)
    if len(data) > limit:
        megabytes = f"{limit / 1_000_000:g}".replace(".", ",")
        raise PictureRefused(f"Cette image est trop lourde : {megabytes} Mo au plus.")
    if _is_svg(data):
        raise PictureRefused(SVG)
    return data


def _is_svg(data: bytes) -> bool:
    return b"<svg" in data[:4096].lower() and not data.startswith((b"\x89PNG", b"\xff\xd8"))


def _opened(data: bytes, max_pixels: int) -> Image.Image:
    """The first frame, upright. The size is read before the pixels are."""
    try:
        with Image.open(BytesIO(data), formats=ACCEPTED) as image:
            if image.width * image.height > max_pixels:
                raise Image.DecompressionBombError
            return _on_paper(ImageOps.exif_transpose(image))
    except BOMBS as error:
        raise PictureRefused(f"Cette image a trop de pixels : {max_pixels // 1_000_000} millions au plus.") from error
    except (OSError, SyntaxError, ValueError) as error:
        raise PictureRefused(UNREADABLE) from error


def _on_paper(image: Image.Image) -> Image.Image:
    """A new image: what the file said beside its pixels stays behind."""
    coloured = image.convert("RGBA")
    paper = Image.new("RGB", coloured.size, PAPER)
    paper.paste(coloured, mask=coloured.getchannel("A"))
    return paper


def _ever_smaller(
    image: Image.Image, encode: Callable[[Image.Image], tuple[bytes, str]], bounds: Bounds
) -> Iterator[Picture]:
    width, height = bounds.width, bounds.height
    while min(width, height) >= 16:
        image.thumbnail((width, height), Image.Resampling.LANCZOS)
        yield Picture(*encode(image), *image.size)
        width, height = int(image.width * SHRINK), int(image.height * SHRINK)


def _as_png(image: Image.Image) -> tuple[bytes, str]:
    """With a palette: a drawing rarely has more than 256 colours that an eye tells apart."""
    out = BytesIO()
    image.quantize(256, dither=Image.Dither.NONE).save(out, "PNG", optimize=True)
    return out.getvalue(), "image/png"


def _as_jpeg(image: Image.Image) -> tuple[bytes, str]:
    out = BytesIO()
    image.save(out, "JPEG", quality=82, optimize=True)
    return out.getvalue(), "image/jpeg"
