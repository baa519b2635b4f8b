"""Days off: the fixed ones come with the installation, the others are typed when they are known."""

from __future__ import annotations

from django.db import transaction

from participants.models import Holiday


@transaction.atomic
def save_holiday(holiday: Holiday) -> Holiday:
    holiday.save()
    return holiday


def remove_holiday(holiday: Holiday) -> None:
    holiday.delete()
