"""Tables as Word makes them: fixed columns, header rows that come again on each page, rows that stay whole."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from cssselect2 import ElementWrapper
from docx.shared import Pt

from minutes.word.cascade import Style
from minutes.word.dress import Border, borders_of, colour, dress_of, length
from minutes.word.grid import Cell, Row, rows_of, widths_of
from minutes.word.ooxml import WORD_SIDES, border_line, element, twips
from minutes.word.place import HEAD, ROW_TITLE, TEXT, Place

if TYPE_CHECKING:
    from minutes.word.body import Body

INSIDE = ("insideH", "insideV")
SHORT = 1500
"""Characters of a row that may move to the next page whole."""
PADDING = 5.6
"""Points on the left and on the right of a cell that has no style of its own."""


def write(body: Body, node: ElementWrapper, style: Style, place: Place) -> None:
    """Between two tables, and at the end of a cell, Word wants a paragraph."""
    for caption in (child for child in node.iter_children() if child.local_name == "caption"):
        body.block(caption, style, replace(place, mark=None, keeps_next=True))
    separate(place.into)
    rows = rows_of(body, node, style)
    if not rows:
        return
    widths = widths_of(body, node, style, rows, place.width - place.left)
    usual = _usual_cell(body, rows)
    table = _table(widths, place.left, _lines(usual), _padding(usual))
    _leave_room(place.into, body.above)
    place.into.append(table)
    for row in rows:
        table.append(_row(body, row, widths, place))
    body.above = length(style, "margin-bottom")


def separate(into: Any) -> None:
    """A table right after another would go on with it."""
    if len(into) and into[-1].tag == element("w:tbl").tag:
        into.append(_thin_paragraph())


def _leave_room(into: Any, room: float) -> None:
    """A table has no space above it: the paragraph before leaves some."""
    last = into[-1] if len(into) else None
    if room and last is not None and last.tag == element("w:p").tag:
        last.pPr.get_or_add_spacing().after = Pt(room)


def close_cell(into: Any) -> None:
    if into[-1].tag != element("w:p").tag:
        into.append(_thin_paragraph())


def _thin_paragraph() -> Any:
    spacing = element("w:spacing", {"w:before": 0, "w:after": 0, "w:line": 40, "w:lineRule": "exact"})
    return element("w:p", {}, element("w:pPr", {}, spacing))


# --- How it is written ------------------------------------------------------------------------------------------------


def _table(widths: list[float], left: float, lines: Sequence[Any] = (), padding: Sequence[Any] = ()) -> Any:
    width = element("w:tblW", {"w:w": twips(sum(widths)), "w:type": "dxa"})
    indent = element("w:tblInd", {"w:w": twips(left), "w:type": "dxa"})
    layout = element("w:tblLayout", {"w:type": "fixed"})
    look = element("w:tblLook", {"w:val": "0020", "w:firstRow": 1, "w:noVBand": 1})
    grid = (element("w:gridCol", {"w:w": twips(one)}) for one in widths)
    properties = element("w:tblPr", {}, width, indent, *lines, layout, *padding, look)
    return element("w:tbl", {}, properties, element("w:tblGrid", {}, *grid))


def _usual_cell(body: Body, rows: list[Row]) -> Style:
    """The last cell's: those of the head have other lines."""
    cell = next((cell.node for cell in rows[-1].cells[::-1] if cell.node), rows[-1].node)
    return body.style(cell, rows[-1].style)


def _padding(cell: Style) -> list[Any]:
    sides = ((side, length(cell, f"padding-{side}")) for side in WORD_SIDES)
    margins = (element(f"w:{side}", {"w:w": twips(points), "w:type": "dxa"}) for side, points in sides)
    return [element("w:tblCellMar", {}, *margins)]


def _lines(cell: Style) -> list[Any]:
    line = borders_of(cell)[0]
    if not line:
        return []
    plain = Border(line.width, line.color)
    return [element("w:tblBorders", {}, *(border_line(f"w:{side}", plain) for side in (*WORD_SIDES, *INSIDE)))]


