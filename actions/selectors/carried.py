"""What a meeting takes over from earlier ones."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

from django.db.models import Prefetch

from actions.enums import Status
from actions.models import ActionPoint, ActionReview, ActionShare
from meetings.enums import Visibility
from meetings.models import Meeting
from participants.models import Organisation


@dataclass(frozen=True)
class CarriedAction:
    """An action of an earlier meeting before a later one: live until that meeting opens, then as it stood."""

    review: ActionReview
    action: ActionPoint
    age_days: int
    answered: list[ActionShare]
    awaited: list[Organisation]

    @property
    def status(self) -> str:
        return self.review.status if self.review.fixed_at else self.action.status

    @property
    def status_label(self) -> str:
        return Status(self.status).label

    @property
    def status_note(self) -> str:
        return self.review.status_note if self.review.fixed_at else self.action.status_note

    @property
    def times_carried(self) -> int:
        return self.review.times_carried

    @property
    def share_count(self) -> int:
        return len(self.answered) + len(self.awaited)


@dataclass(frozen=True)
class CarriedGroup:
    """The actions that come from one meeting (None: made between meetings)."""

    origin: Meeting | None
    actions: list[CarriedAction]


def carried_over(meeting: Meeting, *, restricted: bool = True) -> list[CarriedGroup]:
    """Grouped by the meeting they come from, oldest first. ``restricted=False`` leaves out the coordination's own.

    Two queries, however many there are.
    """
    shares = ActionShare.objects.filter(left_on=None).select_related("organisation__parent")
    reviews = (
        meeting.action_reviews.filter(action__withdrawn_at=None)
        .select_related("action__meeting")
        .prefetch_related(Prefetch("action__shares", queryset=shares))
    )
    if not restricted:
        reviews = reviews.exclude(action__visibility=Visibility.COORDINATION)
    carried = sorted((_carried(review, meeting) for review in reviews), key=_oldest_first)
    groups = groupby(carried, key=lambda one: one.action.meeting)
    return [CarriedGroup(origin, list(actions)) for origin, actions in groups]


def _carried(review: ActionReview, meeting: Meeting) -> CarriedAction:
    action = review.action
    shares = list(action.shares.all())
    return CarriedAction(
        review=review,
        action=action,
        age_days=(meeting.day - action.decided_on).days,
        answered=[share for share in shares if share.status != Status.TODO],
        awaited=[share.organisation for share in shares if share.status == Status.TODO],
    )


def _oldest_first(carried: CarriedAction) -> tuple[float, int, int, str]:
    origin = carried.action.meeting
    if origin is None:
        return (float("inf"), 0, carried.action.position, carried.action.reference)
    return (origin.starts_at.timestamp(), origin.pk, carried.action.position, carried.action.reference)
