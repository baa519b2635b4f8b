"""A square code that telephones read, as a picture for an `img`: no file, no outside address."""

import functools
from base64 import b64encode
from io import BytesIO

from PIL import Image

from clusterhub.web.square_code import modules


@functools.lru_cache(maxsize=16)
def qr_code(text: str) -> str:
    """PNG in a `data:` address.

    One picture serves all pages of a PDF; an SVG would be drawn again on each, at 2 kB a page. In grey: WeasyPrint
    would write black and white as three colours.
    """
    rows = [bytes(0 if dark else 255 for dark in row) for row in modules(text)]
    out = BytesIO()
    Image.frombytes("L", (len(rows[0]), len(rows)), b"".join(rows)).save(out, "PNG", optimize=True)
    return f"data:image/png;base64,{b64encode(out.getvalue()).decode()}"
