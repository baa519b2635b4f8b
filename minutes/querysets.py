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
