"""Reads the coverage of a cluster: profiles, round tables, needs, and the actions that were made to cover gaps."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import Protocol

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone

from actions.coverage import Answer, Cell, Grid, Want
from actions.enums import CellState
from actions.models import ActionPoint
from participants.enums import ActivityState, Sector
from participants.models import Activity, Cluster, Need, Place, User
from participants.profiles import frame_of

NO_PLACE, NO_SECTOR = "Lieu non précisé", "Secteur non précisé"


@dataclass(frozen=True)
class Row:
    """A place of the frame, with a cell for each of its sectors."""

    place: Place
    cells: list[tuple[str, Cell]]


@dataclass(frozen=True)
class Coverage:
    """``outside``: what was said of other places and sectors, each cell with the names of both."""

    sectors: list[str]
    rows: list[Row]
    outside: list[tuple[str, str, Cell]]
    counts: dict[CellState, int]
    needs: list[tuple[Need, CellState]]
    grid: Grid

    @property
    def gaps(self) -> list[tuple[str, str, Cell]]:
        """What is to be covered, declared needs first."""
        framed = [(row.place.label, sector, cell) for row in self.rows for sector, cell in row.cells]
        found = [line for line in (*framed, *self.outside) if line[2].is_gap]
        return sorted(found, key=lambda line: line[2].state != CellState.NEEDED)


class Narrowing(Protocol):
    """What of it is asked for: ``actions.filters.CoverageFilter``."""

    def has_place(self, number: int | None) -> bool: ...
    def has_sector(self, code: str) -> bool: ...
    def has_cell(self, cell: Cell) -> bool: ...


def narrowed(coverage: Coverage, asked: Narrowing) -> Coverage:
    """The columns asked for, and the rows with a cell asked for; the counts stay those of the whole."""
    columns = [number for number, code in enumerate(coverage.grid.sectors) if asked.has_sector(code)]
    rows = [row for row in coverage.rows if any(asked.has_cell(cell) for _, cell in row.cells)]
    return replace(
        coverage,
        sectors=[coverage.sectors[number] for number in columns],
        rows=[Row(row.place, [row.cells[number] for number in columns]) for row in rows],
        outside=[line for line in coverage.outside if asked.has_cell(line[2])],
        needs=[
            (need, state)
            for need, state in coverage.needs
            if asked.has_place(need.place_id) and asked.has_sector(need.sector)
        ],
    )


def coverage_of(cluster: Cluster, user: User) -> Coverage:
    """A constant number of queries."""
    activities, needs = list(_activities(cluster)), list(needs_of(cluster))
    places = Place.objects.in_bulk()
    said = [one.sector for one in activities] + [one.sector for one in needs]
    frame = frame_of(cluster, said)
    parents = {number: place.parent_id for number, place in places.items()}
    grid = Grid([place.pk for place in frame.places], frame.sectors, parents)
    _fill(grid, activities, needs, _actions(cluster, user))
    return Coverage(
        sectors=[sector_name(sector) for sector in frame.sectors],
        rows=[Row(place, _named(frame.sectors, grid.row(place.pk))) for place in frame.places],
        outside=[(_place_name(places, cell), sector_name(cell.spot.sector), cell) for cell in grid.outside],
        counts=_counts(grid),
        needs=[(need, _state(grid, need)) for need in needs],
        grid=grid,
    )


def _activities(cluster: Cluster) -> QuerySet[Activity]:
    """Those of today and those to come."""
    known = Activity.objects.in_cluster(cluster, on=timezone.localdate())
    return known.exclude(state=ActivityState.DONE).select_related("organisation__parent").order_by("id")


def needs_of(cluster: Cluster) -> QuerySet[Need]:
    return cluster.needs.standing().select_related("organisation__parent", "place")  # type: ignore[attr-defined, no-any-return]


def _actions(cluster: Cluster, user: User) -> QuerySet[ActionPoint]:
    return ActionPoint.objects.visible_to(user).filter(cluster=cluster, gap__isnull=False).order_by("id")


def _fill(grid: Grid, activities: list[Activity], needs: list[Need], actions: QuerySet[ActionPoint]) -> None:
    today = timezone.localdate()
    for activity in activities:
        if not activity.is_over(on=today):
            cell = grid.cell(activity.place_id, activity.sector)
            names = cell.present if activity.is_present(on=today) else cell.planned
            if activity.organisation.short_label not in names:
                names.append(activity.organisation.short_label)
    for need in needs:
        by = need.organisation.short_label if need.organisation else "coordination"
        grid.cell(need.place_id, need.sector).wants.append(Want(need.text, need.declared_on, by))
    for action in actions:
        grid.cell(action.place_id, action.sector).answers.append(_answer(action))


def _answer(action: ActionPoint) -> Answer:
    done_on = (action.completed_on or timezone.localdate()) if action.is_settled else None
    in_hand = action.is_open or action.is_to_confirm
    return Answer(action.reference, reverse("actions:action_detail", args=[action.uuid]), in_hand, done_on)


def _state(grid: Grid, need: Need) -> CellState:
    """Of a need: declared, in hand, or met."""
    cell = grid.cell(need.place_id, need.sector)
    if all(want.declared_on != need.declared_on or want.text != need.text for want in cell.open_wants):
        return CellState.COVERED
    return CellState.BEING_COVERED if cell.is_answered else CellState.NEEDED


def _named(sectors: list[str], cells: list[Cell]) -> list[tuple[str, Cell]]:
    return list(zip(map(sector_name, sectors), cells, strict=True))


def _place_name(places: dict[int, Place], cell: Cell) -> str:
    place = places.get(cell.spot.place) if cell.spot.place else None
    return place.label if place else NO_PLACE


def sector_name(sector: str) -> str:
    return Sector(sector).label if sector else NO_SECTOR


def _counts(grid: Grid) -> dict[CellState, int]:
    found = Counter(cell.state for cell in grid.cells)
    return {state: found[state] for state in CellState if found[state]}
