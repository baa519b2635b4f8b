"""WordprocessingML in small pieces. The standard gives the order of an element's children: Word refuses any other."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from minutes.word.cascade import SIDES
from minutes.word.dress import Border, Borders, Dress, Letters

SCALE = 10 / 9
"""The PDF's letters (DejaVu Sans, 9 points) are wide; those of Word's computers look as large at 10."""
AFTER_BORDERS = ("w:shd", "w:tabs", "w:suppressAutoHyphens", "w:spacing", "w:ind", "w:jc", "w:rPr")
PLAIN = Dress(Letters())
WORD_SIDES = ("top", "left", "bottom", "right")

Properties = dict[str, tuple[tuple[str, Any], ...]]
"""Child → its attributes, in the order of the standard."""
ALWAYS_SAID: Properties = {"w:spacing": (), "w:jc": ()}
"""By every style: otherwise it has them from the one that it is based on."""


def element(tag: str, attributes: Mapping[str, Any] | None = None, *children: Any) -> Any:
    made = OxmlElement(tag)
    for name, value in (attributes or {}).items():
        made.set(qn(name), str(value))
    made.extend(children)
    return made


def twips(points: float) -> int:
    return round(points * 20)


# --- Letters ----------------------------------------------------------------------------------------------------------


def letter_properties(letters: Letters) -> Properties:
    size = round(letters.size * SCALE * 2)
    return {
        "w:b": (("w:val", int(letters.bold)),),
        "w:i": (("w:val", int(letters.italic)),),
        "w:color": (("w:val", letters.color),),
        "w:spacing": (("w:val", twips(letters.spacing)),),
        "w:sz": (("w:val", size),),
        "w:szCs": (("w:val", size),),
    }


def run_properties(letters: Letters, worn: Letters | None = None, *, style: str = "") -> Any:
    """What differs from the letters that the paragraph's style gives; everything without one."""
    known = letter_properties(worn) if worn else {}
    differing = _differing(letter_properties(letters), known)
    return element("w:rPr", {}, *([element("w:rStyle", {"w:val": style})] if style else []), *differing)


def _differing(properties: Properties, known: Properties) -> Iterator[Any]:
    for tag, attributes in properties.items():
        if known.get(tag) != attributes:
            yield element(tag, dict(attributes))


# --- Paragraphs -------------------------------------------------------------------------------------------------------


def paragraph_properties(dress: Dress, worn: Dress | None = None, *leading: Any, number: Any = None) -> Any:
    """`leading` come first; `number` is the place in a list. Written: a frame, and what differs from the style's."""
    known = _properties(worn or PLAIN) | ({} if worn else ALWAYS_SAID)
    found = {tag: attributes for tag, attributes in _properties(dress).items() if known[tag] != attributes}
    made = [element(tag, dict(found[tag])) for tag in ("w:keepNext", "w:keepLines") if tag in found]
    box = borders("w:pBdr", dress.borders)
    last = ("w:suppressAutoHyphens", "w:spacing", "w:ind", "w:jc")
    rest = [element(tag, dict(found[tag])) for tag in last if tag in found]
    numbered = [number] if number is not None else []
    return element("w:pPr", {}, *leading, *made, *numbered, *([box] if len(box) else []), *rest)


def _properties(dress: Dress) -> Properties:
    return {
        "w:keepNext": (("w:val", int(dress.keeps_next)),),
        "w:keepLines": (("w:val", int(dress.keeps_whole)),),
        "w:suppressAutoHyphens": (("w:val", int(not dress.hyphenates)),),
        "w:spacing": (("w:before", twips(dress.before)), ("w:after", twips(dress.after))),
        "w:ind": (("w:left", twips(dress.left)), ("w:right", twips(dress.right))),
        "w:jc": (("w:val", dress.alignment),),
    }


def add_tab_stops(properties: Any, stops: Sequence[float]) -> None:
    """The last one is the right margin: what follows it ends there; what follows another has its middle there."""
    if stops:
        kinds = [*("center" for _ in stops[1:]), "right"]
        tabs = (element("w:tab", {"w:val": kind, "w:pos": twips(at)}) for kind, at in zip(kinds, stops, strict=True))
        properties.insert_element_before(element("w:tabs", {}, *tabs), *AFTER_BORDERS[2:])


def borders(tag: str, given: Borders) -> Any:
    """In Word's own order of sides."""
    by_side = dict(zip(SIDES, given, strict=True))
    lines = ((side, border) for side in WORD_SIDES if (border := by_side[side]))
    return element(tag, {}, *(border_line(f"w:{side}", border) for side, border in lines))


def border_line(tag: str, border: Border) -> Any:
    """Widths are eighths of a point."""
    size = max(2, round(border.width * 8))
    return element(tag, {"w:val": border.line, "w:sz": size, "w:space": round(border.padding), "w:color": border.color})
