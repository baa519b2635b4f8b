"""The vocabulary of filters."""

from __future__ import annotations

from typing import Self

from django.db import models


class PublicationQuerySet(models.QuerySet):
    def standing(self) -> Self:
        """Not withdrawn."""
        return self.filter(withdrawn_at=None)
