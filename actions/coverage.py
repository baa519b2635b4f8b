"""Who covers which sector where, and what is missing. Pure: a table of cells, filled by ``actions/gaps.py``."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from actions.enums import CellState


class Spot(NamedTuple):
    """A place by its number (none: nobody said where) and a sector by its code (empty: nobody said which)."""

    place: int | None
    sector: str


@dataclass(frozen=True)
class Want:
    """A need that was declared."""

    text: str
    declared_on: date
    by: str = ""


@dataclass(frozen=True)
class Answer:
    """An action that was made to cover a gap; ``done_on`` when it is done (and confirmed where it has to be)."""

    reference: str
    url: str
    is_open: bool
    done_on: date | None = None


@dataclass
class Cell:
    """One sector in one place: the organisations at work, those that plan to be, needs, and actions."""

    spot: Spot
    present: list[str] = field(default_factory=list)
    planned: list[str] = field(default_factory=list)
    wants: list[Want] = field(default_factory=list)
    answers: list[Answer] = field(default_factory=list)

    @property
    def open_wants(self) -> list[Want]:
        """Those that no action has met since."""
        last = max((answer.done_on for answer in self.answers if answer.done_on), default=None)
        return [want for want in self.wants if last is None or want.declared_on > last]

    @property
    def is_answered(self) -> bool:
        return any(answer.is_open for answer in self.answers)

    @property
    def state(self) -> CellState:
        """Whoever works there covers it, as long as nothing more is asked for; an action in hand comes next."""
        is_met = not self.open_wants
        if is_met and self.present:
            return CellState.COVERED
        if self.is_answered:
            return CellState.BEING_COVERED
        if not is_met:
            return CellState.NEEDED
        if any(answer.done_on for answer in self.answers):
            return CellState.COVERED
        return CellState.PLANNED if self.planned else CellState.EMPTY

    @property
    def is_gap(self) -> bool:
        """Nobody is at work on it, or more is asked for, and no action is in hand."""
        return self.state in (CellState.NEEDED, CellState.PLANNED, CellState.EMPTY)

    @property
    def shown_answers(self) -> list[Answer]:
        """Those in hand, and those that were done; what was given up says nothing here."""
        return [answer for answer in self.answers if answer.is_open or answer.done_on]


class Grid:
    """The cells of a frame, each there even when empty, and those that fall outside of it, only where something is."""

    def __init__(self, places: Sequence[int], sectors: Sequence[str], parents: Mapping[int, int | None]) -> None:
        self.places, self.sectors, self.parents = places, sectors, parents
        self._cells = {Spot(place, sector): Cell(Spot(place, sector)) for place in places for sector in sectors}

    def cell(self, place: int | None, sector: str) -> Cell:
        """Where something in this place and sector belongs: in the nearest area and sector of the frame."""
        spot = Spot(self._area(place), self._sector(sector))
        return self._cells.setdefault(spot, Cell(spot))

    def find(self, spot: Spot) -> Cell | None:
        return self._cells.get(spot)

    def row(self, place: int) -> list[Cell]:
        return [self._cells[Spot(place, sector)] for sector in self.sectors]

    @property
    def outside(self) -> list[Cell]:
        framed = {Spot(place, sector) for place in self.places for sector in self.sectors}
        return [cell for spot, cell in self._cells.items() if spot not in framed]

    @property
    def cells(self) -> Iterable[Cell]:
        return self._cells.values()

    def _area(self, place: int | None) -> int | None:
        area = place
        while area is not None and area not in self.places:
            area = self.parents.get(area)
        return place if area is None else area

    def _sector(self, sector: str) -> str:
        """« PRO-CPN » falls under « PRO » where it has no column of its own."""
        wider = sector.partition("-")[0]
        return wider if sector not in self.sectors and wider in self.sectors else sector
