"""Meetings as a file: what each may read of them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from meetings.enums import MeetingState
from meetings.models import Meeting
from meetings.services.attendance import add_attendance
from meetings.services.lifecycle import close_meeting, open_meeting
from participants.models import User
from tests.factories import People, make_people, make_place
from tests.meetings.factories import NOVEMBER_15, adopt, make_meeting
from tests.sheets import FORMULA, body, cells, csv_lines, table

pytestmark = pytest.mark.django_db


@pytest.fixture
def people(db: None) -> People:
    return make_people()


@pytest.fixture
def export(client: Client) -> Any:
    def ask(user: User, **query: str) -> Any:
        client.force_login(user)
        return client.get(reverse("meetings:meeting_export"), query)

    return ask


@pytest.fixture
def meeting(people: People) -> Meeting:
    """Held, with two people of one organisation in the room."""
    meeting = make_meeting(people.cluster, title="=Réunion", venue="Salle OCHA")
    meeting.place = make_place("Mopti", code="ML05", code_system="pcode")
    meeting.save()
    open_meeting(meeting=meeting, by=None, at=NOVEMBER_15)
    for user in (people.member, people.focal_point):
        add_attendance(meeting=meeting, person=user.person)
    return close_meeting(meeting=meeting, by=None, at=NOVEMBER_15.replace(hour=16))


def test_row_says_what_the_meeting_was(people, meeting, export):
    (row,) = table(export(people.coordinator))
    assert row == {
        "Identifiant": str(meeting.uuid),
        "Cluster": "Relèvement",
        "Code du cluster": "CRP",
        "Intitulé": "=Réunion",
        "Nature": "Réunion ordinaire",
        "État": "Levée",
        "Code de l’état": "closed",
        "Début": datetime(2016, 11, 15, 14, 30),
        "Fin": datetime(2016, 11, 15, 16, 30),
        "Salle, adresse": "Salle OCHA",
        "Hôte": None,
        "Région": "Mopti",
        "Code de la région": "ML05",
        "Participants": 2,
        "Organisations présentes": 1,
        "Compte rendu adopté le": None,
    }


def test_hashtags_and_no_formula(people, meeting, export):
    rows = cells(export(people.coordinator))
    tags = [cell.value for cell in rows[1]]
    assert tags[:3] == ["#meta+id", "#sector+cluster+name", "#sector+code"]
    assert tags[13:] == ["#x_attendance+num+total", "#x_attendance+num+orgs", "#date+adopted"]
    assert FORMULA not in {cell.data_type for row in rows for cell in row}
    assert "'=Réunion" in csv_lines(export(people.coordinator, format="csv"))[2]


def test_presence_waits_for_the_record_to_be_circulated(people, meeting, export):
    def told(user: User) -> tuple[Any, Any]:
        (row,) = table(export(user))
        return row["Participants"], row["Organisations présentes"]

    assert told(people.member) == (None, None)
    adopt(meeting)
    assert told(people.member) == (2, 1)


def test_each_sees_the_meetings_of_the_list(people, meeting, export):
    make_meeting(people.cluster, NOVEMBER_15.replace(month=12), state=MeetingState.PLANNED)
    counts = {name: len(table(export(getattr(people, name)))) for name in ("coordinator", "member", "stranger")}
    assert counts == {"coordinator": 2, "member": 1, "stranger": 0}


def test_filters_in_force_are_followed(people, meeting, export, client):
    assert table(export(people.member, state="cancelled")) == []
    assert len(table(export(people.member, since="2016-11-15", until="2016-11-15"))) == 1
    page = client.get(reverse("meetings:meeting_list"), {"state": "closed", "page": "2"}).content.decode()
    assert 'href="/reunions/exporter/?state=closed"' in page


@pytest.mark.parametrize("count", [1, 3])
def test_queries_do_not_grow_with_the_rows(people, export, count):
    for month in range(count):
        make_meeting(people.cluster, NOVEMBER_15.replace(month=month + 1), state=MeetingState.CLOSED)
    with CaptureQueriesContext(connection) as asked:
        body(export(people.member))
    assert len([query for query in asked if "meetings_" in query["sql"]]) == 1
