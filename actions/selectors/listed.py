"""The list of actions: its rows, and what is counted among them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q

from actions.models import ActionPoint
from actions.querysets import UNCLEAR, UNOWNED, ActionQuerySet
from actions.wording import due_label, note_label
from clusterhub.web import richtext
from clusterhub.web.typography import format_short_date, french

COUNTED_AT_MOST = 1000


@dataclass(frozen=True)
class ActionRow:
    """One line of a list. ``is_ours``: the coordination may tick it, to change several at once."""

    action: ActionPoint
    is_ours: bool = False

    @property
    def tick(self) -> str:
        return str(self.action.uuid) if self.is_ours else ""

    @property
    def excerpt(self) -> str:
        return richtext.excerpt(self.action.description, 200)

    @property
    def note(self) -> str:
        """« En attente : du bailleur »."""
        return french(note_label(self.action)) if self.action.is_open else ""

    @property
    def due(self) -> str:
        return due_label(self.action)

    @property
    def status(self) -> str:
        return "to_confirm" if self.action.is_to_confirm else self.action.status

    @property
    def origin(self) -> str:
        """« réunion du 15/11/2016 »; the reference says which cluster."""
        return f"réunion du {format_short_date(self.action.meeting.day)}" if self.action.meeting else ""


@dataclass(frozen=True)
class Counts:
    """Open actions among those listed. Above ``COUNTED_AT_MOST`` they are not counted: a page stays as quick."""

    listed: int
    """All of them, where closed ones are listed too; else 0."""
    open: int
    late: int
    undated: int
    unowned: int
    unclear: int
    """Without a firm date, or without an owner, or without either."""

    @property
    def is_complete(self) -> bool:
        return self.open <= COUNTED_AT_MOST

    @property
    def is_list_complete(self) -> bool:
        return self.listed <= COUNTED_AT_MOST


def action_counts(actions: ActionQuerySet, *, on: date, closed_too: bool = False) -> Counts:
    listed = actions.order_by()[: COUNTED_AT_MOST + 1].count() if closed_too else 0
    some = actions.open().order_by()[: COUNTED_AT_MOST + 1]
    counted = some.aggregate(
        open=Count("pk"),
        late=Count("pk", filter=Q(due_on__lt=on)),
        undated=Count("pk", filter=Q(due_on=None)),
        unowned=Count("pk", filter=UNOWNED),
        unclear=Count("pk", filter=UNCLEAR),
    )
    return Counts(listed, **counted)
