"""Real lists: whoever adds a line in Word gets the next bullet or number."""

from typing import Any

from minutes.word.ooxml import element, twips

STEP = 5 * 72 / 25.4
"""5 mm from one level to the next."""
HANGING = 4 * 72 / 25.4
LEVELS = 9
BULLETS = ("•", "–", "▪")
FORMATS = ("decimal", "lowerLetter", "lowerRoman")
COLOR = "1D4F73"


def indent(level: int) -> float:
    return STEP * (level + 1)


class Lists:
    """The numbering part. One definition per kind of mark; each numbered list begins at 1."""

    def __init__(self, numbering: Any) -> None:
        for child in list(numbering):
            numbering.remove(child)
        self._numbering = numbering
        self._definitions: dict[str, int] = {}
        self._bulleted: dict[str, int] = {}
        self._count = 0

    def bulleted(self, mark: str) -> int:
        """`mark` as a style sheet has it: `disc`, or `"✓ "`."""
        glyph = mark.strip("\"' ") if mark.startswith(("'", '"')) else ""
        if glyph not in self._bulleted:
            self._bulleted[glyph] = self._add(self._definition(f"bullet{glyph}", glyph))
        return self._bulleted[glyph]

    def numbered(self, level: int) -> int:
        number = self._add(self._definition("number"))
        start = element("w:startOverride", {"w:val": 1})
        self._numbering[-1].append(element("w:lvlOverride", {"w:ilvl": level}, start))
        return number

    def _add(self, definition: int) -> int:
        self._count += 1
        kind = element("w:abstractNumId", {"w:val": definition})
        self._numbering.append(element("w:num", {"w:numId": self._count}, kind))
        return self._count

    def _definition(self, kind: str, glyph: str = "") -> int:
        """Definitions come before lists in the file."""
        if kind not in self._definitions:
            number = self._definitions[kind] = len(self._definitions)
            levels = (_level(level, kind, glyph) for level in range(LEVELS))
            multi = element("w:multiLevelType", {"w:val": "hybridMultilevel"})
            self._numbering.insert(number, element("w:abstractNum", {"w:abstractNumId": number}, multi, *levels))
        return self._definitions[kind]


def place(number: int, level: int) -> Any:
    return element("w:numPr", {}, element("w:ilvl", {"w:val": level}), element("w:numId", {"w:val": number}))


def _level(level: int, kind: str, glyph: str) -> Any:
    is_number = kind == "number"
    form = FORMATS[level % len(FORMATS)] if is_number else "bullet"
    text = f"%{level + 1}." if is_number else glyph or BULLETS[level % len(BULLETS)]
    sides = {"w:left": twips(indent(level)), "w:hanging": twips(HANGING)}
    return element(
        "w:lvl",
        {"w:ilvl": level},
        element("w:start", {"w:val": 1}),
        element("w:numFmt", {"w:val": form}),
        element("w:lvlText", {"w:val": text}),
        element("w:lvlJc", {"w:val": "left"}),
        element("w:pPr", {}, element("w:ind", sides)),
        element("w:rPr", {}, element("w:color", {"w:val": COLOR})),
    )
