"""Commitments that come back: the next occurrence is made once, when one is done or when its period is over."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from actions.cadence import next_due
from actions.enums import DueKind, OwnerKind, OwnerPart, Recurrence, Status
from actions.models import ActionOwner, ActionPoint
from actions.services.create import create_action
from actions.services.history import log_update
from actions.services.owners import Party

CARRIED_ON = ("owner_text", "due_text", "recurrence", "priority", "visibility", "place", "sector")


def renew_action(action: ActionPoint, *, at: datetime) -> ActionPoint | None:
    """The next occurrence, or None: there is one already, or this one neither is done nor has had its time.

    To be called in a transaction that holds the action. What was abandoned or withdrawn does not come back.
    """
    today = timezone.localdate(at)
    if not (_comes_back(action) and (action.is_settled or is_over(action, on=today))):
        return None
    renewal = create_action(
        cluster=action.cluster,
        by=None,
        description=action.description,
        parties=[party_of(owner) for owner in action.owners.all()],
        due_kind=DueKind.RECURRING,
        due_on=_next_date(action, today),
        renewed_from=action,
        at=at,
        **{name: getattr(action, name) for name in CARRIED_ON},
    )
    todo = Status.TODO
    log_update(renewal, by=None, before=todo, after=todo, comment=f"Renouvelle {action.reference}.", at=at)
    return renewal


def renew_commitments(*, at: datetime | None = None) -> list[ActionPoint]:
    """To be run as often as one likes. After missed days each series gets one occurrence, not one per missed period."""
    at = at or timezone.now()
    waiting = ActionPoint.objects.standing().released().filter(due_kind=DueKind.RECURRING, renewal=None)
    ended = Q(status=Status.DONE) | Q(due_on=None) | Q(due_on__lt=timezone.localdate(at))
    numbers = waiting.filter(ended).exclude(status=Status.DROPPED).order_by("pk").values_list("pk", flat=True)
    return [renewal for number in list(numbers) if (renewal := _renew_one(number, at))]


@transaction.atomic
def _renew_one(number: int, at: datetime) -> ActionPoint | None:
    return renew_action(ActionPoint.objects.select_for_update().get(pk=number), at=at)


def _comes_back(action: ActionPoint) -> bool:
    is_standing = action.withdrawn_at is None and action.is_released and action.status != Status.DROPPED
    is_recurring = action.due_kind == DueKind.RECURRING and bool(action.recurrence)
    return is_standing and is_recurring and not ActionPoint.objects.filter(renewed_from=action).exists()


def is_over(action: ActionPoint, *, on: date) -> bool:
    end = period_end(action)
    return end is not None and end < on


def period_end(action: ActionPoint) -> date | None:
    """Its date; without one, a period after it was made. None while the meeting that it is due at is not known."""
    if action.due_on or action.recurrence == Recurrence.PER_MEETING:
        return action.due_on
    return next_due(action.decided_on, Recurrence(action.recurrence), after=action.decided_on)


def _next_date(action: ActionPoint, today: date) -> date | None:
    """None for what is due at each meeting: its date follows the meetings."""
    end = period_end(action)
    if end is None or action.recurrence == Recurrence.PER_MEETING:
        return None
    return next_due(end, Recurrence(action.recurrence), after=today)


def party_of(owner: ActionOwner) -> Party:
    return Party(
        OwnerKind(owner.kind),
        owner.written,
        OwnerPart(owner.part),
        organisation=owner.organisation,
        person=owner.person,
        role=owner.role,
        cluster=owner.owner_cluster,
        group=owner.group,
    )
