from __future__ import annotations

from datetime import date

from django.db.models import F

from actions.models import ReferenceCounter
from participants.models import Cluster


def next_reference(cluster: Cluster, *, day: date) -> tuple[str, int]:
    """``CRP-2016-11-04`` and its number. To be called in the transaction that creates the action.

    The row of the counter stays locked until that transaction ends: the next one waits, and a refused action gives its
    number back. No gap, no double.
    """
    counter, _ = ReferenceCounter.objects.get_or_create(cluster=cluster, year=day.year, month=day.month)
    ReferenceCounter.objects.filter(pk=counter.pk).update(last=F("last") + 1)
    counter.refresh_from_db(fields=("last",))
    return f"{cluster.code.upper()}-{day:%Y-%m}-{counter.last:02}", counter.last
