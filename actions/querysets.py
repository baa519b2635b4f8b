"""The vocabulary of filters on this floor."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Self

from django.db import connection, models
from django.utils import timezone

from actions.enums import ACTION, OPEN_STATUSES, HandoverState, OwnerKind, OwnerPart, Priority, Status
from clusterhub.web.search.lookup import numbers_holding
from meetings.enums import MeetingState, Visibility
from participants.enums import Standing

if TYPE_CHECKING:
    from participants.models import User

RELEASED = models.Q(meeting=None) | models.Q(meeting__state=MeetingState.CLOSED)
"""An action is shown to its owners once the meeting that made it is closed."""

DONE = models.Q(status=Status.DONE)
ON_TIME = models.Q(status=Status.DONE, completed_on__lte=models.F("due_on"))
"""Done by its date. Without a date an action is never on time: the comparison is then not true."""

UNOWNED = models.Q(is_owned=False)
UNCLEAR = models.Q(due_on=None) | UNOWNED
TO_CONFIRM = models.Q(status=Status.DONE, priority=Priority.IMPORTANT, confirmed_at=None)
"""They have indexes of their own: among a million actions, few are so."""

AFTER_DATE = models.Q(status=Status.DONE, completed_on__gt=models.F("due_on"))


def decided_between(since: date | None, until: date | None, *, of: str = "") -> models.Q:
    """``of`` leads to the action."""
    return within(f"{of}decided_on", since, until)


def within(column: str, since: date | None, until: date | None) -> models.Q:
    bounds = {f"{column}__gte": since, f"{column}__lte": until}
    return models.Q(**{name: day for name, day in bounds.items() if day})


FEW_CLUSTERS = 10
NOT_ALL_CLUSTERS = 100


class ActionQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> Self:
        """The coordination sees all of its clusters' actions; members those that are released and not restricted."""
        told = RELEASED & ~models.Q(visibility=Visibility.COORDINATION)
        coordinated = models.Q(cluster_id__in=user.clusters_with(Standing.COORDINATION))
        return self.standing().of_clusters(user.clusters_with(Standing.MEMBER)).filter(coordinated | told)

    def of_clusters(self, numbers: Collection[int]) -> Self:
        """Of many clusters, lists are read by date rather than cluster by cluster and then sorted: the sum hides their
        index from SQLite, which does not see that a page ends after thirty rows. PostgreSQL does.
        """
        if len(numbers) <= FEW_CLUSTERS or connection.vendor != "sqlite":
            return self.filter(cluster_id__in=numbers)
        return self.alias(of_cluster=models.F("cluster_id") + 0).filter(of_cluster__in=numbers)

    def standing(self) -> Self:
        """Not withdrawn as a typing error."""
        return self.filter(withdrawn_at=None)

    def released(self) -> Self:
        return self.filter(RELEASED)

    def shown_to_partners(self) -> Self:
        """What may be told outside the house to an organisation that has a part in it."""
        return self.standing().released().exclude(visibility=Visibility.COORDINATION)

    def open(self) -> Self:
        return self.filter(status__in=OPEN_STATUSES)

    def overdue(self, *, on: date) -> Self:
        """Open and past a firm date. An action without a date is never late, and never on time either."""
        return self.open().filter(due_on__lt=on)

    def to_confirm(self) -> Self:
        """Important, reported done, not confirmed by the coordination yet."""
        return self.filter(TO_CONFIRM)

    def without_firm_date(self) -> Self:
        return self.filter(due_on=None)

    def without_owner(self) -> Self:
        return self.filter(UNOWNED)

    def unclear(self) -> Self:
        """Nobody can be reminded of it: it has no firm date, or no owner."""
        return self.filter(UNCLEAR)

    def raised(self, *, since: date | None = None, until: date | None = None) -> Self:
        """Decided on these days: at the meeting that made it or, between meetings, when it was entered."""
        return self.filter(decided_between(since, until))

    def older_than(self, days: int, *, on: date) -> Self:
        return self.filter(decided_on__lt=on - timedelta(days=days))

    def younger_than(self, days: int, *, on: date) -> Self:
        """All that are not older."""
        return self.filter(decided_on__gte=on - timedelta(days=days))

    def with_owner(self) -> Self:
        return self.filter(is_owned=True)

    def completed(self, *, since: date | None = None, until: date | None = None) -> Self:
        """Reported done on these days. What was dropped is not done."""
        return self.filter(within("completed_on", since, until), status=Status.DONE)

    def of_all_members(self, cluster_id: int) -> Self:
        """Those that all members of the cluster, whoever they are, have to do."""
        meant = self.model.objects.filter(owners__kind=OwnerKind.ALL_MEMBERS, owners__part=OwnerPart.LEAD)
        return self.filter(cluster_id=cluster_id, pk__in=meant.values("pk"))

    def of_group(self, group_id: int) -> Self:
        """Those that a named group of organisations has to do."""
        meant = self.model.objects.filter(owners__group_id=group_id, owners__part=OwnerPart.LEAD)
        return self.filter(pk__in=meant.values("pk"))

    def of_person(self, person_id: int | None) -> Self:
        return self.filter(
            pk__in=self.model.objects.filter(owners__kind=OwnerKind.PERSON, owners__person_id=person_id).values("pk")
        )

    def promised_in(self, shares: models.QuerySet, *, clusters: Collection[int]) -> Self:
        """Those that these shares are of. ``clusters``: those that the caller keeps to anyway.

        Not of all clusters, PostgreSQL had rather look in their index than at each promise, wherever it was made
        (docs/decisions/0036).
        """
        promised = shares.values("action_id")
        if len(clusters) <= NOT_ALL_CLUSTERS and connection.vendor != "sqlite":
            promised = self.model.objects.filter(cluster_id__in=clusters, pk__in=promised).values("pk").order_by()
        return self.filter(pk__in=promised)

    def matching(self, text: str, *, clusters: Collection[int] | None = None) -> Self:
        """Reference, description, owners hold each word in some form of it: what the search of the house finds.

        ``clusters``: those that the caller keeps to anyway.
        """
        numbers = numbers_holding(text, kind=ACTION, clusters=clusters)
        return self.none() if numbers is None else self.filter(pk__in=numbers)


class HandoverQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> Self:
        """The coordination of either cluster."""
        coordinated = user.clusters_with(Standing.COORDINATION)
        return self.filter(models.Q(to_cluster_id__in=coordinated) | models.Q(action__cluster_id__in=coordinated))

    def awaited(self) -> Self:
        return self.filter(state=HandoverState.ASKED)


class ContributionCallQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> Self:
        """Members know of the calls of their clusters; who may answer or read answers is asked of the rules."""
        return self.filter(cluster_id__in=user.clusters_with(Standing.MEMBER))

    def listed_for(self, user: User) -> Self:
        """Those that the coordination sent, and those to organisations that this account answers for."""
        mine = models.Q(cluster_id__in=user.clusters_with(Standing.COORDINATION))
        for cluster_id in user.standings:
            mine |= models.Q(cluster_id=cluster_id, invitees__organisation__in=user.answers_for(cluster_id))
        return self.filter(mine).distinct()


class ExportJobQuerySet(models.QuerySet):
    def kept(self, *, at: datetime | None = None) -> Self:
        """Whose day is not over."""
        return self.filter(expires_at__gt=at or timezone.now())
