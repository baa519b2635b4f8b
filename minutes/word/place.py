"""Where paragraphs go: the page or a cell, how wide it is, and what stands around it."""

from dataclasses import dataclass, replace
from typing import Any

from minutes.word.dress import Dress
from minutes.word.lists import HANGING, indent

PAGE_WIDTH = (210 - 2 * 18) * 72 / 25.4
"""Points between the margins of an A4 page."""
TEXT, HEAD, ROW_TITLE = "text", "head", "row title"

IN_CELLS = {
    "Normal": "Texte de tableau",
    "List Bullet": "Puce de tableau",
    "List Number": "Numéro de tableau",
    "List Continue": "Suite de puce de tableau",
}


@dataclass(frozen=True, slots=True)
class ListMark:
    """The bullet or number that the next paragraph bears."""

    number: int
    level: int
    is_ordered: bool


@dataclass(frozen=True, slots=True)
class Place:
    into: Any
    width: float = PAGE_WIDTH
    left: float = 0.0
    right: float = 0.0
    cell: str = ""
    mark: ListMark | None = None
    level: int = -1
    keeps_next: bool = False
    keeps_whole: bool = False

    def style_name(self) -> str:
        """Of a paragraph without a name of its own."""
        if self.cell == HEAD:
            return "Titre de colonne"
        name = "List Continue" if self.level >= 0 else "Normal"
        if self.mark:
            name = "List Number" if self.mark.is_ordered else "List Bullet"
        if self.cell == ROW_TITLE and name == "Normal":
            return "Titre de ligne"
        return IN_CELLS[name] if self.cell else name

    @property
    def room(self) -> float:
        """From the left of its words to the right."""
        return max(1.0, self.width - self.left - self.right - (indent(self.level) if self.level >= 0 else 0.0))

    def dressed(self, dress: Dress, above: float) -> Dress:
        """With what stands around it; `above` is the room that what comes before asks for."""
        return replace(
            dress,
            before=max(dress.before, above),
            left=dress.left + self.left + (indent(self.level) if self.level >= 0 and not self.mark else 0.0),
            right=dress.right + self.right,
            keeps_next=dress.keeps_next or self.keeps_next,
            keeps_whole=dress.keeps_whole or self.keeps_whole,
        )

    @property
    def hanging(self) -> tuple[float, float] | None:
        """Left indent and how far the mark stands before it, where the list's own do not do."""
        return (self.left + indent(self.mark.level), HANGING) if self.mark and self.left else None
