"""People of whom nothing was seen for a long time: told once, then no longer reachable here."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from clusterhub.privacy.erasure import close_account
from clusterhub.web.mail import absolute_url, queue_mail
from clusterhub.web.typography import format_date
from meetings.models import Attendance
from participants.models import ClusterRole, DistributionList, MessageLedger, Person, User
from participants.selectors import address_of, with_addresses
from participants.services.ledger import claim_message

PURPOSE = "inactive_notice"
MONTH = timedelta(days=30)
TOLD_BEFORE = 3 * MONTH


def silent_since(limit: datetime) -> QuerySet[Person]:
    """Reachable, and without a trace since then: no account used, no role, no meeting, on no list in use."""
    day = timezone.localdate(limit)
    traces = (
        User.objects.filter(person=OuterRef("pk")).filter(
            Q(last_login__gte=limit) | Q(joined_at__gte=limit) | Q(is_staff=True)
        ),
        ClusterRole.objects.filter(Q(until=None) | Q(until__gte=day), person=OuterRef("pk")),
        Attendance.objects.filter(person=OuterRef("pk"), meeting__starts_at__gte=limit),
        DistributionList.people.through.objects.filter(person=OuterRef("pk"), distributionlist__is_active=True),
    )
    reachable = Q(emails__isnull=False) | Q(phones__isnull=False) | Q(user__is_active=True)
    known = Person.objects.filter(reachable, erased_at=None, merged_into=None, created_at__lt=limit)
    return known.exclude(Q(*(Exists(trace) for trace in traces), _connector=Q.OR)).distinct().order_by("pk")


def to_tell(at: datetime) -> list[Person]:
    """Three months before, once: those who can still be written to."""
    silent = silent_since(at - settings.KEEP_INACTIVE_MONTHS * MONTH + TOLD_BEFORE)
    waiting = silent.exclude(uuid__in=_notices(at).values("about"))
    return [person for person in with_addresses(waiting) if address_of(person)]


def tell(people: list[Person], at: datetime) -> int:
    return sum(_tell(person, at) for person in people)


@transaction.atomic
def _tell(person: Person, at: datetime) -> bool:
    day, address = timezone.localdate(at), address_of(person)
    told = claim_message(recipient=address, purpose=PURPOSE, about=person.uuid, for_date=day)
    if told:
        until = format_date(day + TOLD_BEFORE)
        queue_mail(PURPOSE, address, {"name": person.name, "until": until, "url": absolute_url("home")})
    return told


def to_forget(at: datetime) -> list[Person]:
    """Past their time, and told three months ago unless they could not be."""
    silent = silent_since(at - settings.KEEP_INACTIVE_MONTHS * MONTH)
    told = set(_notices(at).filter(queued_at__lte=at - TOLD_BEFORE).values_list("about", flat=True))
    return [person for person in with_addresses(silent) if person.uuid in told or not address_of(person)]


def _notices(at: datetime) -> QuerySet[MessageLedger]:
    """Of this silence, not of one long ago."""
    since = at - settings.KEEP_INACTIVE_MONTHS * MONTH
    return MessageLedger.objects.filter(purpose=PURPOSE, queued_at__gte=since)


def forget(people: list[Person]) -> int:
    """The name stays, with what it did; how to reach it does not."""
    for person in people:
        with transaction.atomic():
            person.emails.all().delete()
            person.phones.all().delete()
            for user in User.objects.filter(person=person):
                close_account(user, f"inactif-{user.pk}@efface.invalid")
    return len(people)
