"""The clock asks by itself before each meeting of a cluster that wants it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from post_office.models import Email

from actions.errors import CallRefused
from actions.models import CallSetting, ContributionCall
from actions.services.automatic_calls import save_call_setting, send_meeting_calls
from meetings.services.lifecycle import cancel_meeting, reschedule_meeting, restore_meeting
from participants.services.clusters import join_cluster
from tests.actions.calls import EASY_PARTS, FOCAL, MEETS_ON, MONDAY, breaking_off, meeting_to_come, morning, plain
from tests.factories import People
from tests.meetings.factories import make_meeting
from tests.permissions.snapshot import database

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def monday() -> Iterator[time_machine.Coordinates]:
    with time_machine.travel(morning(), tick=True) as traveller:
        yield traveller


@pytest.fixture
def coordinator(client: Client, people: People) -> Client:
    client.force_login(people.coordinator)
    return client


def turn_on(people: People, *, days: int = 7, parts: tuple[str, ...] = EASY_PARTS) -> None:
    save_call_setting(people.cluster, is_on=True, days_before=days, parts=parts, introduction="Merci")


def test_call_goes_out_by_itself_once_on_its_day(people: People) -> None:
    meeting = meeting_to_come(people)
    turn_on(people)
    days = [MONDAY + timedelta(days=number) for number in (0, 4, 6, 7, 8, 13, 14, 15)]
    sent = {day: [len(send_meeting_calls(at=morning(day))) for _ in range(2)] for day in days}
    call = ContributionCall.objects.get()
    assert {day: count for day, count in sent.items() if any(count)} == {MONDAY + timedelta(days=7): [1, 0]}
    assert (call.meeting, call.is_automatic, call.created_by, call.parts) == (meeting, True, None, list(EASY_PARTS))
    assert call.due_on == date(2027, 3, 12)  # the Friday before a Monday
    assert {invitee.organisation for invitee in call.invitees.all()} == {people.lead, people.partner}


def test_missed_days_are_caught_up_until_the_meeting_begins(people: People) -> None:
    meeting_to_come(people)
    turn_on(people)
    friday = MEETS_ON - timedelta(days=3)
    assert [len(send_meeting_calls(at=morning(day))) for day in (friday, friday + timedelta(days=3))] == [1, 0]
    meeting_to_come(people, on=MEETS_ON + timedelta(days=30))
    assert send_meeting_calls(at=morning(MEETS_ON + timedelta(days=31))) == []


def test_call_that_falls_on_a_day_off_leaves_on_the_working_day_before(people: People) -> None:
    meeting_to_come(people, on=MEETS_ON + timedelta(days=5))  # a Saturday; seven days before is one too
    turn_on(people)
    saturday = MEETS_ON - timedelta(days=2)
    sent = [len(send_meeting_calls(at=morning(saturday + timedelta(days=number)))) for number in (-2, -1, 0)]
    assert sent == [0, 1, 0]


def test_nothing_goes_out_where_it_is_not_wanted(people: People) -> None:
    meeting_to_come(people)
    make_meeting(people.other_cluster, morning(MEETS_ON))
    assert send_meeting_calls(at=morning(MEETS_ON - timedelta(days=3))) == []
    save_call_setting(people.cluster, is_on=False, days_before=7, parts=["points"], introduction="")
    assert send_meeting_calls(at=morning(MEETS_ON - timedelta(days=3))) == []
    with pytest.raises(CallRefused):
        save_call_setting(people.cluster, is_on=True, days_before=7, parts=["profil"], introduction="")


def test_call_that_is_refused_is_logged_and_holds_up_no_other(people: People, caplog: pytest.LogCaptureFixture) -> None:
    refused = make_meeting(people.other_cluster, starts_at=morning(MEETS_ON))
    meeting = meeting_to_come(people)
    for cluster in (people.other_cluster, people.cluster):
        join_cluster(cluster=cluster, organisation=people.partner)
        save_call_setting(cluster, is_on=True, days_before=7, parts=EASY_PARTS, introduction="")
    CallSetting.objects.filter(cluster=people.other_cluster).update(parts=[])
    sent = send_meeting_calls(at=morning(MEETS_ON - timedelta(days=7)))
    assert [call.meeting for call in sent] == [meeting]
    assert caplog.messages == [f"No call for meeting {refused.pk}: Choisissez ce que vous demandez."]


def test_run_killed_while_sending_leaves_nothing_or_all(people: People, monkeypatch: pytest.MonkeyPatch) -> None:
    meeting_to_come(people)
    turn_on(people)
    day = morning(MEETS_ON - timedelta(days=3))
    before = database()
    with breaking_off(monkeypatch, "actions.services.calls", after=0), pytest.raises(OSError, match="arrêt"):
        send_meeting_calls(at=day)
    assert database() == before
    assert len(send_meeting_calls(at=day)) == 1
    assert Email.objects.filter(to=FOCAL, subject__contains="contributions").count() == 1


def test_call_follows_its_meeting(people: People) -> None:
    meeting = meeting_to_come(people)
    turn_on(people)
    send_meeting_calls(at=morning(MEETS_ON - timedelta(days=5)))
    call = ContributionCall.objects.get()
    later = morning(MEETS_ON + timedelta(days=3)) + timedelta(hours=2)
    reschedule_meeting(meeting=meeting, starts_at=later, reason="Piste coupée", by=people.coordinator)
    call.refresh_from_db()
    assert ("18 mars 2027" in call.title.replace("\xa0", " "), call.due_on) == (True, date(2027, 3, 17))
    cancel_meeting(meeting=meeting, reason="Route coupée", by=people.coordinator)
    assert not ContributionCall.objects.get().is_open
    restore_meeting(meeting=meeting, by=people.coordinator)
    assert ContributionCall.objects.get().is_open


def test_setting_is_kept_on_its_page(people: People, coordinator: Client) -> None:
    url = reverse("actions:call_setting", args=[people.cluster.uuid])
    refused = plain(coordinator.post(url, {"is_on": "on", "days_before": "7"}))
    coordinator.post(url, {"is_on": "on", "days_before": "5", "parts": ["points"], "introduction": "Bonjour"})
    page = coordinator.get(url)
    assert "Choisissez ce que l’appel demande." in refused
    assert page.context["form"].initial == {
        "is_on": True, "days_before": 5, "parts": ["points"], "introduction": "Bonjour",
    }  # fmt: skip
