"""Proposing a point, excusing oneself, saying who comes: from an organisation's page, or with an account."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from actions.contributions.tables import answers_to
from actions.enums import CallPart
from meetings.enums import ProposalState
from meetings.models import AgendaProposal, ForeseenAttendance, Meeting
from meetings.services.proposals import propose_point
from participants.models import AccessLinkUse
from participants.voices import Voice
from tests.actions.calls import LinkAt, answers, link_for, make_call, meeting_to_come, morning, plain
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


def test_nothing_is_no_point(people: People, link: LinkAt, phone: Client) -> None:
    """« Rien à proposer » answers a call; here there is none."""
    assert "Donnez un sujet" in plain(phone.post(f"{link.path}point/", {"nothing": "1", "name": NAME}))
    assert not AgendaProposal.objects.exists()


def test_organisation_excuses_itself_from_the_ordinary_page(people: People, meeting, link, phone: Client) -> None:
    phone.post(f"{link.path}presence/", {"coming": "represented", "people": "VIGIE, Sidi", "name": NAME})
    row = meeting.attendances.get()
    assert (row.organisation, row.state, row.represented_by) == (people.partner, "represented", "VIGIE, Sidi")
    assert "vous avez dit : se fait représenter" in plain(phone.get(link.path))


def test_what_is_said_unasked_answers_the_call_that_asks_it(people: People, meeting, link, phone: Client) -> None:
    call = make_call(people, parts=[CallPart.AGENDA.value, CallPart.ATTENDANCE.value], meeting=meeting)
    other = make_call(people, parts=[CallPart.AGENDA.value])
    phone.post(link.call(call, "points"), {"nothing": "1", "name": NAME})
    for _ in range(2):
        phone.post(f"{link.path}point/", {"title": "Accès à Ber", "name": NAME})
        phone.post(f"{link.path}presence/", {"coming": "excused", "note": "Mission", "name": NAME})

    points, coming = answers_to(call).tables
    assert [row[1] for row in points.rows] == ["Accès à Ber"]
    assert answers(call, "presence") == [{"coming": "excused", "people": "", "note": "Mission"}]
    assert [row[1:] for row in coming.rows] == [["S’excuse", "", "Mission"]]
    assert (len(answers_to(call).silent), answers(other, "points")) == (1, [])


def test_meeting_that_is_not_announced_is_not_told(people: People, link: LinkAt, phone: Client) -> None:
    hidden = meeting_to_come(people, state="planned")
    assert "Elle n’est pas encore annoncée." in plain(phone.get(link.path))
    assert phone.get(f"{link.path}presence/").status_code == 404
    phone.post(f"{link.path}point/", {"title": "Accès", "name": NAME})
    assert AgendaProposal.objects.get().meeting is None
    assert not ForeseenAttendance.objects.filter(meeting=hidden).exists()


# --- With an account --------------------------------------------------------------------------------------------------


def own(people: People, name: str, **more: object) -> str:
    return reverse(f"actions:own_{name}", args=[people.cluster.uuid, people.partner.uuid, *more.values()])


def test_focal_point_proposes_and_excuses_its_organisation_with_its_account(people: People, meeting, client) -> None:
    client.force_login(people.focal_point)
    page = client.get(reverse("actions:my_actions")).content.decode()
    assert [path for path in (own(people, "point"), own(people, "presence")) if f'href="{path}"' not in page] == []

    shown = [client.get(own(people, name)).content.decode() for name in ("point", "presence")]
    assert [re.findall(r'aria-current="page">(.*?)</a>', one) for one in shown] == [["Mes actions"]] * 2

    said = client.post(own(people, "point"), {"title": "Accès à Ber", "planned_minutes": "10"}, follow=True)
    proposal = AgendaProposal.objects.get()
    assert (proposal.meeting, proposal.author, proposal.organisation) == (meeting, people.focal_point, people.partner)
    assert (proposal.planned_minutes, proposal.link, proposal.said_by) == (10, None, "Ouria Point Focal")
    assert "Point proposé, merci." in plain(said)
    assert "Donnez un sujet" in plain(client.post(own(people, "point"), {"title": " ", "detail": "Tout"}))
    gone = client.post(own(people, "point_withdraw", point=proposal.uuid), follow=True)
    assert "Retiré par Ouria Point Focal" in plain(gone)

    client.post(own(people, "presence"), {"coming": "excused"})
    assert (meeting.attendances.get().state, meeting.foreseen.get().author) == ("excused", people.focal_point)
    assert "vous avez dit : s’excuse" in plain(client.get(reverse("actions:my_actions")))
    assert own(people, "presence") in plain(client.get(reverse("minutes:meeting_detail", args=[meeting.uuid])))


def test_account_speaks_of_no_meeting_that_is_not_announced_and_takes_back_no_point_of_others(people: People, client):
    meeting_to_come(people, state="planned")
    client.force_login(people.focal_point)
    theirs = propose_point(cluster=people.cluster, organisation=people.lead, voice=Voice("Awa"), title="Accès")
    assert client.get(own(people, "presence")).status_code == 404
    assert client.post(own(people, "point_withdraw", point=theirs.uuid)).status_code == 404
    assert "Elle n’est pas encore annoncée." in plain(client.get(reverse("actions:my_actions")))
    theirs.refresh_from_db()
    assert theirs.is_waiting
