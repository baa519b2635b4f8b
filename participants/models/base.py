"""What every addressable record shares, on all floors."""

import uuid

from django.db import models
from django.utils import timezone


class Addressable(models.Model):
    """A record with an address of its own: ``/reunions/<uuid>/``. The number stays inside the house."""

    uuid = models.UUIDField("identifiant", default=uuid.uuid4, unique=True, editable=False)
    created_at = models.DateTimeField("créé le", default=timezone.now, editable=False)

    class Meta:
        abstract = True


class Mergeable(models.Model):
    """May turn out to be the same as another one: what it was called stays here, all that hung on it hangs there."""

    merged_into = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="absorbed",
        verbose_name="réunie à",
    )

    class Meta:
        abstract = True


def dates_in_order(prefix: str) -> models.CheckConstraint:
    """``until`` is empty or not before ``since``."""
    return models.CheckConstraint(
        name=f"{prefix}_dates_in_order",
        condition=models.Q(until=None) | models.Q(until__gte=models.F("since")),
        violation_error_message="La date de fin précède la date de début.",
    )
