"""Whether an organisation may still take back what it said of its part: for as long as nobody has built on it.

What can be taken back is its last word, if it moved an open part (a closed one is reopened, not taken back). A new date
moved the deadline of others too, and stays. Somebody has built on a word once

- the coordination gave the whole a status, or confirmed it (also before, if that is what stands and would be undone);
- a meeting of the cluster opened or closed, which read it, or the record of the action's own meeting went out with it;
- the commitment was renewed by it;
- an action that waited for this one, or of which this one is the copy, has moved.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import F, Q, QuerySet

from actions.enums import OPEN_STATUSES, Status
from actions.models import ActionPoint, ActionShare, ActionUpdate
from actions.rules import organisations_answered_for, status_from_shares
from actions.wording import FOLLOWED_SHARES
from clusterhub.web.typography import format_date
from meetings.models import Meeting
from participants.models import User

WHOM_TO_ASK = "Pour la corriger, écrivez à la coordination du cluster."


@dataclass(frozen=True)
class LastWord:
    """What an organisation said last of its part; why it can no longer take it back and whom to ask (empty: it can)."""

    share: ActionShare
    update: ActionUpdate
    refusal: str


def last_word_on(share: ActionShare) -> LastWord | None:
    """None where the organisation has said nothing that moved its part to where it stands."""
    told = share.action.updates.filter(organisation=share.organisation_id).order_by("-pk").first()
    if told is None or told.corrects_id or told.after != share.status or share.left_on:
        return None
    if told.before == told.after or told.before not in OPEN_STATUSES:
        return None
    reason = next(filter(None, (found(share, told) for found in BUILT_ON)), "")
    return LastWord(share, told, f"{reason} {WHOM_TO_ASK}" if reason else "")


def last_words_of(action: ActionPoint, user: User) -> list[LastWord]:
    """Of the organisations that this account answers for there."""
    mine = organisations_answered_for(user, action)
    shares = [share for share in action.shares.all() if share.organisation_id in mine and share.left_on is None]
    return [word for share in shares if (word := last_word_on(share))]


def _new_date(share: ActionShare, told: ActionUpdate) -> str:
    return "L’échéance a changé avec cette réponse." if told.after == Status.POSTPONED else ""


def _decided(share: ActionShare, told: ActionUpdate) -> str:
    whole = _moving(share.action.updates.all()).filter(organisation=None)
    since = whole.filter(pk__gt=told.pk).exclude(comment=FOLLOWED_SHARES)
    is_decided = share.action.confirmed_at or since.exists() or _undoes_what_was_imposed(share, told)
    return "La coordination s’est prononcée sur cette action." if is_decided else ""


def _undoes_what_was_imposed(share: ActionShare, told: ActionUpdate) -> bool:
    """The shares came to say what the coordination had said against them: its reason is gone, its word stands."""
    action = share.action
    last = _moving(action.updates.all()).filter(organisation=None).order_by("-pk").first()
    if action.override_reason or last is None or last.comment == FOLLOWED_SHARES:
        return False
    others = action.shares.filter(left_on=None).exclude(pk=share.pk).values_list("status", flat=True)
    return bool(others) and status_from_shares([*others, told.before]) != action.status


def _met(share: ActionShare, told: ActionUpdate) -> str:
    action = share.action
    held = Q(opened_at__gt=told.at) | Q(closed_at__gt=told.at)
    meeting = Meeting.objects.filter(held, cluster=action.cluster_id).order_by("starts_at").first()
    if meeting:
        return f"La réunion du {format_date(meeting.day)} en a pris connaissance."
    told_in = action.meeting
    is_out = told_in and told_in.circulated_at and told_in.circulated_at > told.at
    return "Le compte rendu qui la rapporte a été diffusé." if is_out else ""


def _renewed(share: ActionShare, told: ActionUpdate) -> str:
    renewal = ActionPoint.objects.filter(renewed_from=share.action_id, created_at__gte=told.at).first()
    return f"L’engagement a été renouvelé : {renewal.reference}." if renewal else ""


def _awaited(share: ActionShare, told: ActionUpdate) -> str:
    waiting = Q(action__depends_on=share.action_id) | Q(action__handovers__copy=share.action_id)
    moved = ActionUpdate.objects.filter(waiting, pk__gt=told.pk)
    return "Une autre action, qui l’attendait, a avancé depuis." if _moving(moved).exists() else ""


def _moving(told: QuerySet[ActionUpdate]) -> QuerySet[ActionUpdate]:
    return told.exclude(before="").exclude(before=F("after"))


BUILT_ON: tuple[Callable[[ActionShare, ActionUpdate], str], ...] = (_new_date, _decided, _met, _renewed, _awaited)
"""Each says why not, or nothing."""
