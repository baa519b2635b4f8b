"""The vocabulary of filters on this floor."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import TYPE_CHECKING, Self

from django.db import models

from clusterhub.web.folding import fold
from participants.enums import ActivityState, Standing

if TYPE_CHECKING:
    from participants.models import Cluster, User


def belonging_to(organisations: object, *, key: str = "organisation") -> models.Q:
    """Of rows: theirs, or one of their units'. ``key`` leads to the organisation; several, as a list or a query."""
    return models.Q(**{f"{key}__in": organisations}) | models.Q(**{f"{key}__parent__in": organisations})


class DatedQuerySet(models.QuerySet):
    def current(self, *, on: date) -> Self:
        """In force that day, both ends included."""
        return self.filter(models.Q(until=None) | models.Q(until__gte=on), since__lte=on)


class MembershipQuerySet(DatedQuerySet):
    pass


class ClusterRoleQuerySet(DatedQuerySet):
    pass


class CalendarFeedQuerySet(models.QuerySet):
    def open(self) -> Self:
        return self.filter(revoked_at=None)


class PlaceQuerySet(models.QuerySet):
    def valid(self, *, on: date) -> Self:
        return self.filter(
            models.Q(valid_from=None) | models.Q(valid_from__lte=on),
            models.Q(valid_to=None) | models.Q(valid_to__gte=on),
        )


class OrganisationQuerySet(models.QuerySet):
    def named(self, text: str) -> Self:
        """The one organisation that answers to this name, however it is written (none, or exactly one)."""
        return self.filter(aliases__folded=fold(text))

    def matching(self, text: str) -> Self:
        """Organisations one of whose names contains the text, without regard to accents or capitals."""
        return self.filter(aliases__folded__contains=fold(text)).distinct()

    def active(self) -> Self:
        return self.filter(is_active=True)

    def visible_to(self, user: User) -> Self:
        """All of them: who takes part in coordination is public. Their people are not.

        One that was merged into another is found there.
        """
        return self.filter(merged_into=None)

    def placeable_by(self, user: User) -> Self:
        """Where this user may put people or units: it must not open another cluster's doors that way.

        Organisations of the clusters that it coordinates, and those that are in no cluster.
        """
        if user.is_staff:
            return self.filter(merged_into=None)
        coordinated = user.clusters_with(Standing.COORDINATION)
        return self.filter(
            models.Q(pk__in=self.model.objects.filter(memberships__cluster_id__in=coordinated).values("pk"))
            | models.Q(pk__in=self.model.objects.filter(parent__memberships__cluster_id__in=coordinated).values("pk"))
            | models.Q(memberships=None, parent__memberships=None),
            merged_into=None,
        )


class ClusterQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> Self:
        """The clusters where the user has a place; administrators see them all, to look after them."""
        return self.all() if user.is_staff else self.filter(pk__in=user.standings)

    def coordinated_by(self, user: User) -> Self:
        return self.filter(pk__in=user.clusters_with(Standing.COORDINATION))

    def named(self, text: str) -> Self:
        return self.filter(aliases__folded=fold(text))


class PersonQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> Self:
        """People of the user's organisation and of its clusters (by role or by their organisation's membership).

        One that was merged into another is found there.
        """
        if user.is_staff:
            return self.filter(merged_into=None)
        return self._known_to(user, clusters=user.clusters_with(Standing.MEMBER))

    def contacts_visible_to(self, user: User) -> Self:
        """Those whose e-mail and telephone this user may see: ``rules.can_see_contacts``, for many at once."""
        return self._known_to(user, clusters=user.clusters_coordinated)

    def _known_to(self, user: User, *, clusters: Collection[int]) -> Self:
        """Itself, its organisation's people, and the people of these clusters."""
        others = self.model.objects
        return self.filter(
            models.Q(pk=user.person_id)
            | models.Q(organisation_id__in=user.organisation_ids)
            | models.Q(pk__in=others.filter(roles__cluster_id__in=clusters).values("pk"))
            | models.Q(pk__in=others.filter(organisation__memberships__cluster_id__in=clusters).values("pk"))
            | models.Q(pk__in=others.filter(organisation__parent__memberships__cluster_id__in=clusters).values("pk"))
        )

    def matching(self, text: str) -> Self:
        """By its name, or by one that it bore before two of its rows were made one."""
        wanted = fold(text)
        former = self.model.objects.filter(folded__contains=wanted).values("merged_into")
        return self.filter(models.Q(folded__contains=wanted) | models.Q(pk__in=former))

    def active(self) -> Self:
        return self.filter(is_active=True)


class ActivityQuerySet(models.QuerySet):
    def standing(self) -> Self:
        return self.filter(withdrawn_at=None)

    def visible_to(self, user: User) -> Self:
        """Those of profiles, those of the user's own organisations, and what was reported to its clusters."""
        return self.standing().filter(
            models.Q(cluster=None)
            | models.Q(cluster_id__in=user.clusters_with(Standing.MEMBER))
            | models.Q(organisation_id__in=user.organisation_ids)
        )

    def in_cluster(self, cluster: Cluster, *, on: date) -> Self:
        """What was reported to it, and what the profiles of its members of that day, and of their units, say."""
        members = cluster.memberships.current(on=on).values("organisation")
        return self.standing().filter(models.Q(cluster=cluster) | (models.Q(cluster=None) & belonging_to(members)))

    def present(self, *, on: date) -> Self:
        """Under way that day, as far as their dates say."""
        return self.filter(
            models.Q(starts_on=None) | models.Q(starts_on__lte=on),
            models.Q(ends_on=None) | models.Q(ends_on__gte=on),
            state=ActivityState.UNDER_WAY,
        )


class NeedQuerySet(models.QuerySet):
    def standing(self) -> Self:
        return self.filter(withdrawn_at=None)

    def visible_to(self, user: User) -> Self:
        return self.standing().filter(cluster_id__in=user.clusters_with(Standing.MEMBER))
