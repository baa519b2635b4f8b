"""Who was there, in the four forms that minutes use."""

import pytest

from meetings.enums import AttendanceMode, AttendanceState, MeetingRoleKind, MeetingState
from meetings.errors import AttendanceRefused, MeetingNotEditable, MeetingsError
from meetings.models import Attendance
from meetings.selectors import headcount, presence_totals
from meetings.services import attendance
from meetings.services.attendance import Tick
from meetings.services.roles import add_meeting_role, remove_meeting_role
from participants.models import Organisation, Person
from participants.services.people import save_person
from tests.factories import make_organisation, make_person
from tests.meetings.factories import adopt, make_meeting


def test_save_ticks_adds_changes_and_takes_off(people, meeting):
    kadi, ouria = people.member.person, people.focal_point.person
    attendance.save_ticks(
        meeting=meeting, ticks=[Tick(kadi, "present"), Tick(ouria, "excused"), Tick(people.lead, "present")]
    )

    attendance.save_ticks(meeting=meeting, ticks=[Tick(kadi, "represented", represented_by="Sira"), Tick(ouria)])

    assert list(meeting.attendances.values_list("name", "organisation_name", "state", "represented_by")) == [
        ("Kadi Membre", "PARTEN", "represented", "Sira"),
        ("", "CHEF", "present", ""),
    ]


def test_attendance_keeps_name_and_post_as_on_the_day(people, meeting):
    kadi = people.member.person
    kadi.job_title = "Chargée de suivi"
    save_person(kadi)
    row = attendance.add_attendance(meeting=meeting, person=kadi)

    kadi.name, kadi.job_title, kadi.organisation = "Kadi Autre", "Directrice", people.lead
    save_person(kadi)

    row.refresh_from_db()
    assert (row.name, row.job_title, row.organisation_name) == ("Kadi Membre", "Chargée de suivi", "PARTEN")


def test_add_attendance_prints_the_organisation_as_it_was_written(people, meeting):
    row = attendance.add_attendance(
        meeting=meeting, name="Togole Amadi", organisation=people.lead, organisation_name="Chef/Section"
    )

    assert (row.organisation, row.organisation_name) == (people.lead, "Chef/Section")


def test_add_attendance_refused(people, meeting):
    attendance.add_attendance(meeting=meeting, person=people.member.person)
    attendance.add_attendance(meeting=meeting, organisation=people.lead)

    with pytest.raises(AttendanceRefused, match="Kadi Membre est déjà"):
        attendance.add_attendance(meeting=meeting, person=people.member.person)
    with pytest.raises(AttendanceRefused, match="CHEF est déjà"):
        attendance.add_attendance(meeting=meeting, organisation=people.lead)
    with pytest.raises(AttendanceRefused, match="nom ou une organisation"):
        attendance.add_attendance(meeting=meeting, name="  ", job_title="Chauffeur")
    assert meeting.attendances.count() == 2


def test_add_newcomer_without_saving_stays_on_the_list_only(meeting):
    persons = Person.objects.count()

    row = attendance.add_newcomer(
        meeting=meeting, name="Togole Amadi", organisation_name="Association Inconnue", email="a@example.org"
    )

    assert (row.name, row.organisation_name, row.person, row.organisation) == (
        *("Togole Amadi", "Association Inconnue"),
        *(None, None),
    )
    assert Person.objects.count() == persons


def test_add_newcomer_finds_the_organisation_by_another_name(people, meeting):
    undp = make_organisation("PNUD", aliases=("UNDP",))

    row = attendance.add_newcomer(meeting=meeting, name="Togole Amadi", organisation_name="undp")

    assert (row.organisation, row.organisation_name) == (undp, "undp")


