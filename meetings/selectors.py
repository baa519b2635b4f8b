"""What pages and services of this floor read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import models
from django.db.models import Q
from django.utils import timezone

from clusterhub.web.folding import fold
from meetings.enums import MeetingState
from meetings.models import AgendaItem, Meeting
from meetings.numbering import numbers_of
from participants.models import Cluster, ClusterRole, Membership, Organisation, Person


def meeting_before(cluster: Cluster, starts_at: datetime) -> Meeting | None:
    """The meeting that was, or will be, held just before this moment."""
    return Meeting.objects.filter(cluster=cluster).exclude(state=MeetingState.CANCELLED).before(starts_at).first()


# --- Agenda -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class NumberedItem:
    number: str
    item: AgendaItem

    @property
    def is_nested(self) -> bool:
        return self.item.parent_id is not None


def numbered_items(items: models.QuerySet[AgendaItem]) -> list[NumberedItem]:
    """Every item with its number, in reading order: each point, then the points under it."""
    rows = list(items)
    numbers = numbers_of((row.pk, row.parent_id) for row in rows)
    numbered = [NumberedItem(numbers[row.pk], row) for row in rows]
    return sorted(numbered, key=lambda one: [int(part) for part in one.number.split(".")])


# --- Presence ---------------------------------------------------------------------------------------------------------


def headcount(meeting: Meeting) -> int:
    """What somebody counted wins over the rows of those in the room."""
    if meeting.headcount_override is not None:
        return meeting.headcount_override
    return meeting.attendances.in_the_room().count()


def organisations_of(cluster: Cluster) -> models.QuerySet[Organisation]:
    """Those that belong to the cluster today, whatever their status there."""
    belonging = Membership.objects.filter(cluster=cluster).current(on=timezone.localdate())
    return Organisation.objects.filter(pk__in=belonging.values("organisation_id")).select_related("parent")


def people_of(cluster: Cluster) -> models.QuerySet[Person]:
    """People of the cluster's organisations (and their units), and those who have a role in it."""
    organisations = organisations_of(cluster).values("pk")
    roles = ClusterRole.objects.filter(cluster=cluster).current(on=timezone.localdate())
    return Person.objects.filter(
        Q(organisation_id__in=organisations)
        | Q(organisation__parent_id__in=organisations)
        | Q(pk__in=roles.values("person_id")),
        is_active=True,
    ).select_related("organisation__parent")


# --- Invitations ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Invitee:
    person: Person
    address: str


def invitees(cluster: Cluster) -> list[Invitee]:
    """Those with a role in the cluster, and everybody there who has an account: one address each, none twice."""
    roles = ClusterRole.objects.filter(cluster=cluster).current(on=timezone.localdate())
    invited = people_of(cluster).filter(Q(pk__in=roles.values("person_id")) | Q(user__is_active=True))
    found: dict[str, Invitee] = {}
    for person in invited.select_related("user").prefetch_related("emails"):
        address = _address_of(person)
        if address:
            found.setdefault(fold(address), Invitee(person, address))
    return list(found.values())


def _address_of(person: Person) -> str:
    account = getattr(person, "user", None)
    if account and account.is_active:
        return account.email
    return next((row.email for row in person.emails.all()), "")
