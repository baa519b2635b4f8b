"""The same change to several actions, each for itself: what one refuses keeps nothing from the others."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from actions.enums import DueKind, Status
from actions.errors import ActionsError
from actions.models import ActionPoint
from actions.services.edit import update_action
from actions.services.report import report_on_action
from clusterhub.web.typography import format_date
from meetings.errors import MeetingsError
from participants.models import User


@dataclass(frozen=True)
class BulkChange:
    """What is to be said of each. ``due_on`` is a new deadline, or the date to which they are postponed."""

    status: str = ""
    due_on: date | None = None
    comment: str = ""
    note: str = ""


@dataclass(frozen=True)
class Refused:
    action: ActionPoint
    reason: str


def change_actions(actions: Iterable[ActionPoint], change: BulkChange, *, by: User) -> list[Refused]:
    """Each leaves its own rows in its history. Returns those that were refused, with the reason in French."""
    refused = []
    for action in actions:
        try:
            with transaction.atomic():
                _change(action, change, by)
        except (ActionsError, MeetingsError) as error:
            refused.append(Refused(action, str(error)))
    return refused


def _change(action: ActionPoint, change: BulkChange, by: User) -> None:
    postpones = change.status == Status.POSTPONED
    if change.due_on and not postpones:
        update_action(action, by=by, due_text=format_date(change.due_on), due_kind=DueKind.DATE, due_on=change.due_on)
    if change.status or change.comment:
        report_on_action(
            action,
            by=by,
            status=change.status or action.status,
            comment=change.comment,
            note=change.note or ("" if change.status else action.status_note),
            postponed_to=change.due_on if postpones else None,
        )
