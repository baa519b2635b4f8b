"""The vocabulary of filters."""

from __future__ import annotations

from typing import Self

from django.db import models


class PublicationQuerySet(models.QuerySet):
    def standing(self) -> Self:
        """Not withdrawn."""
        return self.filter(withdrawn_at=None)


class SigningIdentityQuerySet(models.QuerySet):
    def in_force(self) -> Self:
        return self.filter(replaced_at=None, revoked_at=None)

    def revoked(self) -> Self:
        return self.exclude(revoked_at=None)
