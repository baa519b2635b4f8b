"""An action's status follows from those of its shares, unless the coordination imposes another one."""

from __future__ import annotations

from datetime import date, datetime

from django.utils import timezone

from actions.enums import CLOSED_STATUSES, DueKind, Status
from actions.models import ActionPoint, ActionShare
from actions.rules import status_from_shares
from actions.services.history import log_update
from actions.wording import FOLLOWED_SHARES
from participants.models import User

STATUS_FIELDS = ("status", "status_note", "completed_on", "override_reason", "confirmed_at", "confirmed_by")
DUE_FIELDS = ("due_kind", "due_on", "due_meeting", "postponed_to")


def give_status(holder: ActionPoint | ActionShare, status: str, *, on: date) -> None:
    """Put the status on an action or on a share (not saved), with the day it was done."""
    holder.status = status
    holder.completed_on = on if status == Status.DONE else None
    if isinstance(holder, ActionPoint) and status != Status.DONE:
        holder.confirmed_at = holder.confirmed_by = None


def postpone(action: ActionPoint, *, to: date) -> None:
    """Move the deadline. The text stays as it was written; a commitment that comes back goes on coming back."""
    action.due_on = action.postponed_to = to
    action.due_meeting = None
    if action.due_kind != DueKind.RECURRING:
        action.due_kind = DueKind.DATE
    action.save(update_fields=DUE_FIELDS)


def forget_own_dates(action: ActionPoint) -> None:
    """The coordination gave another deadline: it counts for all."""
    action.shares.exclude(postponed_to=action.due_on).update(postponed_to=None)


def follow_shares(action: ActionPoint, *, by: User | None, at: datetime, quietly: bool = False) -> None:
    """Bring the action's status in line with its shares, and leave a row when it changes.

    ``quietly`` when the row of the share already tells the same change.
    """
    shares = list(action.shares.filter(left_on=None))
    if not shares:
        return
    before, after = action.status, status_from_shares(share.status for share in shares)
    if action.override_reason and after != before:
        return
    action.override_reason = ""
    if quietly:
        action.status_note = shares[0].note
    give_status(action, after, on=_done_on(action, after, at))
    action.save(update_fields=STATUS_FIELDS)
    if after == Status.POSTPONED and (dates := [share.postponed_to for share in shares if share.postponed_to]):
        postpone(action, to=max(dates))
    if after != before and not quietly:
        log_update(action, by=by, before=before, after=after, comment=FOLLOWED_SHARES, at=at)


def _done_on(action: ActionPoint, status: str, at: datetime) -> date:
    if status == action.status and action.completed_on:
        return action.completed_on
    return timezone.localdate(at)


def closes(before: str, after: str) -> bool:
    """Whether the change closes or reopens: what meetings to come show changes."""
    return (before in CLOSED_STATUSES) != (after in CLOSED_STATUSES)
