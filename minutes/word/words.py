"""The words of a paragraph: what is bold, what is a link, where a line breaks. Text never becomes a field."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any
from urllib.parse import quote, urlsplit

from docx.opc.constants import RELATIONSHIP_TYPE

from minutes.word.dress import Letters
from minutes.word.ooxml import element, run_properties
from minutes.word.pictures import Picture, drawing

SCHEMES = frozenset({"http", "https", "mailto"})
LONGEST_ADDRESS = 2000

_WHITE = re.compile(r"[ \t\r\n\f]+")
_IN_ADDRESSES = "!#$%&'()*+,/:;=?@~"


@dataclass(frozen=True, slots=True)
class Piece:
    """Words in one dress; or a picture, a line break, a tabulator."""

    text: str
    letters: Letters
    href: str = ""
    picture: Picture | None = None
    sign: str = ""
    """`w:br` or `w:tab`."""


def tidy(pieces: Iterable[Piece]) -> list[Piece]:
    """White space as a browser shows it: single, none at the ends nor beside a line break."""
    found: list[Piece] = []
    ends_open = False
    for piece in pieces:
        if piece.sign or piece.picture:
            found = _without_last_space(found) if piece.sign else found
            found.append(piece)
            ends_open = not piece.sign
            continue
        text = _WHITE.sub(" ", piece.text)
        text = text if ends_open else text.lstrip(" ")
        if text:
            found.append(replace(piece, text=text))
            ends_open = not text.endswith(" ")
    return _without_last_space(found)


def _without_last_space(pieces: list[Piece]) -> list[Piece]:
    if pieces and pieces[-1].text.endswith(" "):
        text = pieces[-1].text.rstrip(" ")
        return [*pieces[:-1], *([replace(pieces[-1], text=text)] if text else [])]
    return pieces


def safe_address(href: str) -> str:
    """Written as Word wants it; empty for what is no address of the web or of a mailbox."""
    try:
        parts = urlsplit(href.strip())
        known = parts.scheme in SCHEMES and bool(parts.path if parts.scheme == "mailto" else parts.hostname)
        _ = parts.port
    except ValueError:
        return ""
    address = quote(href.strip(), safe=_IN_ADDRESSES)
    return address if known and len(address) <= LONGEST_ADDRESS else ""


def runs(pieces: Iterable[Piece], worn: Letters, part: Any) -> Iterator[Any]:
    """`part` keeps the addresses of links and the pictures."""
    for href, group in groupby(pieces, key=lambda piece: piece.href):
        made = [_run(piece, worn, part, is_link=bool(href)) for piece in group]
        yield from [_link(href, made, part)] if href else made


def _link(href: str, made: list[Any], part: Any) -> Any:
    return element("w:hyperlink", {"r:id": part.relate_to(href, RELATIONSHIP_TYPE.HYPERLINK, is_external=True)}, *made)


def _run(piece: Piece, worn: Letters, part: Any, *, is_link: bool) -> Any:
    style = "Hyperlink" if is_link else ""
    letters = replace(piece.letters, color=worn.color) if is_link else piece.letters
    properties = run_properties(letters, worn, style=style)
    dressed = [properties] if len(properties) else []
    return element("w:r", {}, *dressed, drawing(piece.picture, part) if piece.picture else _said(piece))


def _said(piece: Piece) -> Any:
    if piece.sign:
        return element(piece.sign)
    text = element("w:t", {"xml:space": "preserve"})
    text.text = piece.text
    return text
