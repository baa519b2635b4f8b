"""How letters and paragraphs look, in points, taken from a style."""

import re
from dataclasses import dataclass

from minutes.word.cascade import SIDES, Style

POINTS = {"pt": 1.0, "mm": 72 / 25.4, "": 0.0}
BLACK = "1B1F23"
BOLD = frozenset({"bold", "600", "700"})
ALIGNMENTS = {"center": "center", "right": "right", "justify": "both"}
MOST_PADDING = 31
"""Points that Word allows between a border and its text."""

_LENGTH = re.compile(r"(-?[\d.]+)(pt|mm)?")
_COLOUR = re.compile(r"#([0-9a-fA-F]{6})\b")


@dataclass(frozen=True, slots=True)
class Letters:
    size: float = 9.0
    bold: bool = False
    italic: bool = False
    color: str = BLACK
    spacing: float = 0.0


@dataclass(frozen=True, slots=True)
class Border:
    width: float
    color: str
    line: str = "single"
    padding: float = 0.0


Borders = tuple[Border | None, Border | None, Border | None, Border | None]
"""Top, right, bottom, left."""
NO_BORDERS: Borders = (None, None, None, None)


@dataclass(frozen=True, slots=True)
class Dress:
    letters: Letters
    alignment: str = "left"
    before: float = 0.0
    after: float = 0.0
    left: float = 0.0
    right: float = 0.0
    borders: Borders = NO_BORDERS
    keeps_next: bool = False
    keeps_whole: bool = False
    hyphenates: bool = True


def length(style: Style, name: str) -> float:
    found = _LENGTH.fullmatch(style.get(name, ""))
    return float(found[1]) * POINTS[found[2] or ""] if found else 0.0


def share(style: Style, name: str = "width") -> float:
    """A percentage as a part of 1; 0 when it is none."""
    value = style.get(name, "")
    return float(value[:-1]) / 100 if value.endswith("%") else 0.0


def colour(value: str) -> str:
    found = _COLOUR.search(value)
    return found[1].upper() if found else ""


def letters_of(style: Style) -> Letters:
    return Letters(
        size=length(style, "font-size") or 9.0,
        bold=style.get("font-weight") in BOLD,
        italic=style.get("font-style") == "italic",
        color=colour(style.get("color", "")) or BLACK,
        spacing=length(style, "letter-spacing"),
    )


def borders_of(style: Style) -> Borders:
    top, right, bottom, left = (_border(style, side) for side in SIDES)
    return top, right, bottom, left


def _border(style: Style, side: str) -> Border | None:
    written = style.get(f"border-{side}", "")
    width = _LENGTH.match(written)
    if not width or not float(width[1]):
        return None
    line = "dotted" if "dotted" in written else "single"
    padding = min(length(style, f"padding-{side}"), MOST_PADDING)
    return Border(float(width[1]), colour(written) or BLACK, line, padding)


def dress_of(style: Style) -> Dress:
    """Of a paragraph that stands alone; where it stands adds to it."""
    return Dress(
        letters=letters_of(style),
        alignment=ALIGNMENTS.get(style.get("text-align", ""), "left"),
        before=length(style, "margin-top"),
        after=length(style, "margin-bottom"),
        left=length(style, "margin-left") + length(style, "padding-left"),
        right=length(style, "margin-right") + length(style, "padding-right"),
        borders=borders_of(style),
        keeps_next=style.get("break-after") == "avoid",
        keeps_whole=style.get("break-inside") == "avoid",
        hyphenates=style.get("hyphens", "auto") == "auto",
    )
