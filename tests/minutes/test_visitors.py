"""Who else is in the room: said in an answer of at most 1 kB, kept for some minutes."""

import gzip
from datetime import timedelta
from urllib.parse import urlencode

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from clusterhub.privacy.retention import apply_retention
from meetings.enums import MeetingState
from minutes.models import RoomVisitor
from minutes.selectors.visitors import NAMED, THERE_FOR, others_in_room
from minutes.services.visitors import KEPT_FOR, note_visit
from participants.enums import Role
from tests.factories import make_person, make_role, make_user
from tests.meetings.factories import make_meeting


@pytest.fixture
def meeting(people):
    return make_meeting(people.cluster, by=people.coordinator, state=MeetingState.OPEN)


def ask(user, meeting, *, script=True, **place):
    client = Client()
    client.force_login(user)
    headers = {"Accept-Encoding": "gzip"} | ({"X-Requested-With": "XMLHttpRequest"} if script else {})
    return client.post(f"{reverse('minutes:room_visit', args=[meeting.uuid])}?{urlencode(place)}", headers=headers)


def said(user, meeting, place=None):
    return [(one.name, one.place, one.is_here) for one in others_in_room(meeting, user, place).named]


def age(by):
    RoomVisitor.objects.update(seen_at=timezone.now() - by)


def test_others_are_named_with_their_place(people, meeting):
    first, second, *_ = meeting.items.all()
    ask(people.coordinator, meeting, point=second.uuid)

    response = ask(people.rapporteur, meeting, point=first.uuid)

    assert "<strong>Awa Coordination</strong> (point 2)" in response.text
    assert said(people.coordinator, meeting, first.uuid) == [("Bakary Rapporteur", "point 1", True)]


def test_section_is_named_by_its_heading(people, meeting):
    section = meeting.sections.create(title="Perspectives")
    ask(people.coordinator, meeting, partie=section.uuid)

    assert said(people.rapporteur, meeting) == [("Awa Coordination", section.heading, False)]


def test_own_second_tab_is_no_rival(people, meeting):
    for item in meeting.items.all()[:2]:
        response = ask(people.coordinator, meeting, point=item.uuid)

    assert "Personne d’autre" in response.text
    assert RoomVisitor.objects.get().place == item.uuid


@pytest.mark.parametrize("place", [{}, {"point": "x"}, {"point": "00000000-0000-0000-0000-000000000000"}])
def test_place_that_is_none_is_no_trouble(people, meeting, place):
    ask(people.coordinator, meeting, **place)

    assert said(people.rapporteur, meeting) == [("Awa Coordination", "", False)]


def test_who_left_is_not_shown_and_leaves_no_trace(people, meeting):
    ask(people.coordinator, meeting)
    age(THERE_FOR + timedelta(seconds=1))
    shown = said(people.rapporteur, meeting)
    age(KEPT_FOR + timedelta(seconds=1))

    note_visit(meeting=meeting, user=people.rapporteur, place=None)

    assert shown == []
    assert RoomVisitor.objects.get().user == people.rapporteur


def test_clock_forgets_those_of_a_meeting_that_is_over(people, meeting):
    ask(people.coordinator, meeting)
    age(KEPT_FOR + timedelta(seconds=1))

    reached = {rule.what: count for rule, count in apply_retention()}

    assert reached["passages dans la saisie"] == 1
    assert not RoomVisitor.objects.exists()


def test_visitors_of_another_meeting_are_elsewhere(people, meeting):
    other = make_meeting(people.cluster, by=people.coordinator, starts_at=meeting.starts_at.replace(month=12))
    ask(people.coordinator, other)

    assert said(people.rapporteur, meeting) == []


def test_answer_is_one_kilobyte_whoever_is_there(people, meeting):
    item = meeting.items.first()
    for number in range(20):
        user = make_user(make_person(f"Ouéléssébougou-N’Diaye Prénom{number} " + "très long nom" * 3))
        make_role(user, people.cluster, Role.CO_FACILITATOR)
        note_visit(meeting=meeting, user=user, place=item.uuid)

    response = ask(people.coordinator, meeting, point=item.uuid)

    assert "et 15\u00a0autres" in gzip.decompress(response.content).decode()
    assert len(others_in_room(meeting, people.coordinator, None).named) == NAMED
    assert len(response.serialize_headers()) + len(response.content) <= 1_000


def test_asking_costs_the_same_however_many_are_there(people, meeting, django_assert_num_queries):
    for user in (people.rapporteur, people.coordinator):
        ask(user, meeting)
    client = Client(headers={"X-Requested-With": "XMLHttpRequest"})
    client.force_login(people.coordinator)

    # session, account, places, meeting; between savepoints: noted, the old ones gone; who is there, points, sections
    with django_assert_num_queries(11):
        client.post(reverse("minutes:room_visit", args=[meeting.uuid]))


def test_without_script_a_button_comes_back_to_the_same_place(people, meeting):
    item = meeting.items.first()

    response = ask(people.coordinator, meeting, script=False, point=item.uuid)

    assert response.url == f"{reverse('minutes:room', args=[meeting.uuid])}?point={item.uuid}"
    assert RoomVisitor.objects.get().place == item.uuid


def test_room_shows_who_is_there_without_script(people, meeting):
    ask(people.rapporteur, meeting)
    client = Client()
    client.force_login(people.coordinator)

    assert "<strong>Bakary Rapporteur</strong>" in client.get(reverse("minutes:room", args=[meeting.uuid])).text


def test_reading_the_room_writes_nothing(people, meeting):
    client = Client()
    client.force_login(people.coordinator)
    client.get(reverse("minutes:room", args=[meeting.uuid]))

    assert not RoomVisitor.objects.exists()
