"""Calls for contributions, for tests: two members are asked, and one of them has a link."""

from __future__ import annotations

import html
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.utils import timezone

from actions.enums import CallPart
from actions.models import CallAnswer, ContributionCall
from actions.notifications import send_call_mail
from actions.services.calls import send_call
from meetings.enums import MeetingState
from meetings.models import Meeting
from participants.models import AccessLink
from participants.services.partner_links import create_partner_link
from tests.factories import People
from tests.meetings.factories import make_meeting

FOCAL = "focal@example.org"
MONDAY = date(2027, 3, 1)
MEETS_ON = MONDAY + timedelta(days=14)
EASY_PARTS = (CallPart.ACTIONS, CallPart.AGENDA, CallPart.ATTENDANCE, CallPart.ROUND_TABLE)


def morning(day: date = MONDAY) -> datetime:
    return timezone.make_aware(datetime.combine(day, datetime.min.time()).replace(hour=8))


def meeting_to_come(people: People, *, on: date = MEETS_ON, state: str = MeetingState.ANNOUNCED) -> Meeting:
    return make_meeting(people.cluster, morning(on) + timedelta(hours=2), state=state, venue="Salle Niger")


def make_call(people: People, **given: Any) -> ContributionCall:
    fields: dict[str, Any] = {
        "title": "Tour de table de mars",
        "introduction": "Merci d’avance.",
        "parts": [part.value for part in (CallPart.AGENDA, CallPart.ROUND_TABLE)],
        "due_on": MONDAY + timedelta(days=9),
        "organisations": [people.lead, people.partner],
        "by": people.coordinator,
    }
    return send_call(cluster=people.cluster, **(fields | given))


@dataclass
class LinkAt:
    """The organisation's link, and where it leads."""

    link: AccessLink
    path: str

    def call(self, call: ContributionCall, part: str = "") -> str:
        return f"{self.path}appels/{call.uuid}/" + (f"{part}/" if part else "")


def link_for(people: People) -> LinkAt:
    link, url = create_partner_link(organisation=people.partner, cluster=people.cluster, by=people.coordinator)
    return LinkAt(link, url.removeprefix("http://localhost:8000"))


def answers(call: ContributionCall, part: str) -> list[dict[str, Any]]:
    rows = CallAnswer.objects.filter(call=call, part=part).order_by("at", "id")
    return [row.content for row in rows]


def plain(answer: Any) -> str:
    return html.unescape(answer.content.decode()).replace("\u202f", " ").replace("\xa0", " ")


@contextmanager
def breaking_off(monkeypatch: pytest.MonkeyPatch, where: str, *, after: int) -> Iterator[None]:
    """The run stops at the mail that follows so many others; what its transaction held is gone."""
    sent = []

    def send(*args: Any, **options: Any) -> None:
        if len(sent) == after:
            raise OSError("arrêt")
        sent.append(send_call_mail(*args, **options))

    with monkeypatch.context() as patch:
        patch.setattr(f"{where}.send_call_mail", send)
        yield
