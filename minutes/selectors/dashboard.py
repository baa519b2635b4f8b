"""A cluster over a period, in figures: its actions, who came, how long its records took, who was not heard."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from actions.models import ActionPoint
from actions.querysets import ActionQuerySet
from clusterhub.web.folding import fold
from clusterhub.web.periods import Period
from meetings.enums import AttendanceState
from meetings.models import Attendance, Meeting
from minutes.rules import can_read_minutes, can_see_silent_members
from minutes.selectors.delays import Delay, delay_of, middle, with_first_steps
from minutes.selectors.tallies import ActionTally, PartTally, action_tally, part_tallies
from minutes.selectors.voices import organisations_heard
from participants.enums import MEMBER_STATUSES, OrganisationKind
from participants.models import Cluster, Membership, Organisation, User


@dataclass(frozen=True)
class OrganisationTally:
    """``came``: at how many meetings it was there or represented, by itself or by a unit."""

    organisation: Organisation
    is_member: bool
    parts: PartTally
    came: int


@dataclass(frozen=True)
class KindTally:
    """``came``: at how many meetings at least one organisation of this kind was."""

    kind: OrganisationKind
    came: int


@dataclass(frozen=True)
class Dashboard:
    """As one person may see it. ``silent`` is None for whoever may not know.

    ``held``: meetings of the period; ``read``: those whose record, hence whose attendance, is open to this person.
    """

    cluster: Cluster
    period: Period
    on: date
    actions: ActionTally
    organisations: list[OrganisationTally]
    kinds: list[KindTally]
    held: int
    delays: list[Delay]
    silent: list[Organisation] | None

    @property
    def read(self) -> int:
        return len(self.delays)

    @property
    def circulated(self) -> int:
        return sum(delay.to_circulation is not None for delay in self.delays)

    @property
    def signed(self) -> int:
        return sum(delay.to_signature is not None for delay in self.delays)

    @property
    def usual_circulation(self) -> float | None:
        return middle(delay.to_circulation for delay in self.delays)

    @property
    def usual_signature(self) -> float | None:
        return middle(delay.to_signature for delay in self.delays)


def dashboard(cluster: Cluster, user: User, period: Period, *, at: datetime) -> Dashboard:
    """A constant number of queries."""
    on = timezone.localdate(at)
    actions: ActionQuerySet = ActionPoint.objects.visible_to(user).filter(cluster=cluster)
    held = list(_held(cluster, user, period))
    read = [meeting for meeting in held if can_read_minutes(user, meeting)]
    presence = _presence(read)
    parts = part_tallies(actions, period, on=on)
    organisations = _organisations(cluster, period, also=presence.came.keys() | parts.keys())
    shows_silent = can_see_silent_members(user, cluster)
    heard = organisations_heard(cluster, actions, _moments(period)) if shows_silent else None
    return Dashboard(
        cluster=cluster,
        period=period,
        on=on,
        actions=action_tally(actions, period, on=on),
        organisations=_tallies(organisations, parts, presence),
        kinds=_kinds(presence),
        held=len(held),
        delays=[delay_of(meeting) for meeting in read],
        silent=_silent(organisations, presence.heard | heard) if heard is not None else None,
    )


def _moments(period: Period) -> tuple[datetime, datetime]:
    first, last = datetime.combine(period.since, time.min), datetime.combine(period.until, time.max)
    return timezone.make_aware(first), timezone.make_aware(last)


def _held(cluster: Cluster, user: User, period: Period) -> QuerySet[Meeting]:
    """The oldest first."""
    held = Meeting.objects.visible_to(user).held().filter(cluster=cluster, starts_at__range=_moments(period))
    return with_first_steps(held).order_by("starts_at", "pk")


# --- Who came ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Presence:
    """By organisation and by kind, the meetings at which they were. ``heard``: also those that excused themselves."""

    came: dict[int, set[int]]
    kinds: dict[str, set[int]]
    heard: set[int]


def _presence(meetings: Iterable[Meeting]) -> _Presence:
    """One query. A unit stands for the organisation that it is part of."""
    found = _Presence(defaultdict(set), defaultdict(set), set())
    own = ("organisation", "organisation__kind", "organisation__parent", "organisation__parent__kind")
    said = Attendance.objects.filter(meeting__in=[one.pk for one in meetings], organisation__isnull=False)
    told = said.exclude(state=AttendanceState.ABSENT).order_by().values_list("meeting", "state", *own).distinct()
    for meeting, state, organisation, kind, parent, parent_kind in told:
        found.heard.update(number for number in (organisation, parent) if number)
        if state != AttendanceState.EXCUSED:
            found.came[parent or organisation].add(meeting)
            found.kinds[parent_kind or kind].add(meeting)
    return found


def _kinds(presence: _Presence) -> list[KindTally]:
    kinds = [KindTally(kind, len(presence.kinds[kind])) for kind in OrganisationKind if kind in presence.kinds]
    return sorted(kinds, key=lambda tally: (-tally.came, tally.kind.label))


# --- Organisations ----------------------------------------------------------------------------------------------------


def _organisations(cluster: Cluster, period: Period, *, also: Iterable[int]) -> list[Organisation]:
    """Members at any time of the period (``is_member``), and those of which there is something to say. One query."""
    members = Membership.objects.filter(
        Q(until=None) | Q(until__gte=period.since),
        cluster=cluster,
        status__in=MEMBER_STATUSES,
        since__lte=period.until,
    )
    known = Organisation.objects.filter(Q(pk__in=members.values("organisation")) | Q(pk__in=list(also)))
    is_member = Exists(members.filter(organisation=OuterRef("pk")))
    return sorted(known.annotate(is_member=is_member).select_related("parent"), key=lambda one: fold(one.short_label))


def _tallies(
    organisations: Iterable[Organisation], parts: dict[int, PartTally], presence: _Presence
) -> list[OrganisationTally]:
    """Units are counted with the organisation that they are part of."""
    nothing = PartTally()
    return [
        OrganisationTally(one, one.is_member, parts.get(one.pk, nothing), len(presence.came.get(one.pk, ())))  # type: ignore[attr-defined]
        for one in organisations
        if one.parent_id is None or one.pk in parts or one.pk in presence.came
    ]


def _silent(organisations: Iterable[Organisation], heard: set[int]) -> list[Organisation]:
    return [one for one in organisations if one.is_member and one.pk not in heard]  # type: ignore[attr-defined]
