"""How a sector stands in a place: from who works there, what is asked for, and what is in hand."""

from __future__ import annotations

from datetime import date

import pytest

from actions.coverage import Answer, Cell, Grid, Spot, Want
from actions.enums import CellState

pytestmark = pytest.mark.once

MAY, JUNE, JULY = date(2017, 5, 23), date(2017, 6, 7), date(2017, 7, 4)
REGION, CERCLE, COMMUNE, ELSEWHERE = 1, 2, 3, 9
PARENTS = {CERCLE: REGION, COMMUNE: CERCLE, REGION: None, ELSEWHERE: None}


def in_hand() -> Answer:
    return Answer("CRP-2017-05-01", "/", is_open=True)


def done(on: date) -> Answer:
    return Answer("CRP-2017-05-02", "/", is_open=False, done_on=on)


def dropped() -> Answer:
    return Answer("CRP-2017-05-03", "/", is_open=False)


@pytest.mark.parametrize(
    ("present", "planned", "wanted", "answers", "state"),
    [
        ([], [], [], [], CellState.EMPTY),
        (["SIA"], [], [], [], CellState.COVERED),
        ([], ["SIA"], [], [], CellState.PLANNED),
        ([], [], [MAY], [], CellState.NEEDED),
        (["SIA"], [], [MAY], [], CellState.NEEDED),
        ([], ["SIA"], [MAY], [], CellState.NEEDED),
        ([], [], [], [in_hand()], CellState.BEING_COVERED),
        ([], [], [MAY], [in_hand()], CellState.BEING_COVERED),
        (["SIA"], [], [MAY], [in_hand()], CellState.BEING_COVERED),
        (["SIA"], [], [], [in_hand()], CellState.COVERED),
        ([], [], [], [done(JUNE)], CellState.COVERED),
        ([], [], [MAY], [done(JUNE)], CellState.COVERED),
        ([], [], [JUNE], [done(JUNE)], CellState.COVERED),
        ([], [], [MAY, JULY], [done(JUNE)], CellState.NEEDED),
        (["SIA"], [], [JULY], [done(JUNE)], CellState.NEEDED),
        ([], [], [JULY], [done(JUNE), in_hand()], CellState.BEING_COVERED),
        ([], [], [], [dropped()], CellState.EMPTY),
        ([], [], [MAY], [dropped()], CellState.NEEDED),
    ],
)
def test_state_of_a_cell(
    present: list[str], planned: list[str], wanted: list[date], answers: list[Answer], state: CellState
) -> None:
    cell = Cell(Spot(REGION, "PRO"), present, planned, [Want("Manque", day) for day in wanted], answers)

    assert cell.state == state
    assert cell.is_gap == (state in (CellState.EMPTY, CellState.PLANNED, CellState.NEEDED))


@pytest.mark.parametrize(
    ("place", "sector", "where"),
    [
        (REGION, "PRO", Spot(REGION, "PRO")),
        (COMMUNE, "PRO", Spot(REGION, "PRO")),
        (CERCLE, "PRO-CPN", Spot(REGION, "PRO-CPN")),
        (CERCLE, "PRO-MIN", Spot(REGION, "PRO")),
        (ELSEWHERE, "PRO", Spot(ELSEWHERE, "PRO")),
        (REGION, "WSH", Spot(REGION, "WSH")),
        (None, "", Spot(None, "")),
    ],
)
def test_what_is_said_falls_in_the_nearest_cell(place: int | None, sector: str, where: Spot) -> None:
    grid = Grid([REGION], ["PRO", "PRO-CPN"], PARENTS)

    assert grid.cell(place, sector).spot == where
    framed = where in {Spot(REGION, "PRO"), Spot(REGION, "PRO-CPN")}
    assert [cell.spot for cell in grid.outside] == ([] if framed else [where])


def test_a_region_does_not_fill_its_cercles() -> None:
    grid = Grid([CERCLE], ["PRO"], PARENTS)

    grid.cell(REGION, "PRO").present.append("SIA")

    assert [cell.state for cell in grid.row(CERCLE)] == [CellState.EMPTY]
    assert [cell.spot for cell in grid.outside] == [Spot(REGION, "PRO")]
