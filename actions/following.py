"""What the page of an action shows of its life: who awaits what of whom, where it comes from, where it went."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import F, Prefetch, Q, QuerySet

from actions.models import ActionHandover, ActionPoint, ActionUpdate
from actions.rules import (
    can_answer_handover,
    can_confirm,
    can_copy_reminder,
    can_edit_action,
    can_hand_over,
    can_see_action,
)
from actions.selectors.listed import COUNTED_AT_MOST
from actions.wording import FOLLOWED_MEETINGS
from meetings.models import Document
from participants.enums import Standing
from participants.models import User


@dataclass(frozen=True)
class Following:
    """``handovers`` are for the coordination; members read what became of them in the history."""

    can_confirm: bool
    can_ask_date: bool
    can_hand_over: bool
    can_copy_reminder: bool
    former: ActionPoint | None
    renewal: ActionPoint | None
    origin: ActionHandover | None
    handovers: list[ActionHandover]


def following_of(action: ActionPoint, user: User) -> Following:
    can_edit = can_edit_action(user, action)
    rows = _handovers(action) if can_edit else []
    chain = _chain(action, user) if action.recurrence else {}
    return Following(
        can_confirm=can_confirm(user, action),
        can_ask_date=can_edit and action.awaits_date,
        can_hand_over=can_hand_over(user, action),
        can_copy_reminder=can_copy_reminder(user, action),
        former=chain.get(action.renewed_from_id),
        renewal=next((one for one in chain.values() if one.renewed_from_id == action.pk), None),
        origin=next((row for row in rows if row.copy_id == action.pk), None),
        handovers=[row for row in rows if row.action_id == action.pk],
    )


def _handovers(action: ActionPoint) -> list[ActionHandover]:
    """To others, and the one that it comes from."""
    rows = ActionHandover.objects.filter(Q(action=action) | Q(copy=action))
    return list(rows.select_related("action__cluster", "to_cluster", "copy"))


def _chain(action: ActionPoint, user: User) -> dict[int | None, ActionPoint]:
    """The occurrences before and after, if this user may see them."""
    near = Q(renewed_from=action) | Q(pk=action.renewed_from_id)
    return {one.pk: one for one in ActionPoint.objects.visible_to(user).filter(near)}


def reports_of(action: ActionPoint, user: User) -> Iterable[ActionUpdate]:
    """What was said with a document, a link or words, the latest first."""
    documents = Prefetch("documents", queryset=Document.objects.visible_to(user))
    told = action.updates.exclude(before="").exclude(comment__in=FOLLOWED_MEETINGS)
    told = told.filter(~Q(comment="") | ~Q(proof_url="") | Q(documents__isnull=False))
    return told.distinct().select_related("organisation__parent").prefetch_related(documents).order_by("-at", "-id")


@dataclass(frozen=True)
class HandoverPage:
    """Each coordination opens its own action; the other's stays behind its door."""

    action: ActionPoint | None
    copy: ActionPoint | None
    can_answer: bool


def handover_page(handover: ActionHandover, user: User) -> HandoverPage:
    copy = handover.copy
    return HandoverPage(
        action=handover.action if can_see_action(user, handover.action) else None,
        copy=copy if copy and can_see_action(user, copy) else None,
        can_answer=can_answer_handover(user, handover),
    )


def handovers_for(user: User) -> QuerySet[ActionHandover]:
    """Those that wait for an answer first, then the latest."""
    rows = ActionHandover.objects.visible_to(user).select_related("action__cluster", "to_cluster", "copy")
    return rows.order_by(F("answered_at").desc(nulls_first=True), "-id")


def handovers_awaited(user: User) -> int:
    coordinated = user.clusters_with(Standing.COORDINATION)
    return ActionHandover.objects.awaited().filter(to_cluster_id__in=coordinated).count() if coordinated else 0


def count_to_confirm(user: User) -> int:
    """Among what this user sees. Above a thousand they are not counted further."""
    return ActionPoint.objects.visible_to(user).to_confirm().order_by()[: COUNTED_AT_MOST + 1].count()
