"""Who opened what, for the coordination to see. The page that is read says so."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

from minutes.models import MinutesVersion, Opening
from participants.models import User


def record_opening(*, version: MinutesVersion, reader: User, means: str, at: datetime | None = None) -> None:
    """One row per reader, version and day: the first opening. Of two at once, one counts."""
    at = at or timezone.now()
    day = timezone.localdate(at)
    if Opening.objects.filter(version=version, reader=reader, day=day).exists():
        return
    new = Opening(version=version, reader=reader, day=day, means=means, at=at)
    Opening.objects.bulk_create([new], ignore_conflicts=True)