def test_add_newcomer_saved_is_expected_next_time(people, meeting):
    row = attendance.add_newcomer(
        meeting=meeting,
        name="Togole Amadi",
        job_title="Directeur",
        organisation_name="Association Nouvelle",
        email="amadi@example.org",
        phone="+223 70 11 22 33",
        save_person=True,
    )

    organisation = Organisation.objects.get(name="Association Nouvelle")
    assert (row.person.organisation, row.person.job_title) == (organisation, "Directeur")
    assert [email.email for email in row.person.emails.all()] == ["amadi@example.org"]
    assert people.cluster.memberships.get(organisation=organisation).status == "invited"


def test_add_newcomer_saved_twice_is_the_same_person(people, meeting):
    later = make_meeting(people.cluster)

    rows = [
        attendance.add_newcomer(meeting=one, name=name, organisation_name="PARTEN", save_person=True)
        for one, name in ((meeting, "Togolé Amadi"), (later, "togole  amadi"))
    ]

    assert rows[0].person == rows[1].person


@pytest.mark.parametrize(
    ("override", "expected"), [(None, 3), (31, 31), (0, 0)], ids=["list", "counted more", "counted none"]
)
def test_headcount_is_what_was_counted_else_the_rows_in_the_room(people, meeting, override, expected):
    for state in AttendanceState:
        attendance.add_attendance(meeting=meeting, person=make_person(), state=state)

    attendance.set_headcount(meeting=meeting, number=override)

    assert headcount(meeting) == expected
    assert presence_totals(meeting).headcount == expected


def test_presence_totals(people, meeting):
    for person, state, mode in (
        (people.member.person, "present", AttendanceMode.ONLINE),
        (people.focal_point.person, "present", AttendanceMode.ROOM),
        (people.coordinator.person, "excused", AttendanceMode.ROOM),
    ):
        attendance.add_attendance(meeting=meeting, person=person, state=state, mode=mode)

    totals = presence_totals(meeting)

    assert (totals.listed, totals.online, totals.excused, totals.organisations) == (2, 1, 1, 1)


def test_attendance_of_an_adopted_record_is_refused(people):
    meeting = make_meeting(people.cluster, state=MeetingState.CLOSED)
    row = attendance.add_attendance(meeting=meeting, name="Togole Amadi")
    adopt(meeting)

    for act in (
        lambda: attendance.save_ticks(meeting=meeting, ticks=[Tick(people.lead, "present")]),
        lambda: attendance.add_attendance(meeting=meeting, name="Autre"),
        lambda: attendance.add_newcomer(meeting=meeting, name="Autre", save_person=True),
        lambda: attendance.update_attendance(attendance=row, state="absent"),
        lambda: attendance.remove_attendance(attendance=row),
        lambda: attendance.set_headcount(meeting=meeting, number=3),
        lambda: add_meeting_role(meeting=meeting, kind="chair", name="Autre"),
    ):
        with pytest.raises(MeetingNotEditable):
            act()
    assert Attendance.objects.count() == 1
    assert not Person.objects.filter(name="Autre").exists()


def test_add_meeting_role_copies_and_lets_the_typed_words_win(people, meeting):
    role = add_meeting_role(
        meeting=meeting, kind=MeetingRoleKind.WRITER, person=people.member.person, job_title="Chargée de liaison"
    )

    assert (role.name, role.job_title, role.organisation_name) == ("Kadi Membre", "Chargée de liaison", "PARTEN")


def test_add_meeting_role_refused(people, meeting):
    with pytest.raises(MeetingsError, match="déjà ce rôle"):
        add_meeting_role(meeting=meeting, kind=MeetingRoleKind.CHAIR, person=people.coordinator.person)
    with pytest.raises(MeetingsError, match="personne ou une organisation"):
        add_meeting_role(meeting=meeting, kind=MeetingRoleKind.CHAIR, job_title="Ministre")
    assert meeting.roles.count() == 2


def test_remove_meeting_role(meeting):
    remove_meeting_role(role=meeting.roles.get(kind=MeetingRoleKind.CHAIR))

    assert list(meeting.roles.values_list("kind", flat=True)) == [MeetingRoleKind.RAPPORTEUR]
