"""What a browser asks for under a key is done once, however often it is asked for."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

from django.db import IntegrityError, transaction

from meetings.errors import OperationRefused
from meetings.models import Operation
from participants.models import User

KEPT = timedelta(days=400)
"""A device that was put away for a year may still send what it holds. The retention removes what is older."""


def do_once(*, key: UUID, user: User, digest: str, act: Callable[[], str]) -> str:
    """The address that ``act`` leads to; on every later call, the same address and nothing done.

    ``act`` answers an empty string when it refused: nothing is remembered, the key may serve again. ``digest`` stands
    for all that was asked: a key that comes back with something else, or from somebody else, is refused
    (``OperationRefused``).
    """
    earlier = Operation.objects.filter(key=key).first()
    if earlier is not None:
        return _repeated(earlier, user, digest)
    try:
        with transaction.atomic():
            outcome = act()
            if outcome:
                Operation.objects.create(key=key, user=user, digest=digest, outcome=outcome)
            return outcome
    except IntegrityError:
        earlier = Operation.objects.filter(key=key).first()
        if earlier is None:
            raise
        return _repeated(earlier, user, digest)


def _repeated(earlier: Operation, user: User, digest: str) -> str:
    if (earlier.user_id, earlier.digest) != (user.pk, digest):
        raise OperationRefused("Cet envoi porte la clé d’un autre. Rechargez la page et recommencez.")
    return earlier.outcome
