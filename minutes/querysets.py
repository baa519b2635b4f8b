"""The vocabulary of filters."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models

from participants.enums import Standing

if TYPE_CHECKING:
    from participants.models import User


class PublicationQuerySet(models.QuerySet):
    def standing(self) -> Self:
        """Not withdrawn."""
        return self.filter(withdrawn_at=None)


class SigningIdentityQuerySet(models.QuerySet):
    def in_force(self) -> Self:
        return self.filter(replaced_at=None, revoked_at=None)

    def revoked(self) -> Self:
        return self.exclude(revoked_at=None)


class SealedSheetQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> Self:
        """Members: the sealed edition is theirs."""
        return self.filter(cluster_id__in=user.clusters_with(Standing.MEMBER))


class DecisionQuerySet(models.QuerySet):
    def visible_to(self, user: User) -> Self:
        """Whoever may read the record: the coordination; members once circulated; observers once adopted."""
        open_to_members = models.Q(is_restricted=False, minutes__meeting__circulated_at__isnull=False)
        open_to_observers = models.Q(is_restricted=False, minutes__meeting__adopted_at__isnull=False)
        return self.standing().filter(
            models.Q(cluster_id__in=user.clusters_with(Standing.COORDINATION))
            | (open_to_members & models.Q(cluster_id__in=user.clusters_with(Standing.MEMBER)))
            | (open_to_observers & models.Q(cluster_id__in=user.clusters_with(Standing.OBSERVER)))
        )

    def standing(self) -> Self:
        """Which the latest version of the record still has."""
        return self.filter(left_on=None)

    def in_force(self) -> Self:
        return self.standing().filter(replacement=None)
