"""Who is to sign is told so: when the coordination asks, and by the clock. Nobody twice on one day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from minutes.enums import MinutesState
from minutes.errors import SignatureRefused
from minutes.models import Minutes, MinutesVersion
from minutes.notifications import send_signature_awaited
from minutes.selectors.recipients import Recipient, signers_to_tell
from minutes.selectors.signers import SigningPlan, awaiting_since, plan_in_force, policy_of
from minutes.services.record import lock_minutes
from participants.models import MessageLedger
from participants.selectors import working_days
from participants.services.ledger import claim_message, claim_reminder_of_the_day

TO_SIGN = "minutes_to_sign"


@dataclass(frozen=True)
class Reminded:
    minutes: Minutes
    count: int


@transaction.atomic
def remind_signers(*, minutes: Minutes, at: datetime | None = None) -> int:
    """How many mails that makes. Raises ``SignatureRefused`` when nobody is awaited, or all were told today."""
    lock_minutes(minutes)
    plan = plan_in_force(minutes)
    if minutes.state != MinutesState.ADOPTED or plan is None or not plan.turns:
        raise SignatureRefused("Aucune signature n’est attendue.")
    if not signers_to_tell(plan):
        raise SignatureRefused("Aucune adresse n’est connue pour qui doit signer.")
    count = remind_whose_turn_it_is(minutes, at=at)
    if not count:
        raise SignatureRefused("Un rappel est déjà parti aujourd’hui.")
    return count


def remind_whose_turn_it_is(minutes: Minutes, *, at: datetime | None = None) -> int:
    """In the caller's transaction. Nothing before the record is adopted."""
    plan = plan_in_force(minutes) if minutes.state == MinutesState.ADOPTED else None
    today = timezone.localdate(at or timezone.now())
    return _tell(plan, signers_to_tell(plan), today) if plan else 0


def remind_late_signers(*, at: datetime | None = None) -> list[Reminded]:
    """To be run as often as one likes: after so many days without a signature, and as many after each reminder.

    As every reminder: none on a day off, and one mail a day for one person, of whatever kind.
    """
    at = at or timezone.now()
    if not working_days().includes(timezone.localdate(at)):
        return []
    adopted = Minutes.objects.filter(state=MinutesState.ADOPTED).select_related("meeting__cluster__signing_policy")
    counts = [Reminded(minutes, _remind_if_late(minutes, timezone.localdate(at))) for minutes in adopted.order_by("pk")]
    return [reminded for reminded in counts if reminded.count]


@transaction.atomic
def _remind_if_late(minutes: Minutes, today: date) -> int:
    days = policy_of(minutes.meeting.cluster).remind_after_days
    plan = plan_in_force(minutes)
    if not (days and plan):
        return 0
    last_day = today - timedelta(days=days)
    late = [one for one in signers_to_tell(plan) if _waiting_since(plan, one) <= last_day]
    return _tell(plan, [one for one in late if claim_reminder_of_the_day(one.address, on=today)], today)


def _waiting_since(plan: SigningPlan, recipient: Recipient) -> date:
    return reminded_on(plan.version, recipient) or timezone.localdate(awaiting_since(plan))


def reminded_on(version: MinutesVersion, recipient: Recipient) -> date | None:
    told = MessageLedger.objects.filter(purpose=TO_SIGN, about=version.uuid, recipient=recipient.address.lower())
    last: date | None = told.aggregate(last=Max("for_date"))["last"]
    return last


def _tell(plan: SigningPlan, recipients: list[Recipient], today: date) -> int:
    count = 0
    for recipient in recipients:
        about = plan.version.uuid
        if claim_message(recipient=recipient.address, purpose=TO_SIGN, about=about, for_date=today):
            send_signature_awaited(plan.version, recipient)
            count += 1
    return count
