"""Where an account may speak for an organisation, and what was said there of the next meeting."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q, QuerySet

from meetings.enums import MeetingState
from meetings.foreseen import last_words, next_announced, next_announced_in
from meetings.models import ForeseenAttendance, Meeting
from participants.models import Cluster, Organisation, User


@dataclass(frozen=True)
class Seat:
    cluster: Cluster
    organisation: Organisation
    meeting: Meeting | None = None
    told: ForeseenAttendance | None = None


def seats_of(user: User) -> list[Seat]:
    """A constant number of queries; none for whoever is nobody's focal point."""
    held = {number: numbers for number in user.standings if (numbers := user.answers_for(number))}
    if not held:
        return []
    clusters = Cluster.objects.filter(pk__in=held, is_active=True).order_by("short_name")
    organisations = Organisation.objects.select_related("parent").in_bulk(frozenset().union(*held.values()))
    meetings = next_announced_in(held)
    told = last_words(meetings.values(), organisations)
    return [
        Seat(cluster, organisations[number], meeting, told.get((meeting.pk, number)) if meeting else None)
        for cluster in clusters
        for meeting in [meetings.get(cluster.pk)]
        for number in sorted(held[cluster.pk])
    ]


def seats_at(meeting: Meeting, user: User) -> list[Seat]:
    """The same for one meeting, while it is the next announced."""
    numbers = user.answers_for(meeting.cluster_id) if meeting.state == MeetingState.ANNOUNCED else frozenset()
    if not numbers or next_announced(meeting.cluster) != meeting:
        return []
    told = last_words([meeting], numbers)
    organisations = Organisation.objects.select_related("parent").in_bulk(sorted(numbers))
    return [
        Seat(meeting.cluster, one, meeting, told.get((meeting.pk, number))) for number, one in organisations.items()
    ]


def parties_known_in(cluster: Cluster, user: User) -> QuerySet[Organisation]:
    """Those known in the cluster, and those that the account answers for there; of others nothing is said."""
    known = Q(pk__in=cluster.memberships.values("organisation")) | Q(pk__in=user.answers_for(cluster.pk))
    return Organisation.objects.filter(known).select_related("parent")
