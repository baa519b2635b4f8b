"""What the house stores although it could be counted agrees with what is counted: asked after every test."""

from __future__ import annotations

from django.db import connection
from django.db.models import Exists, OuterRef
from django.db.models.functions import Coalesce, TruncDate

from actions.models import ActionOwner, ActionPoint


def check_stored_facts() -> None:
    """Not where the test left the transaction broken, or PostgreSQL says so: nothing can be asked of it any more."""
    if (connection.in_atomic_block and connection.needs_rollback) or not connection.is_usable():
        return
    owned = Exists(ActionOwner.objects.filter(action=OuterRef("pk")))
    forgotten = list(ActionPoint.objects.exclude(is_owned=owned).values_list("reference", flat=True))
    assert not forgotten, f"{forgotten}: is_owned is not what owners says, see actions.services.owners.save_owners"
    began = TruncDate(Coalesce("meeting__starts_at", "created_at"))
    left = list(ActionPoint.objects.exclude(decided_on=began).values_list("reference", flat=True))
    assert not left, f"{left}: decided_on is not the day of its meeting or entry, see actions.services.decided"
