"""What the house stores although it could be counted agrees with what is counted: asked after every test."""

from __future__ import annotations

from django.db import connection
from django.db.models import Exists, OuterRef

from actions.models import ActionOwner, ActionPoint


def check_stored_facts() -> None:
    """Not where the test left the transaction broken, or PostgreSQL says so: nothing can be asked of it any more."""
    if (connection.in_atomic_block and connection.needs_rollback) or not connection.is_usable():
        return
    owned = Exists(ActionOwner.objects.filter(action=OuterRef("pk")))
    forgotten = list(ActionPoint.objects.exclude(is_owned=owned).values_list("reference", flat=True))
    assert not forgotten, f"{forgotten}: is_owned is not what owners says, see actions.services.owners.save_owners"
