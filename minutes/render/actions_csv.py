"""The actions as a table that French spreadsheets open with a double click: semicolons, UTF-8 with its mark."""

import csv
import io
import re
from collections.abc import Iterable

from clusterhub.web.richtext import to_text
from minutes.content import Action

COLUMNS = ("Référence", "Point", "Description", "Responsable", "Échéance", "Date limite", "Statut", "Note")
BYTE_ORDER_MARK = "\ufeff"

_FORMULA = re.compile(r"^[\s\u200b\ufeff]*[=+\-@\t\r＝＋－＠]")


def actions_csv(actions: Iterable[Action]) -> str:
    table = io.StringIO()
    writer = csv.writer(table, delimiter=";", quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    writer.writerows([safe_cell(cell) for cell in _cells(action)] for action in actions)
    return BYTE_ORDER_MARK + table.getvalue()


def safe_cell(text: str) -> str:
    """One line, and never a formula: a spreadsheet runs what starts with = + - @, even from a quoted cell."""
    line = " ".join(text.split())
    return f"'{line}" if _FORMULA.match(text) else line


def _cells(action: Action) -> tuple[str, ...]:
    return (
        action.reference,
        action.item_number,
        to_text(action.description_html),
        action.owners_text,
        action.due_text,
        action.due_on,
        action.status_label,
        action.status_note,
    )
