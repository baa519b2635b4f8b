"""One row per message owed, so that none goes twice."""

from __future__ import annotations

from datetime import date
from uuid import NAMESPACE_URL, UUID, uuid5

from participants.models import MessageLedger


def claim_message(*, recipient: str, purpose: str, about: UUID, for_date: date) -> bool:
    """Whether the caller is the one to queue this message. To be called in the transaction that queues it."""
    _, is_new = MessageLedger.objects.get_or_create(
        recipient=recipient.lower(), purpose=purpose, about=about, for_date=for_date
    )
    return is_new


REMINDER_OF_THE_DAY = "reminders_of_the_day"


def claim_reminder_of_the_day(address: str, *, on: date) -> bool:
    """Whoever reads this address gets one reminder a day at most. False where one went already."""
    return claim_message(recipient=address, purpose=REMINDER_OF_THE_DAY, about=reader_number(address), for_date=on)


def reader_number(address: str) -> UUID:
    return uuid5(NAMESPACE_URL, f"mailto:{address.lower()}")
