"""Rich text on its way into a document: cleaned once more, since what is frozen may have been imported."""

import re

from clusterhub.web import richtext
from clusterhub.web.typography import french_html

COLUMNS = 12
"""Of a table, across the whole width of a page."""
WITHOUT_CAPTION = "Image sans légende"

_PICTURE = re.compile(r'<img src="([^"]*)" alt="([^"]*)">')
"""As `richtext.clean` writes it, and as no text can: there, "<" is an entity."""
_HEAD = re.compile("<thead>.*?</thead>")
_HEADER = re.compile("<th(?=[ >])")
_ROW_HEADER = re.compile("<th(?=[ >])(?! scope)")


def typeset(html: str, columns: int = COLUMNS) -> str:
    """In a cell, `columns` says how wide a table may be before it is told as a list."""
    cleaned = richtext.narrowed(richtext.clean(html, pictures=None), columns)
    return french_html(_PICTURE.sub(_figure, _with_scopes(cleaned)))


def _with_scopes(html: str) -> str:
    """A header speaks for its column in the head, for its row below."""
    heads = _HEAD.sub(lambda head: _HEADER.sub('<th scope="col"', head[0]), html)
    return _ROW_HEADER.sub('<th scope="row"', heads)


def _figure(picture: re.Match[str]) -> str:
    """In a document, the frozen bytes take the place of the address (minutes/render/pictures.py)."""
    address, caption = picture.groups()
    said = f"<figcaption>{caption}</figcaption>" if caption else ""
    return f'<figure class="picture"><img src="{address}" alt="{caption or WITHOUT_CAPTION}">{said}</figure>'


def has_text(html: str) -> bool:
    return not richtext.is_blank(html)
