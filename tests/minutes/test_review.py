"""The review between the draft and the circulation."""

import pytest
from django.urls import reverse

from meetings.enums import MeetingRoleKind
from meetings.models import MeetingRole
from minutes.enums import MinutesState
from minutes.errors import MoveRefused
from minutes.models import Minutes
from minutes.services.record import back_to_draft, circulate_minutes
from minutes.services.review import send_to_review
from tests.minutes.factories import make_held_meeting

pytestmark = pytest.mark.django_db


@pytest.fixture
def reviewer(held, people):
    return MeetingRole.objects.create(
        meeting=held, kind=MeetingRoleKind.REVIEWER, person=people.rapporteur.person, name="Bakary Rapporteur"
    )


def reviews(sent_mail):
    return [mail.to for mail in sent_mail() if mail.subject.startswith("Compte rendu à relire")]


def test_reviewer_is_told_and_the_move_leaves_its_row(held, people, reviewer, sent_mail):
    minutes = send_to_review(meeting=held, by=people.coordinator)
    event = minutes.events.get()
    assert (event.before, event.after, event.actor) == ("drafting", "in_review", people.coordinator)
    assert reviews(sent_mail) == [[people.rapporteur.email]]


def test_who_sends_to_himself_gets_no_mail(held, people, reviewer, sent_mail):
    send_to_review(meeting=held, by=people.rapporteur)
    assert reviews(sent_mail) == []


def test_reviewed_text_is_circulated_or_goes_back(held, people):
    send_to_review(meeting=held, by=people.coordinator)
    assert back_to_draft(meeting=held, reason="À compléter", by=people.coordinator).state == MinutesState.DRAFTING
    send_to_review(meeting=held, by=people.coordinator)
    assert circulate_minutes(meeting=held, by=people.rapporteur).minutes.state == MinutesState.CIRCULATED


def test_open_sitting_is_not_reviewed(people):
    with pytest.raises(MoveRefused, match="pas levée"):
        send_to_review(meeting=make_held_meeting(people, state="open"), by=people.coordinator)


def test_circulated_or_adopted_text_is_not_reviewed(circulated, people):
    with pytest.raises(MoveRefused, match="ne s’envoie pas en relecture"):
        send_to_review(meeting=circulated, by=people.coordinator)


def test_coordination_sends_from_the_page_and_members_read_nothing_yet(client, held, people, reviewer):
    address, record = (reverse(f"minutes:{name}", args=[held.uuid]) for name in ("minutes_review", "record"))
    client.force_login(people.coordinator)
    assert address in client.get(record).content.decode()
    assert "Bakary Rapporteur" in client.get(address).content.decode()
    assert "confirmed" in client.post(address).context["form"].errors
    assert client.post(address, {"confirmed": "on"}).url == record
    page = client.get(record).content.decode()
    assert Minutes.objects.get().state == MinutesState.IN_REVIEW
    assert "Bakary Rapporteur relit le compte rendu" in page
    assert address not in page
    assert "Diffuser à nouveau" not in page
    client.force_login(people.member)
    assert client.get(record).status_code == 403
