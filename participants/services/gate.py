"""Opening append-only tables to what the law asks for, inside one transaction and for nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction

from participants.models import HistoryGate


@contextmanager
def history_open_for(purpose: str) -> Iterator[None]:
    """``ERASURE`` or ``RETENTION`` of ``clusterhub.web.append_only``. Nobody else ever sees the gate open."""
    with transaction.atomic():
        gate = HistoryGate.objects.create(purpose=purpose)
        yield
        gate.delete()
