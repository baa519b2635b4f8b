"""The tables of a call as one text: rich, for the minutes; plain, to copy or forward."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from actions.contributions.tables import AnswerTable, CallReading, Cells


def as_rich_text(tables: Iterable[AnswerTable]) -> str:
    return "".join(_rich_table(table) for table in tables)


def _rich_table(table: AnswerTable) -> SafeString:
    rows = [*table.rows, *([table.total] if table.total else [])]
    return format_html(
        "<p><strong>{}</strong></p><table><thead>{}</thead><tbody>{}</tbody></table>",
        table.title,
        _rich_row(table.headings, "th"),
        format_html_join("", "{}", ((_rich_row(row, "td"),) for row in rows)),
    )


def _rich_row(cells: Cells, tag: str) -> SafeString:
    inner = format_html_join("", f"<{tag}>{{}}</{tag}>", ((_lines(cell),) for cell in cells))
    return format_html("<tr>{}</tr>", inner)


def _lines(cell: str) -> SafeString:
    return format_html_join(mark_safe("<br>"), "{}", ((conditional_escape(line),) for line in cell.splitlines()))


def as_plain_text(reading: CallReading) -> str:
    """By part, then by organisation: what it said on lines of their own."""
    return "\n\n".join("\n".join(_plain_table(table)) for table in reading.filled)


def _plain_table(table: AnswerTable) -> Iterator[str]:
    yield table.title.upper()
    for name, rows in groupby(table.rows, key=lambda row: row[0]):
        yield f"{name} :"
        for row in rows:
            yield f"- {_told(table, row)}"
    if table.total:
        yield f"Total : {_told(table, table.total)}"


def _told(table: AnswerTable, row: Cells) -> str:
    """Figures say what they count; the other parts speak for themselves."""
    named = zip(table.headings[1:], row[1:], strict=True)
    if table.total:
        return " ; ".join(f"{heading} : {cell}" for heading, cell in named if cell)
    return " ; ".join(" / ".join(cell.splitlines()).rstrip(" .") for cell in row[1:] if cell)
