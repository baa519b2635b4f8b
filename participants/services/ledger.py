"""One row per message owed, so that none goes twice."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from participants.models import MessageLedger


def claim_message(*, recipient: str, purpose: str, about: UUID, for_date: date) -> bool:
    """Whether the caller is the one to queue this message. To be called in the transaction that queues it."""
    _, is_new = MessageLedger.objects.get_or_create(
        recipient=recipient.lower(), purpose=purpose, about=about, for_date=for_date
    )
    return is_new
