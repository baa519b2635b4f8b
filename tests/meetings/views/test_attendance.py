"""The presence page: one POST for the whole list."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from meetings.enums import MeetingState
from meetings.services.attendance import add_attendance
from tests.factories import make_organisation, make_person
from tests.meetings.factories import NOVEMBER_15, make_meeting


@pytest.fixture
def sheet(client, people, meeting):
    """Post what is given for some rows, with what the page showed."""
    client.force_login(people.coordinator)
    address = reverse("meetings:attendance", args=[meeting.uuid])

    def post(rows, shown="/room/"):
        data = {}
        for who, values in rows.items():
            kind = {"Person": "p", "Organisation": "o", "Attendance": "r"}[type(who).__name__]
            key = f"{kind}-{who.uuid}"
            data |= {f"{key}-was": values.pop("was", shown)}
            data |= {f"{key}-{name}": value for name, value in values.items()}
        return client.post(address, data)

    return post


def rows_of(meeting):
    return list(meeting.attendances.values_list("name", "organisation_name", "state", "mode", "represented_by"))


def test_attendance_lists_the_people_of_the_cluster_by_organisation(client, people, meeting):
    client.force_login(people.coordinator)

    blocks = client.get(reverse("meetings:attendance", args=[meeting.uuid])).context["sheet"].blocks

    assert [(block.title, [line.row.name for line in block.lines]) for block in blocks] == [
        ("Organisation CHEF (CHEF)", ["Awa Coordination", "Bakary Rapporteur", "Organisation seule, sans nom"]),
        ("Organisation PARTEN (PARTEN)", ["Kadi Membre", "Ouria Point Focal", "Organisation seule, sans nom"]),
        ("Organisation VIGIE (VIGIE)", ["Sidi Observateur", "Organisation seule, sans nom"]),
    ]


def test_attendance_expects_those_who_came_last_time(client, people, meeting):
    guest = make_person("Ali Invité")
    add_attendance(meeting=meeting, person=guest)
    following = make_meeting(people.cluster, NOVEMBER_15.replace(month=12))
    client.force_login(people.coordinator)

    lines = list(client.get(reverse("meetings:attendance", args=[following.uuid])).context["sheet"].lines)

    assert [line.row.name for line in lines if line.row.who == guest] == ["Ali Invité"]


def test_attendance_ticked_in_one_go(sheet, people, meeting):
    sheet(
        {
            people.member.person: {"here": "on"},
            people.focal_point.person: {"other": "represented", "represented_by": "Sira Cissé"},
            people.observer.person: {"here": "on", "online": "on"},
            people.lead: {"here": "on"},
            people.coordinator.person: {},
        }
    )

    assert rows_of(meeting) == [
        ("", "CHEF", "present", "room", ""),
        ("Kadi Membre", "PARTEN", "present", "room", ""),
        ("Ouria Point Focal", "PARTEN", "represented", "room", "Sira Cissé"),
        ("Sidi Observateur", "VIGIE", "present", "online", ""),
    ]


@pytest.mark.parametrize(
    ("before", "posted", "after"),
    [
        ("present", {"here": "on", "other": "excused"}, ["excused"]),
        ("excused", {"here": "on", "other": "excused"}, ["present"]),
        ("excused", {"other": "excused"}, ["excused"]),
        ("present", {}, []),
        ("excused", {}, []),
    ],
)
def test_attendance_tick_and_state_together_mean_what_changed(sheet, people, meeting, before, posted, after):
    person = people.member.person
    add_attendance(meeting=meeting, person=person, state=before)

    sheet({person: posted | {"was": f"{before}/room/"}})

    assert list(meeting.attendances.values_list("state", flat=True)) == after


def test_attendance_ticked_by_two_at_once_keeps_both(sheet, people, meeting):
    """The second page still shows the first one's row as empty: left alone, it is not written."""
    sheet({people.member.person: {"here": "on"}, people.observer.person: {}})
    sheet({people.member.person: {}, people.observer.person: {"here": "on"}})

    assert [name for name, *_ in rows_of(meeting)] == ["Kadi Membre", "Sidi Observateur"]


def test_attendance_of_somebody_from_elsewhere_is_ignored(sheet, people, meeting):
    sheet({people.stranger.person: {"here": "on"}, people.outsider: {"here": "on"}})

    assert rows_of(meeting) == []


