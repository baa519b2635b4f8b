"""What is seen of a signature. Drawn by WeasyPrint and imported: pyHanko's own text stamps write glyph widths that
PDF/A refuses for fonts such as DejaVu, which is not made of 1000 units."""

import datetime as dt
import functools
import html
import io
import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

from pyhanko.pdf_utils.content import PdfContent
from pyhanko.pdf_utils.layout import AxisAlignment, BoxConstraints, InnerScaling, Margins, SimpleBoxLayoutRule
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.stamp import StaticStampStyle

from clusterhub.web.typography import format_datetime, french

if TYPE_CHECKING:
    from weasyprint.text.fonts import FontConfiguration

AS_IT_IS = SimpleBoxLayoutRule(
    x_align=AxisAlignment.ALIGN_MIN,
    y_align=AxisAlignment.ALIGN_MIN,
    margins=Margins.uniform(0),
    inner_content_scaling=InnerScaling.NO_SCALING,
)
STYLE = """
@page { size: %(width)spt %(height)spt; margin: 0 }
body { margin: 0; font: %(size)spt/1.45 "DejaVu Sans"; color: #163d59 }
div { height: %(inner)spt; margin: 1pt; padding: 6pt 8pt; border: 0.8pt solid #1d4f73; box-sizing: border-box }
p { margin: 0 }
p:last-child { font-size: 0.8em }
"""


class Drawing(PdfContent):
    """One page of a PDF in memory, placed as it is."""

    NAME = "/Stamp"

    def __init__(self, pdf: bytes, width: float, height: float) -> None:
        super().__init__(box=BoxConstraints(width=width, height=height))
        self.pdf = pdf

    def render(self) -> bytes:
        page = self._ensure_writer.import_page_as_xobject(PdfFileReader(io.BytesIO(self.pdf)))
        self.resources.xobject[self.NAME] = page
        return f"{self.NAME} Do".encode()


SIZES = (8, 7.5, 7, 6.5, 6, 5.5, 5, 4.5)
"""In points."""


def stamp_lines(name: str, job_title: str, signed_at: dt.datetime, *, stands_for: str = "") -> list[str]:
    """`signed_at` in local time. Says what it is: an internal seal, not a qualified signature."""
    replaced = f"à la place de {stands_for}" if stands_for else ""
    return _lines(f"Signé électroniquement par {name}", job_title, replaced, signed_at)


def seal_lines(of_the_cluster: str, name: str, job_title: str, signed_at: dt.datetime) -> list[str]:
    """The cluster's seal: it names who applied it."""
    return _lines(f"Cachet {of_the_cluster}", f"apposé par {name}", job_title, signed_at)


def _lines(first: str, second: str, third: str, signed_at: dt.datetime) -> list[str]:
    lines = (first, second, third, f"le {format_datetime(signed_at)}", "Cachet électronique interne")
    return [french(line) for line in lines if line]


@functools.cache
def _fonts() -> "FontConfiguration":
    """One per process: each costs a quarter of a megabyte that is never given back."""
    from weasyprint.text.fonts import FontConfiguration  # noqa: PLC0415

    return FontConfiguration()


def draw_stamp(lines: Sequence[str], width: float, height: float) -> StaticStampStyle:
    """Width and height in points, those of the field."""
    # The drawing engine stays out of web workers until someone signs.
    from weasyprint import HTML  # noqa: PLC0415

    box = {"width": round(width, 2), "height": round(height, 2), "inner": round(height - 2, 2)}
    style = STYLE % (box | {"size": font_size(lines, width, height)})
    text = "".join(f"<p>{html.escape(line)}</p>" for line in lines)
    page = f'<html lang="fr"><style>{style}</style><body><div>{text}</div>'
    pdf = HTML(string=page, base_url="about:blank").write_pdf(font_config=_fonts())
    drawing = Drawing(pdf, width, height)
    return StaticStampStyle(background=drawing, border_width=0, background_opacity=1.0, background_layout=AS_IT_IS)


def font_size(lines: Sequence[str], width: float, height: float) -> float:
    """The largest at which long names and functions still fit, wrapped, into the field."""
    return next((size for size in SIZES if _fits(lines, size, width - 20, height - 16)), SIZES[-1])


def _fits(lines: Sequence[str], size: float, width: float, height: float) -> bool:
    """A letter of this font is 0.6 em wide on average, and a line loses up to one word where it is broken."""
    in_a_line = int(width / (0.6 * size))
    rows = sum(math.ceil(len(line) / in_a_line) for line in lines)
    return rows * 1.45 * size <= height
