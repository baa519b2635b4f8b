"""When a record goes out, each organisation reads in one mail what it is now expected to do. Nothing twice."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from django.utils import timezone

from actions.awaited import Awaited, Directory, parts_of
from actions.models import ActionPoint
from actions.notifications import send_assigned
from actions.selectors.action_page import with_parties
from actions.services.answering import with_addresses_to_answer
from meetings.models import Meeting
from participants.services.ledger import claim_message

ASSIGNED = "action_assigned"


def tell_assigned(meeting: Meeting) -> int:
    """In the caller's transaction; returns how many mails that makes. Later versions tell only what is new."""
    made = ActionPoint.objects.filter(meeting=meeting).shown_to_partners().open()
    directory = Directory()
    awaited = [one for action in with_parties(made) for one in directory.awaited_for(action)]
    by_reader: dict[str, list[Awaited]] = defaultdict(list)
    for one in awaited:
        by_reader[one.key].append(one)
    return sum(_tell(each, meeting) for each in by_reader.values())


def _tell(awaited: list[Awaited], meeting: Meeting) -> int:
    """One mail for each organisation that this reader answers for."""
    box = awaited[0].box
    owed = with_addresses_to_answer(parts_of(_claimed(awaited, meeting)), to=box.address)
    for part in owed:
        send_assigned(box, part, meeting=meeting)
    return len(owed)


def _claimed(awaited: Iterable[Awaited], meeting: Meeting) -> list[Awaited]:
    return [one for one in awaited if _claim(one, meeting)]


def _claim(one: Awaited, meeting: Meeting) -> bool:
    made_on = timezone.localdate(meeting.created_at)
    return claim_message(recipient=one.key, purpose=ASSIGNED, about=one.about, for_date=made_on)