def test_attendance_of_a_row_of_another_meeting_is_ignored(sheet, people, meeting):
    foreign = add_attendance(meeting=make_meeting(people.other_cluster), name="Togole Amadi")

    sheet({foreign: {"was": "present/room/"}})

    foreign.refresh_from_db()
    assert foreign.state == "present"


def test_attendance_with_a_wrong_state_says_so_and_writes_nothing(sheet, people, meeting):
    response = sheet({people.member.person: {"other": "danse"}, people.observer.person: {"here": "on"}})

    assert "danse" in response.text
    assert rows_of(meeting) == []


def test_attendance_row_typed_by_hand_is_changed_and_taken_off(sheet, meeting):
    first = add_attendance(meeting=meeting, name="Togole Amadi")
    second = add_attendance(meeting=meeting, organisation_name="APCAM")

    sheet(
        {
            first: {"other": "guest", "was": "present/room/", "here": "on"},
            second: {"was": "present/room/"},
        }
    )

    assert rows_of(meeting) == [("Togole Amadi", "", "guest", "room", "")]


def test_attendance_add_asks_for_neither_address_nor_number(client, people, meeting):
    client.force_login(people.coordinator)
    data = {"name": "Togole Amadi", "organisation_name": "PARTEN", "state": "present", "mode": "room", "phone": ""}

    client.post(reverse("meetings:attendance_add", args=[meeting.uuid]), data)

    assert [name for name, *_ in rows_of(meeting)] == ["Togole Amadi"]


def test_attendance_add_keeps_what_was_typed_when_refused(client, people, meeting):
    client.force_login(people.coordinator)
    data = {"job_title": "Chauffeur", "state": "present", "mode": "room", "phone": "appelle-moi"}

    response = client.post(reverse("meetings:attendance_add", args=[meeting.uuid]), data)

    assert list(response.context["newcomer"].errors) == ["phone"]
    assert response.context["newcomer"]["job_title"].value() == "Chauffeur"


@pytest.mark.parametrize(("typed", "saved"), [("31", 31), ("", None)])
def test_headcount_saved(client, people, meeting, typed, saved):
    meeting.headcount_override = 7
    meeting.save()
    client.force_login(people.coordinator)

    client.post(reverse("meetings:headcount", args=[meeting.uuid]), {"headcount_override": typed})

    meeting.refresh_from_db()
    assert meeting.headcount_override == saved


def test_meeting_roles_of_people_from_elsewhere_are_refused(client, people, meeting):
    client.force_login(people.coordinator)
    data = {"kind": "chair", "person": people.stranger.person.uuid, "organisation": people.outsider.uuid}

    response = client.post(reverse("meetings:meeting_roles", args=[meeting.uuid]), data)

    assert sorted(response.context["form"].errors) == ["organisation", "person"]
    assert meeting.roles.count() == 2


def test_meeting_role_of_another_meeting_is_not_found(client, people, meeting):
    foreign = make_meeting(people.other_cluster).roles.get()
    client.force_login(people.coordinator)

    response = client.post(reverse("meetings:meeting_role_remove", args=[meeting.uuid, foreign.pk]))

    assert response.status_code == 404


def test_meeting_role_added_then_removed(client, people, meeting):
    client.force_login(people.coordinator)
    address = reverse("meetings:meeting_roles", args=[meeting.uuid])

    client.post(address, {"kind": "guest_speaker", "name": "Ali Invité", "job_title": "Coordonnateur"})
    role = meeting.roles.get(kind="guest_speaker")
    assert (role.name, role.job_title) == ("Ali Invité", "Coordonnateur")
    client.post(reverse("meetings:meeting_role_remove", args=[meeting.uuid, role.pk]))
    assert not meeting.roles.filter(kind="guest_speaker").exists()


@pytest.mark.parametrize("item_count", [1, 3])
@pytest.mark.parametrize(("name", "expected"), [("attendance", 10), ("meeting_roles", 7)])
def test_page_asks_the_same_number_of_questions(client, people, item_count, name, expected):
    meeting = make_meeting(people.cluster, state=MeetingState.OPEN)
    for _ in range(item_count):
        unit = make_organisation(parent=people.partner)
        add_attendance(meeting=meeting, person=make_person(organisation=unit))
        add_attendance(meeting=meeting, name="Togole Amadi", organisation=unit)
    client.force_login(people.coordinator)

    with CaptureQueriesContext(connection) as queries:
        client.get(reverse(f"meetings:{name}", args=[meeting.uuid]))

    assert len(queries) == expected, "\n".join(query["sql"][:200] for query in queries)
