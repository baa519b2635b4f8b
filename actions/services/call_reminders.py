"""Reminding those who have not answered a call, or not all of it. Asked for by the coordination; leaves on a working
day and names what is missing then.

Whoever had another reminder that day gets this one on the next: one reminder a day for one reader.
"""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from actions.contributions.asking import is_silent, missing_parts, with_answers
from actions.enums import CallPart
from actions.models import CallInvitee, ContributionCall
from actions.notifications import send_call_mail
from actions.partners import focal_mailboxes
from actions.services.calls import page_under_link
from participants.enums import MailKind
from participants.models import MessageLedger
from participants.selectors import Mailbox, working_days
from participants.services.choices import stop_url
from participants.services.ledger import claim_message, claim_reminder_of_the_day
from participants.services.partner_links import partner_link_for

MESSAGE = "contribution_reminder"


@transaction.atomic
def want_reminders(call: ContributionCall, *, at: datetime | None = None, of_partial: bool = False) -> int:
    """Of all who have said nothing; ``of_partial``: of all who have said something but not everything.

    Returns how many organisations; the mails leave with ``send_call_reminders``.
    """
    invitees = list(with_answers(call.invitees.select_related("call")))
    missing = missing_parts(invitees)
    meant = [one.pk for one in invitees if missing[one.pk] and is_silent(one) != of_partial]
    return CallInvitee.objects.filter(pk__in=meant).update(reminder_wanted_on=timezone.localdate(at))


def send_call_reminders(*, at: datetime | None = None, call: ContributionCall | None = None) -> int:
    """To be run as often as one likes. Returns how many mails were queued."""
    today = timezone.localdate(at)
    if not working_days().includes(today):
        return 0
    wanted = CallInvitee.objects.filter(reminder_wanted_on__lte=today, call__closed_at=None)
    wanted = wanted.filter(call=call) if call else wanted
    related = list(with_answers(wanted).select_related("call__cluster", "organisation__parent").order_by("id"))
    missing = missing_parts(related)
    return sum(_remind(invitee, missing[invitee.pk], at) for invitee in related)


@transaction.atomic
def _remind(invitee: CallInvitee, missing: list[CallPart], at: datetime | None) -> int:
    """The rows of the ledger, the mails and the end of the wish, in one transaction."""
    owed = []
    wanted_on = invitee.reminder_wanted_on or timezone.localdate(at)
    if missing:
        boxes = [box for box in focal_mailboxes(invitee.organisation, invitee.call.cluster) if _wants(box)]
        owed = [box for box in boxes if not _was_told(box, invitee, wanted_on)]
    told = [box for box in owed if _told(box, invitee, missing, wanted_on, at)]
    if len(told) == len(owed):
        CallInvitee.objects.filter(pk=invitee.pk).update(reminder_wanted_on=None)
    return len(told)


def _wants(box: Mailbox) -> bool:
    return box.person is None or box.person.wants_reminders


def _was_told(box: Mailbox, invitee: CallInvitee, wanted_on: date) -> bool:
    rows = MessageLedger.objects.filter(recipient=box.address.lower(), purpose=MESSAGE, about=invitee.uuid)
    return rows.filter(for_date=wanted_on).exists()


def _told(box: Mailbox, invitee: CallInvitee, missing: list[CallPart], wanted_on: date, at: datetime | None) -> bool:
    call, organisation, today = invitee.call, invitee.organisation, timezone.localdate(at)
    if not claim_reminder_of_the_day(box.address, on=today):
        return False
    claim_message(recipient=box.address, purpose=MESSAGE, about=invitee.uuid, for_date=wanted_on)
    url = partner_link_for(organisation, call.cluster, to=box.address, then=page_under_link(call))
    send_call_mail(
        "contribution_reminder",
        box,
        call=call,
        organisation=organisation,
        url=url,
        stop_url=stop_url(box.person, MailKind.REMINDERS) if box.person else "",
        missing=missing,
    )
    return True
