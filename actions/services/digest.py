"""The week's digest of each coordinator: on the first working day of the week on which the clock runs."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from actions.digest import cluster_digest, digest_readers
from actions.notifications import send_digest
from participants.enums import MailKind
from participants.models import Cluster, Person
from participants.selectors import mailbox_of, working_days
from participants.services.choices import stop_url
from participants.services.ledger import claim_message

DIGEST = "weekly_digest"


def send_digests(*, at: datetime | None = None) -> int:
    """To be run as often as one likes. Returns how many mails were queued."""
    today = timezone.localdate(at or timezone.now())
    if not working_days().includes(today):
        return 0
    return sum(_send(person, clusters, today) for person, clusters in digest_readers(on=today))


@transaction.atomic
def _send(person: Person, clusters: list[Cluster], today: date) -> int:
    box = mailbox_of(person)
    monday = today - timedelta(days=today.weekday())
    if not box.address:
        return 0
    if not claim_message(recipient=box.address, purpose=DIGEST, about=person.uuid, for_date=monday):
        return 0
    digests = [cluster_digest(cluster, on=today) for cluster in clusters]
    send_digest(box, digests, on=today, stop_url=stop_url(person, MailKind.DIGEST))
    return 1
