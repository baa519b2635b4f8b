"""An action's status follows from those of its shares, unless the coordination imposes another one."""

from __future__ import annotations

from datetime import date, datetime

from django.utils import timezone

from actions.enums import CLOSED_STATUSES, Status
from actions.models import ActionPoint, ActionShare
from actions.rules import status_from_shares
from actions.services.history import log_update
from actions.wording import FOLLOWED_SHARES
from participants.models import User


def give_status(holder: ActionPoint | ActionShare, status: str, *, on: date) -> None:
    """Put the status on an action or on a share (not saved), with the day it was done."""
    holder.status = status
    holder.completed_on = on if status == Status.DONE else None


def follow_shares(action: ActionPoint, *, by: User | None, at: datetime, quietly: bool = False) -> None:
    """Bring the action's status in line with its shares, and leave a row when it changes.

    ``quietly`` when the row of the share already tells the same change.
    """
    shares = action.shares.filter(left_on=None).values_list("status", flat=True)
    if not shares:
        return
    before, after = action.status, status_from_shares(shares)
    if action.override_reason and after != before:
        return
    action.override_reason = ""
    give_status(action, after, on=_done_on(action, after, at))
    action.save(update_fields=("status", "completed_on", "override_reason"))
    if after != before and not quietly:
        log_update(action, by=by, before=before, after=after, comment=FOLLOWED_SHARES, at=at)


def _done_on(action: ActionPoint, status: str, at: datetime) -> date:
    if status == action.status and action.completed_on:
        return action.completed_on
    return timezone.localdate(at)


def closes(before: str, after: str) -> bool:
    """Whether the change closes or reopens: what meetings to come show changes."""
    return (before in CLOSED_STATUSES) != (after in CLOSED_STATUSES)
