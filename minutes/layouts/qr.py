"""A square code that telephones read, as a picture for an `img`: no file, no outside address."""

import functools

import segno

QUIET_ZONE = 4
"""Modules of white around it, which readers need to find it."""
PIXELS_PER_MODULE = 1


@functools.lru_cache(maxsize=16)
def qr_code(text: str) -> str:
    """PNG in a `data:` address. Level M: a code that has lost one part in seven can still be read.

    One picture serves all pages of a PDF; an SVG would be drawn again on each, at 2 kB a page.
    """
    code = segno.make_qr(text, error="m", boost_error=False)
    return code.png_data_uri(border=QUIET_ZONE, scale=PIXELS_PER_MODULE)
