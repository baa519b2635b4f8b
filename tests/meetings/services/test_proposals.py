"""Points that organisations propose, and what the coordination does with them."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from meetings.enums import MeetingState, ProposalState
from meetings.errors import ForeignObject, ForeseenRefused, ProposalRefused
from meetings.models import AgendaItem, AgendaProposal, Attendance, ForeseenAttendance, Meeting
from meetings.services import proposals as service
from meetings.services.attendance import add_attendance
from meetings.services.foreseen import foresee_attendance
from meetings.services.proposals import accept_proposal, propose_point, refuse_proposal, withdraw_proposal
from participants.voices import Voice
from tests.factories import People
from tests.meetings.factories import make_meeting

pytestmark = pytest.mark.django_db
AWA = Voice("Awa Traoré")


@pytest.fixture
def meeting(people: People) -> Meeting:
    return make_meeting(people.cluster)


def propose(people: People, title: str = "Accès à Ber", **given: object) -> AgendaProposal:
    return propose_point(cluster=people.cluster, organisation=people.partner, voice=AWA, title=title, **given)


def test_accepted_point_is_on_the_agenda_before_divers_with_its_first_words(people: People, meeting: Meeting) -> None:
    proposal = propose(people, detail="Piste <coupée>\ndepuis mardi", planned_minutes=10)
    item = accept_proposal(proposal=proposal, meeting=meeting, by=people.coordinator, answer="Avec plaisir")
    titles = list(meeting.items.top_level().values_list("title", flat=True))
    item.refresh_from_db()
    assert titles[-2:] == ["Accès à Ber", "Divers"]
    assert (item.presenter, item.presenter_organisation, item.planned_minutes) == ("PARTEN", people.partner, 10)
    assert item.discussion == "<p>Piste &lt;coupée&gt;<br>depuis mardi</p>"
    assert (proposal.state, proposal.item, proposal.answer) == (ProposalState.ACCEPTED, item, "Avec plaisir")
    assert (proposal.decided_by, proposal.decided_at is not None) == (people.coordinator, True)


def test_refusal_needs_a_word(people: People) -> None:
    proposal = propose(people)
    with pytest.raises(ProposalRefused, match="en un mot pourquoi"):
        refuse_proposal(proposal=proposal, answer=" ", by=people.coordinator)
    refuse_proposal(proposal=proposal, answer="Déjà traité", by=people.coordinator)
    assert AgendaProposal.objects.get().answer == "Déjà traité"
    with pytest.raises(IntegrityError), transaction.atomic():
        AgendaProposal.objects.update(answer="")


def test_point_is_decided_once(people: People, meeting: Meeting) -> None:
    proposal, stale = propose(people), AgendaProposal.objects.get()
    withdraw_proposal(proposal=proposal, voice=AWA)
    with pytest.raises(ProposalRefused, match="déjà « retiré »"):
        accept_proposal(proposal=stale, meeting=meeting, by=people.coordinator)
    assert not AgendaItem.objects.filter(title="Accès à Ber").exists()


@pytest.mark.parametrize(("voice", "who"), [(AWA, "Awa Traoré"), (Voice(), "PARTEN")])
def test_point_taken_back_says_by_whom(people: People, voice: Voice, who: str) -> None:
    """A link on a device that gave no name yet speaks for its organisation."""
    assert withdraw_proposal(proposal=propose(people), voice=voice).answer == f"Retiré par {who}"


def test_point_goes_to_no_meeting_that_is_over_or_anothers(people: People) -> None:
    proposal = propose(people)
    over = make_meeting(people.cluster, state=MeetingState.CLOSED)
    with pytest.raises(ProposalRefused, match="pas encore eu lieu"):
        accept_proposal(proposal=proposal, meeting=over, by=people.coordinator)
    with pytest.raises(ForeignObject):
        accept_proposal(proposal=proposal, meeting=make_meeting(people.other_cluster), by=people.coordinator)
    assert AgendaProposal.objects.get().is_waiting


def test_same_point_twice_is_one_and_too_many_are_refused(people: People, monkeypatch: pytest.MonkeyPatch) -> None:
    assert propose(people) == propose(people, "ACCÈS À BER")
    monkeypatch.setattr(service, "WAITING_AT_MOST", 2)
    propose(people, "Stocks")
    with pytest.raises(ProposalRefused, match="attendent déjà"):
        propose(people, "Routes")


def test_coordination_decides_on_its_page(people: People, meeting: Meeting, client: Client) -> None:
    client.force_login(people.coordinator)
    first, second = propose(people), propose(people, "Stocks")
    at = {proposal: reverse("meetings:proposal_decide", args=[proposal.uuid]) for proposal in (first, second)}
    missing = client.post(at[first], {"meeting": "", "answer": ""}).content.decode()
    wordless = client.post(at[second], {"refuse": "1", "answer": ""}).content.decode()
    client.post(at[first], {"meeting": str(meeting.uuid), "answer": ""})
    listed = client.post(at[second], {"refuse": "1", "answer": "Hors sujet"}, follow=True).content.decode()
    assert ("Choisissez la réunion" in missing, "Dites en un mot" in wordless) == (True, True)
    assert [proposal.state for proposal in AgendaProposal.objects.order_by("id")] == ["accepted", "refused"]
    assert "Hors sujet" in listed
    assert client.get(at[first]).status_code == 302


def test_meeting_tells_its_coordination_what_was_said_before(people: People, meeting: Meeting, client: Client) -> None:
    propose(people)
    foresee_attendance(meeting=meeting, organisation=people.partner, voice=AWA, coming="coming", people="Awa\nSidi")
    client.force_login(people.coordinator)
    page = client.get(reverse("minutes:meeting_detail", args=[meeting.uuid])).content.decode()
    sheet = client.get(reverse("meetings:attendance", args=[meeting.uuid])).content.decode()
    assert ("Accès à Ber" in page, "Awa et Sidi" in page, "Awa et Sidi" in sheet) == (True, True, True)


# --- Who comes --------------------------------------------------------------------------------------------------------


def test_list_is_filtered_and_shows_first_what_waits(people: People) -> None:
    road, well, school = (propose(people, title) for title in ("Piste de Ber", "Puits de Ber", "École"))
    refuse_proposal(proposal=road, answer="Déjà traité", by=people.coordinator)
    refuse_proposal(proposal=school, answer="Hors mandat", by=people.coordinator)
    client = Client()
    client.force_login(people.coordinator)
    url = reverse("meetings:proposal_list", args=[people.cluster.uuid])

    def shown(**query: str) -> list[AgendaProposal]:
        return list(client.get(url, query).context["page"])

    assert shown() == [well, school, road]
    assert shown(q="ber") == [well, road]
    assert shown(state="refused", organisation="parten") == [school, road]
    assert shown(organisation="autre") == []


def foresee(people: People, meeting: Meeting, coming: str, who: str = "") -> ForeseenAttendance:
    return foresee_attendance(meeting=meeting, organisation=people.partner, voice=AWA, coming=coming, people=who)


def test_list_follows_what_the_organisation_says_last(people: People, meeting: Meeting) -> None:
    told = []
    for coming, who in (("excused", ""), ("represented", "VIGIE"), ("excused", ""), ("coming", "Awa")):
        foresee(people, meeting, coming, who)
        told.append(list(meeting.attendances.values_list("state", "represented_by")))
    assert told == [[("excused", "")], [("represented", "VIGIE")], [("excused", "")], []]
    assert ForeseenAttendance.objects.count() == 4
    with pytest.raises(IntegrityError, match="append-only"):
        ForeseenAttendance.objects.update(coming="coming")


def test_what_was_ticked_by_hand_is_left_alone(people: People, meeting: Meeting) -> None:
    add_attendance(meeting=meeting, organisation=people.partner, state="present")
    foresee(people, meeting, "excused")
    foresee(people, meeting, "coming")
    assert Attendance.objects.get().state == "present"


@pytest.mark.parametrize(
    ("state", "coming"), [("open", "excused"), ("cancelled", "coming"), ("planned", "represented")]
)
def test_word_that_comes_too_late_or_is_incomplete_is_refused(people: People, state: str, coming: str) -> None:
    with pytest.raises(ForeseenRefused):
        foresee(people, make_meeting(people.cluster, state=state), coming)
    assert not ForeseenAttendance.objects.exists()
