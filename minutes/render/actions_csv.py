"""The actions as a table, embedded in the PDF."""

from collections.abc import Iterable

from clusterhub.web.richtext import to_text
from clusterhub.web.spreadsheet import csv_table
from minutes.content import Action

COLUMNS = ("Référence", "Point", "Description", "Responsable", "Échéance", "Date limite", "Statut", "Note")


def actions_csv(actions: Iterable[Action]) -> str:
    return csv_table(COLUMNS, map(_cells, actions))


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
