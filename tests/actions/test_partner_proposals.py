"""Proposing a point, excusing oneself, saying who comes: from the ordinary page of an organisation's link."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
import time_machine
from django.test import Client

from meetings.enums import ProposalState
from meetings.models import AgendaProposal, ForeseenAttendance, Meeting
from participants.models import AccessLinkUse
from tests.actions.calls import LinkAt, link_for, meeting_to_come, morning, plain
from tests.factories import People

NAME = "Fatoumata Ag Almahdi"


@pytest.fixture(autouse=True)
def monday() -> Iterator[None]:
    with time_machine.travel(morning(), tick=True):
        yield


@pytest.fixture
def meeting(people: People) -> Meeting:
    return meeting_to_come(people)


@pytest.fixture
def link(people: People) -> LinkAt:
    return link_for(people)


@pytest.fixture
def phone() -> Client:
    return Client(enforce_csrf_checks=True)


def test_point_is_proposed_and_taken_back_from_the_ordinary_page(people: People, meeting, link, phone: Client) -> None:
    page = phone.post(f"{link.path}point/", {"title": "Accès à Ber", "name": NAME}, follow=True)
    proposal = AgendaProposal.objects.get()
    assert (proposal.meeting, proposal.said_by, proposal.link) == (meeting, NAME, link.link)
    assert "Point proposé, merci." in plain(page)
    gone = phone.post(f"{link.path}point/{proposal.uuid}/retirer/", follow=True)
    proposal.refresh_from_db()
    assert (proposal.state, proposal.answer) == (ProposalState.WITHDRAWN, f"Retiré par {NAME}")
    assert "Retiré" in plain(gone)
    assert [use.act for use in AccessLinkUse.objects.order_by("id")] == [
        "Point proposé : Accès à Ber", "Point retiré : Accès à Ber",
    ]  # fmt: skip


def test_organisation_excuses_itself_from_the_ordinary_page(people: People, meeting, link, phone: Client) -> None:
    phone.post(f"{link.path}presence/", {"coming": "represented", "people": "VIGIE, Sidi", "name": NAME})
    row = meeting.attendances.get()
    assert (row.organisation, row.state, row.represented_by) == (people.partner, "represented", "VIGIE, Sidi")
    assert "vous avez dit : se fait représenter" in plain(phone.get(link.path))


def test_meeting_that_is_not_announced_is_not_told(people: People, link: LinkAt, phone: Client) -> None:
    hidden = meeting_to_come(people, state="planned")
    assert "Elle n’est pas encore annoncée." in plain(phone.get(link.path))
    assert phone.get(f"{link.path}presence/").status_code == 404
    phone.post(f"{link.path}point/", {"title": "Accès", "name": NAME})
    assert AgendaProposal.objects.get().meeting is None
    assert not ForeseenAttendance.objects.filter(meeting=hidden).exists()
