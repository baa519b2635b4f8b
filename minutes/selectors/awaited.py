"""What waits for one person."""

from __future__ import annotations

from dataclasses import dataclass

from meetings.models import Meeting
from minutes.enums import SIGNING_ROLES, MinutesState, VersionKind
from minutes.models import Minutes
from minutes.rules import can_sign_minutes
from minutes.selectors.record import next_signature
from participants.models import User


@dataclass(frozen=True)
class AwaitedSignature:
    meeting: Meeting
    role: str


def signatures_awaited_from(user: User) -> list[AwaitedSignature]:
    """The adopted records that it is this person's turn to sign, the oldest first. A constant number of queries."""
    if user.person is None:
        return []
    adopted = Minutes.objects.filter(
        state=MinutesState.ADOPTED,
        meeting__roles__person=user.person,
        meeting__roles__kind__in=SIGNING_ROLES.values(),
    )
    related = adopted.select_related("meeting__cluster").prefetch_related("meeting__roles", "versions__signatures")
    turns = [(minutes, turn_in(minutes)) for minutes in related.distinct().order_by("meeting__starts_at")]
    return [
        AwaitedSignature(minutes.meeting, role)
        for minutes, role in turns
        if role and can_sign_minutes(user, minutes, role)
    ]


def turn_in(minutes: Minutes) -> str:
    """Whose turn it is to sign the version in force: the code of the role, or nothing."""
    sealed = [version for version in minutes.versions.all() if version.kind != VersionKind.CIRCULATED]
    return next_signature(sealed[-1]) if sealed else ""
