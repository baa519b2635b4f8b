"""Everything that the page of one action shows."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Prefetch

from actions.enums import Status
from actions.models import ActionOwner, ActionPoint, ActionReview, ActionShare, ActionUpdate
from actions.querysets import ActionQuerySet
from actions.rules import can_edit_action, can_report_on_action, can_see_action
from actions.wording import JOINED, LEFT
from meetings.enums import MeetingState
from meetings.models import Document
from participants.models import User


@dataclass(frozen=True)
class ActionPage:
    """Everything that the page of one action shows to one person."""

    action: ActionPoint
    owners: list[ActionOwner]
    shares: list[ActionShare]
    updates: list[ActionUpdate]
    reviews: list[ActionReview]
    predecessor: ActionPoint | None
    followers: list[ActionPoint]
    can_edit: bool
    can_report: bool

    @property
    def answers(self) -> list[tuple[ActionShare, ActionUpdate | None]]:
        """Each share with what its organisation said last; an answer that changes nothing counts too."""
        spoken = [update for update in reversed(self.updates) if update.comment not in (JOINED, LEFT)]
        said = {update.organisation_id: update for update in spoken}
        return [(share, said.get(share.organisation_id)) for share in self.shares]

    @property
    def counted(self) -> int:
        return sum(share.left_on is None for share in self.shares)

    @property
    def answered(self) -> int:
        """Organisations that have said something, among those concerned."""
        return sum(share.left_on is None and share.status != Status.TODO for share in self.shares)


def action_page(action: ActionPoint, user: User) -> ActionPage:
    can_edit = can_edit_action(user, action)
    return ActionPage(
        action=action,
        owners=list(action.owners.all()),
        shares=list(action.shares.all()),
        updates=list(_updates(action, user)),
        reviews=list(_reviews(action, in_full=can_edit)),
        predecessor=_predecessor(action, user),
        followers=list(ActionPoint.objects.visible_to(user).filter(depends_on=action)),
        can_edit=can_edit,
        can_report=can_report_on_action(user, action),
    )


def _predecessor(action: ActionPoint, user: User) -> ActionPoint | None:
    """Only if this user may see it too."""
    return action.depends_on if action.depends_on and can_see_action(user, action.depends_on) else None


def with_parties(actions: ActionQuerySet) -> ActionQuerySet:
    """What rights and pages ask of each action: who owns it, who shares it."""
    owners = ActionOwner.objects.select_related("organisation__parent", "person", "owner_cluster", "group")
    shares = ActionShare.objects.select_related("organisation__parent")
    return actions.select_related("cluster", "meeting").prefetch_related(
        Prefetch("owners", queryset=owners), Prefetch("shares", queryset=shares)
    )


def _updates(action: ActionPoint, user: User) -> Iterable[ActionUpdate]:
    documents = Prefetch("documents", queryset=Document.objects.visible_to(user))
    return action.updates.select_related("organisation__parent").prefetch_related(documents).order_by("-at", "-id")


def _reviews(action: ActionPoint, *, in_full: bool) -> Iterable[ActionReview]:
    """Members read what was reported once the meeting's record is out. What was called off had no action before it."""
    reviews = action.reviews.select_related("meeting").order_by("-meeting__starts_at")
    reviews = reviews.exclude(meeting__state=MeetingState.CANCELLED, comment="")
    return reviews if in_full else reviews.filter(meeting__circulated_at__isnull=False)
