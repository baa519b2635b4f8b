"""The mails that do not leave: which they are, and trying them again. Every try bears the same Message-ID."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import OuterRef, Q, QuerySet, Subquery
from django.utils import timezone
from post_office.models import STATUS, Email, Log

LATE = timedelta(hours=1)
"""A mail that nobody tried by then waits for a sender that does not run."""
UNSENT = (STATUS.queued, STATUS.requeued, STATUS.failed)


def stuck_mails(*, at: datetime | None = None) -> QuerySet[Email]:
    """Given up, tried in vain, or waiting for longer than it should; with ``last_error``. The oldest first."""
    at = at or timezone.now()
    errors = Log.objects.filter(email=OuterRef("pk")).order_by("-date", "-id")
    tried = Q(status__in=(STATUS.failed, STATUS.requeued))
    was_due = Q(scheduled_time=None) | Q(scheduled_time__lt=at - LATE)
    waiting = was_due & Q(status=STATUS.queued, created__lt=at - LATE)
    stuck = Email.objects.filter(tried | waiting).annotate(last_error=Subquery(errors.values("message")[:1]))
    return stuck.order_by("created", "id")


def send_again(number: int) -> bool:
    """Put it at the head of the queue; False when it left or was deleted meanwhile."""
    unsent = Email.objects.filter(pk=number, status__in=UNSENT)
    return bool(unsent.update(status=STATUS.queued, scheduled_time=None, number_of_retries=0))
