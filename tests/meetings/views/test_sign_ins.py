"""Signing in on one's own phone, and somebody added in one line."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from meetings.enums import AttendanceState, MeetingState
from meetings.errors import AttendanceRefused
from meetings.models import Attendance, SignIn
from meetings.services import sign_ins
from meetings.services.attendance import add_attendance
from participants.models import Person
from tests.meetings.factories import NOVEMBER_15, make_meeting

WORDS = {"name": "Aminata Keïta", "organisation_name": "Croix-Verte", "job_title": "Sage-femme"}


@pytest.fixture
def meeting(people):
    return make_meeting(people.cluster, by=people.coordinator, state=MeetingState.OPEN)


@pytest.fixture
def phone():
    """Somebody without an account."""
    return Client()


@pytest.fixture
def coordination(client, people):
    client.force_login(people.coordinator)
    return client


def path(meeting):
    return "/presence" + sign_ins.sign_in_url(meeting).partition("/presence")[2]


def answer(coordination, meeting, name, **data):
    return coordination.post(reverse(f"meetings:{name}", args=[meeting.uuid]), data, follow=True)


def listed(meeting):
    rows = meeting.attendances.order_by("position")
    return [(row.name, row.organisation_name, row.job_title, row.state) for row in rows]


# --- On the phone -----------------------------------------------------------------------------------------------------


def test_phone_signs_in_and_waits_for_the_coordination(phone, meeting):
    assert "Je suis là" in phone.get(path(meeting)).content.decode()

    page = phone.post(path(meeting), WORDS)

    assert "Aminata Keïta" in page.content.decode()
    row = SignIn.objects.get()
    assert (row.meeting, row.name, row.organisation_name, row.job_title) == (meeting, *WORDS.values())
    assert not Attendance.objects.exists()


def test_page_says_what_becomes_of_the_names_and_nothing_of_the_meeting(phone, people, meeting):
    add_attendance(meeting=meeting, name="Personne Présente")
    page = phone.get(path(meeting))
    text = page.content.decode()
    assert "entrent alors dans la liste de présence" in text
    assert "Personne Présente" not in text
    assert (page["Referrer-Policy"], page["Cache-Control"]) == ("same-origin", "no-store")


def test_same_name_sent_again_waits_once(phone, meeting):
    for _ in range(2):
        phone.post(path(meeting), WORDS)
    assert SignIn.objects.count() == 1


@pytest.mark.parametrize("missing", ["name", "organisation_name"])
def test_what_is_missing_is_said_and_what_was_typed_stays(phone, meeting, missing):
    page = phone.post(path(meeting), WORDS | {missing: ""})
    kept = next(value for name, value in WORDS.items() if name != missing)
    assert page.status_code == 422
    assert kept in page.content.decode()
    assert not SignIn.objects.exists()


def test_wrong_key_opens_nothing(phone, people, meeting):
    other = make_meeting(people.cluster, by=people.coordinator, state=MeetingState.OPEN)
    key = path(other).rstrip("/").rpartition("/")[2]
    for wrong in ("A" * 16, key, "é"):
        assert phone.get(reverse("meetings:sign_in", args=[meeting.uuid, wrong])).status_code == 404


def test_code_lasts_through_a_change_of_the_secret(phone, meeting, settings):
    address = path(meeting)
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another" * 10
    assert phone.get(address).status_code == 200


@pytest.mark.parametrize("state", [MeetingState.PLANNED, MeetingState.CLOSED, MeetingState.CANCELLED])
def test_outside_the_meeting_nobody_signs_in(phone, people, state):
    meeting = make_meeting(people.cluster, by=people.coordinator, state=state)
    assert phone.post(path(meeting), WORDS).status_code == 410
    assert not SignIn.objects.exists()


@pytest.mark.parametrize(("day", "status"), [(0, 200), (1, 410)])
def test_announced_meeting_takes_sign_ins_on_its_day(phone, people, day, status):
    noon = timezone.localtime().replace(hour=12)
    starts_at = noon + timedelta(days=day, minutes=1)
    meeting = make_meeting(people.cluster, starts_at, by=people.coordinator, state=MeetingState.ANNOUNCED)
    with time_machine.travel(noon):
        assert phone.get(path(meeting)).status_code == status


def test_no_more_wait_than_a_room_holds(phone, meeting, monkeypatch):
    monkeypatch.setattr(sign_ins, "MOST_WAITING", 1)
    phone.post(path(meeting), WORDS)
    page = phone.post(path(meeting), WORDS | {"name": "Une Autre"})
    assert "signalez-vous à la coordination" in page.content.decode()
    assert SignIn.objects.count() == 1


# --- The coordination's answer ----------------------------------------------------------------------------------------


def waiting(meeting, **words):
    return sign_ins.sign_in(meeting=meeting, **WORDS | words)


def test_confirmed_it_is_in_the_list_and_says_when(coordination, meeting):
    row = waiting(meeting)
    assert "Aminata Keïta" in coordination.get(reverse("meetings:attendance", args=[meeting.uuid])).content.decode()

    answer(coordination, meeting, "sign_in_accept", row=row.uuid)

    assert listed(meeting) == [("Aminata Keïta", "Croix-Verte", "Sage-femme", "present")]
    assert meeting.attendances.get().signed_in_at == row.created_at
    assert not SignIn.objects.exists()


def test_known_person_is_recognised_and_listed_once(coordination, people, meeting):
    person = people.member.person
    add_attendance(meeting=meeting, person=person, state=AttendanceState.EXCUSED)
    row = waiting(meeting, name=person.name.upper(), organisation_name=person.organisation.acronym)

    answer(coordination, meeting, "sign_in_accept", row=row.uuid)

    attendance = meeting.attendances.get()
    assert (attendance.person, attendance.state) == (person, AttendanceState.PRESENT)


def test_two_who_answer_at_once_list_somebody_once(meeting):
    row = waiting(meeting)
    same = SignIn.objects.get(pk=row.pk)
    sign_ins.accept_sign_in(row)
    with pytest.raises(AttendanceRefused):
        sign_ins.accept_sign_in(same)
    assert len(listed(meeting)) == 1


def test_all_are_confirmed_at_once(coordination, meeting):
    for name in ("Un", "Deux", "Trois"):
        waiting(meeting, name=f"{name} Venu")
    page = answer(coordination, meeting, "sign_in_accept")
    assert [str(message) for message in page.context["messages"]] == ["3 personnes sont dans la liste."]
    assert [name for name, *_ in listed(meeting)] == ["Un Venu", "Deux Venu", "Trois Venu"]


def test_refused_nothing_of_it_is_kept(coordination, meeting):
    row = waiting(meeting)
    answer(coordination, meeting, "sign_in_refuse", row=row.uuid)
    assert (SignIn.objects.count(), listed(meeting)) == (0, [])


@pytest.mark.parametrize("row", ["", "x", "00000000-0000-4000-8000-000000000000"])
def test_row_that_is_none_changes_nothing(coordination, meeting, row):
    waiting(meeting)
    for name in ("sign_in_accept", "sign_in_refuse"):
        answer(coordination, meeting, name, row=row)
    assert (SignIn.objects.count(), listed(meeting)) == (1, [])


def test_row_of_another_meeting_is_not_taken(coordination, people, meeting):
    other = make_meeting(people.cluster, by=people.coordinator, state=MeetingState.OPEN)
    row = waiting(other)
    answer(coordination, meeting, "sign_in_accept", row=row.uuid)
    assert (listed(meeting), listed(other), SignIn.objects.count()) == ([], [], 1)


def test_code_on_the_wall_is_the_address(coordination, meeting):
    page = coordination.get(reverse("meetings:sign_in_code", args=[meeting.uuid])).content.decode()
    assert path(meeting) in page
    assert 'role="img" aria-label="Code à lire avec un téléphone"' in page


# --- In one line ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "row"),
    [
        ("Awa Démé", ("Awa Démé", "", "")),
        ("Awa Démé, SIA", ("Awa Démé", "SIA", "")),
        ("Awa Démé, chargée de projet, SIA", ("Awa Démé", "SIA", "chargée de projet")),
        ("Awa Démé, PARTEN, chargée de projet", ("Awa Démé", "PARTEN", "chargée de projet")),
        ("Awa Démé, chargée, suivi, SIA", ("Awa Démé", "SIA", "chargée, suivi")),
    ],
)
def test_somebody_is_added_in_one_line(coordination, people, meeting, line, row):
    answer(coordination, meeting, "attendance_line", line=line)
    assert listed(meeting) == [(*row, "present")]


def test_address_and_number_keep_the_person(coordination, people, meeting):
    line = "Awa Démé, chargée de projet, PARTEN, awa@example.org, +223 70 11 22 33"
    answer(coordination, meeting, "attendance_line", line=line)
    person = Person.objects.get(name="Awa Démé")
    assert meeting.attendances.get().person == person
    assert (person.organisation, person.emails.get().email) == (people.partner, "awa@example.org")


@pytest.mark.parametrize("line", ["", "1234", "@@", "Awa, a@b", "x" * 600])
def test_line_that_names_nobody_is_refused_beside_the_field(coordination, meeting, line):
    page = answer(coordination, meeting, "attendance_line", line=line)
    assert page.context["newcomer_line"].errors["line"]
    assert listed(meeting) == []


def test_totals_tell_how_many_of_each_organisation(coordination, people, meeting):
    for name, organisation in (("Un", "SIA"), ("Deux", "SIA"), ("Trois", "")):
        add_attendance(meeting=meeting, name=name, organisation_name=organisation)
    add_attendance(meeting=meeting, name="Excusé", organisation_name="SIA", state=AttendanceState.EXCUSED)
    page = coordination.get(reverse("meetings:attendance", args=[meeting.uuid]))
    assert page.context["totals"].by_organisation == [("Sans organisation", 1), ("SIA", 2)]
    assert meeting.day == NOVEMBER_15.date()