def _row(body: Body, row: Row, widths: list[float], place: Place) -> Any:
    made = element("w:tr", {}, *_row_properties(body, row))
    keeps_next = row.is_head or dress_of(row.style).keeps_next
    for cell in row.cells:
        made.append(_cell(body, cell, row, widths, keeps_next=keeps_next))
    missing = len(widths) - sum(cell.span for cell in row.cells)
    if missing > 0:
        made.append(_cell(body, Cell(len(widths) - missing, missing, None), row, widths, keeps_next=keeps_next))
    return made


def _row_properties(body: Body, row: Row) -> list[Any]:
    """A short row stays whole where the style sheet wants it, or all its cells."""
    cells = [body.style(cell.node, row.style) for cell in row.cells if cell.node]
    wanted = dress_of(row.style).keeps_whole or (cells and all(dress_of(style).keeps_whole for style in cells))
    is_short = sum(len(text) for text in row.node.etree_element.itertext()) < SHORT
    found = [element("w:cantSplit")] if row.is_head or (wanted and is_short) else []
    found += [element("w:tblHeader")] if row.is_head else []
    return [element("w:trPr", {}, *found)] if found else []


def _cell(body: Body, cell: Cell, row: Row, widths: list[float], *, keeps_next: bool) -> Any:
    width = sum(widths[cell.column : cell.column + cell.span])
    style = body.style(cell.node, row.style) if cell.node else row.style
    made = element("w:tc", {}, _cell_properties(cell, style, width))
    inside = width - length(style, "padding-left") - length(style, "padding-right")
    place = Place(made, inside, cell=_kind(cell, row), keeps_next=keeps_next)
    body.above = 0.0
    for node in (cell.node, *cell.more) if cell.node else ():
        body.fill(node, body.style(node, row.style), place)
    close_cell(made)
    body.above = 0.0
    return made


def _kind(cell: Cell, row: Row) -> str:
    is_title = cell.node is not None and cell.node.local_name == "th"
    return HEAD if row.is_head else ROW_TITLE if is_title else TEXT


def _cell_properties(cell: Cell, style: Style, width: float) -> Any:
    made = element("w:tcPr", {}, element("w:tcW", {"w:w": twips(width), "w:type": "dxa"}))
    if cell.span > 1:
        made.append(element("w:gridSpan", {"w:val": cell.span}))
    if cell.is_below or cell.rows > 1:
        made.append(element("w:vMerge", {} if cell.is_below else {"w:val": "restart"}))
    if fill := colour(style.get("background-color", "")):
        made.append(element("w:shd", {"w:val": "clear", "w:color": "auto", "w:fill": fill}))
    return made


# --- Side by side -----------------------------------------------------------------------------------------------------


def side_by_side(body: Body, boxes: list[ElementWrapper], style: Style, place: Place) -> None:
    """Two to a row, without lines: those who sign."""
    if not boxes:
        return
    separate(place.into)
    _leave_room(place.into, body.above)
    widths = [place.width / 2] * 2
    table = _table(widths, 0)
    place.into.append(table)
    for i in range(0, len(boxes), 2):
        cells = [_box(body, box, style, widths[0]) for box in (*boxes[i : i + 2], None)[:2]]
        table.append(element("w:tr", {}, element("w:trPr", {}, element("w:cantSplit")), *cells))


def _box(body: Body, box: ElementWrapper | None, style: Style, width: float) -> Any:
    made = element("w:tc", {}, element("w:tcPr", {}, element("w:tcW", {"w:w": twips(width), "w:type": "dxa"})))
    body.above = 0.0
    if box:
        own = body.style(box, style)
        place = Place(made, width - 2 * PADDING, cell=TEXT, keeps_whole=True)
        body.fill(box, own, place)
        body.say_unsigned(own, place)
    if len(made) == 1:
        made.append(element("w:p"))
    return made
