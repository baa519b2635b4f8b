"""Reminders before and after a deadline: one mail a day for one reader at most, none on days off.

What is owed follows from the deadlines and from what the ledger says was told, never from « yesterday »: a day on which
the clock did not run is caught up, and a run that was cut short goes on where it stopped.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from actions.awaited import Awaited, Directory, parts_of
from actions.models import ActionPoint
from actions.notifications import send_reminder
from actions.selectors.action_page import with_parties
from actions.services.answering import with_addresses_to_answer
from participants.enums import MailKind
from participants.models import Cluster, MessageLedger
from participants.selectors import Mailbox, working_days
from participants.services.choices import stop_url
from participants.services.ledger import claim_message, claim_reminder_of_the_day
from participants.working_days import WorkingDays

DUE, LATE = "action_due", "action_late"
LATE_AT_MOST = 4
EVERY = timedelta(days=7)
FORGOTTEN_AFTER = timedelta(days=120)
"""Later than that, an action is only in the coordination's digest, even if no reminder ever went."""
SHIFTED_AT_MOST = timedelta(days=31)
BATCH = 500


@dataclass(frozen=True)
class Owed:
    """One reminder: its rows in the ledger are ``dates`` under ``purpose``."""

    awaited: Awaited
    purpose: str
    dates: tuple[date, ...]


def remind_awaited(*, at: datetime | None = None) -> int:
    """To be run as often as one likes. Returns how many mails were queued."""
    today = timezone.localdate(at or timezone.now())
    days = working_days()
    if not days.includes(today):
        return 0
    return sum(_remind(awaited, today, days) for awaited in _by_reader(today).values())


def _by_reader(today: date) -> dict[str, list[Awaited]]:
    found: dict[str, list[Awaited]] = defaultdict(list)
    directory = Directory()
    for action in _near_their_date(today):
        for one in directory.awaited_for(action):
            if one.box.person is None or one.box.person.wants_reminders:
                found[one.key].append(one)
    return found


def _near_their_date(today: date) -> Iterator[ActionPoint]:
    ahead = Cluster.objects.aggregate(first=Max("first_reminder_days"), last=Max("last_reminder_days"))
    until = today + timedelta(days=max(number or 0 for number in ahead.values())) + SHIFTED_AT_MOST
    near = ActionPoint.objects.shown_to_partners().open().filter(due_on__range=(today - FORGOTTEN_AFTER, until))
    return with_parties(near).order_by("due_on", "id").iterator(chunk_size=BATCH)


@transaction.atomic
def _remind(awaited: list[Awaited], today: date, days: WorkingDays) -> int:
    """All that one reader is owed, in one transaction: the rows of the ledger and the mail, or neither."""
    box = awaited[0].box
    owed = _owed(awaited, today, days)
    if not owed or not claim_reminder_of_the_day(box.address, on=today):
        return 0
    fresh = [one.awaited for one in owed if _claim(box, one)]
    parts = with_addresses_to_answer(parts_of(fresh), to=box.address)
    if not parts:
        return 0
    send_reminder(box, parts, on=today, stop_url=stop_url(box.person, MailKind.REMINDERS) if box.person else "")
    return 1


def _claim(box: Mailbox, owed: Owed) -> bool:
    about = owed.awaited.about
    claims = [claim_message(recipient=box.address, purpose=owed.purpose, about=about, for_date=on) for on in owed.dates]
    return any(claims)


# --- What is owed -----------------------------------------------------------------------------------------------------


def _owed(awaited: list[Awaited], today: date, days: WorkingDays) -> list[Owed]:
    told = _told(awaited)
    owed = (_owed_of(one, told[one.about], today, days) for one in awaited)
    return [one for one in owed if one]


def _told(awaited: list[Awaited]) -> dict[UUID, set[tuple[str, date]]]:
    """By action or part of one: what this reader was told, and for which day."""
    told: dict[UUID, set[tuple[str, date]]] = defaultdict(set)
    numbers = [one.about for one in awaited]
    for batch in (numbers[start : start + BATCH] for start in range(0, len(numbers), BATCH)):
        rows = MessageLedger.objects.filter(recipient=awaited[0].key, purpose__in=(DUE, LATE), about__in=batch)
        for about, purpose, day in rows.values_list("about", "purpose", "for_date"):
            told[about].add((purpose, day))
    return told


def _owed_of(one: Awaited, told: Iterable[tuple[str, date]], today: date, days: WorkingDays) -> Owed | None:
    due_on = one.line.due_on
    if due_on is None:
        return None
    if due_on < today:
        return Owed(one, LATE, (today,)) if _is_owed_late(due_on, told, today) else None
    known = {day for purpose, day in told if purpose == DUE}
    dates = tuple(day for day in _reminder_days(one, due_on, days) if day <= today and day not in known)
    return Owed(one, DUE, dates) if dates else None


def _reminder_days(one: Awaited, due_on: date, days: WorkingDays) -> list[date]:
    """The working day on or before each of the cluster's delays; not before the action was known."""
    known_on = timezone.localdate(one.line.action.created_at)
    delays = {one.cluster.first_reminder_days, one.cluster.last_reminder_days} - {0}
    wanted = {days.last_until(due_on - timedelta(days=delay)) for delay in delays}
    return sorted(day for day in wanted if day > known_on)


def _is_owed_late(due_on: date, told: Iterable[tuple[str, date]], today: date) -> bool:
    """Another deadline begins another series."""
    since = [day for purpose, day in told if purpose == LATE and day > due_on]
    return len(since) < LATE_AT_MOST and (not since or today - max(since) >= EVERY)
