"""Two organisations were one: where each had a part of an action, there is one part. See docs/decisions/0025."""

from __future__ import annotations

from django.utils import timezone

from actions.enums import Status
from actions.models import ActionPoint, ActionShare
from actions.rules import status_from_shares
from actions.services.consequences import follow_close
from actions.services.history import log_update
from actions.services.searching import index_action
from actions.services.status import follow_shares
from participants.models import Organisation, User

MADE_ONE = "Les parts de {other} et de {own} n’en font plus qu’une : c’est la même organisation."
NOTE_LENGTH = 500


def join_shares(own: Organisation, other: Organisation, *, by: User) -> int:
    """Every share of ``other`` is one of ``own``. To be called before the words by which they are found change."""
    shares = list(ActionShare.objects.filter(organisation=other).select_related("action__cluster", "action__meeting"))
    for share in shares:
        twin = ActionShare.objects.filter(action=share.action_id, organisation=own).first()
        if twin is None:
            ActionShare.objects.filter(pk=share.pk).update(organisation=own)
        else:
            _join(twin, share, by, MADE_ONE.format(other=other.short_label, own=own.short_label))
    return len(shares)


def _join(twin: ActionShare, share: ActionShare, by: User, comment: str) -> None:
    """The history of both stays; what the action comes to follows from the one that is left."""
    action, was, before = share.action, share.action.status, twin.status
    share.delete()
    _as_one(twin, share)
    twin.save()
    log_update(action, by=by, before=before, after=twin.status, comment=comment, organisation=twin.organisation)
    at = timezone.now()
    follow_shares(action, by=by, at=at)
    follow_close(action, was=was, at=at)


def _as_one(twin: ActionShare, share: ActionShare) -> None:
    """One that was left says nothing any more. Of two that stand, the rule of an action with two shares: what one has
    not done is not done."""
    if twin.left_on and not share.left_on:
        for name in ("status", "note", "completed_on", "postponed_to", "left_on"):
            setattr(twin, name, getattr(share, name))
    elif not twin.left_on and not share.left_on:
        twin.status = status_from_shares((twin.status, share.status))
        twin.note = " / ".join(dict.fromkeys(note for note in (twin.note, share.note) if note))[:NOTE_LENGTH]
        twin.postponed_to = max(filter(None, (twin.postponed_to, share.postponed_to)), default=None)
        days = filter(None, (twin.completed_on, share.completed_on))
        twin.completed_on = max(days, default=None) if twin.status == Status.DONE else None
    twin.joined_on = min(twin.joined_on, share.joined_on)


def find_again(own: Organisation) -> None:
    """Actions are found by the names of those that share them."""
    shared = ActionPoint.objects.filter(shares__organisation=own, shares__left_on=None)
    for action in shared.select_related("meeting", "cluster").distinct():
        index_action(action)
