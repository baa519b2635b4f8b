"""What waits for one person."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from meetings.models import Meeting
from minutes.enums import SIGNING_ROLES, MinutesState, SignatureRole
from minutes.models import Minutes
from minutes.rules import can_sign_minutes
from minutes.selectors.signers import plan_in_force
from participants.models import User


@dataclass(frozen=True)
class AwaitedSignature:
    meeting: Meeting
    role: SignatureRole


def signatures_awaited_from(user: User) -> list[AwaitedSignature]:
    """What it is this person's turn to sign, the oldest first. A constant number of queries."""
    if user.person is None:
        return []
    return [
        AwaitedSignature(minutes.meeting, role)
        for minutes in _concerning(user).order_by("meeting__starts_at")
        for role in turns_in(minutes)
        if can_sign_minutes(user, minutes, role)
    ]


def turns_in(minutes: Minutes) -> tuple[SignatureRole, ...]:
    plan = plan_in_force(minutes)
    return plan.turns if plan else ()


def _concerning(user: User) -> QuerySet[Minutes]:
    """The adopted records in which this person may be asked: by its role, in another's place, for the seal."""
    held = Q(meeting__roles__person=user.person, meeting__roles__kind__in=SIGNING_ROLES.values())
    replacing = Q(signing_events__person=user.person)
    sealing = Q(meeting__cluster__in=user.clusters_coordinated)
    adopted = Minutes.objects.filter(held | replacing | sealing, state=MinutesState.ADOPTED)
    related = adopted.select_related("meeting__cluster")
    return related.prefetch_related("meeting__roles", "signing_events", "versions__signatures").distinct()
