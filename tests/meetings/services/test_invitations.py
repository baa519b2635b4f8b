"""What the invitees' calendars get: the meeting, its new date, its end. RFC 5546, read back by another library."""

from datetime import UTC, timedelta

import pytest
import vobject

from meetings.models import Meeting
from meetings.services import lifecycle
from meetings.services.agenda import add_item
from participants.enums import Role
from tests.factories import make_person, make_role
from tests.meetings.factories import NOVEMBER_15, make_meeting


@pytest.fixture
def invited(people):
    """One person with an address, in a cluster where nobody else is invited."""
    people.cluster.roles.all().delete()
    for account in (people.coordinator, people.rapporteur, people.member, people.focal_point, people.observer):
        account.is_active = False
        account.save()
    person = make_person("Salif Diallo", people.partner, emails=("salif@example.org",))
    make_role(person, people.cluster, Role.FOCAL_POINT)
    return person


def part_of(message):
    """The calendar as it leaves: its type with the method, and what it says."""
    part = next(part for part in message.message().walk() if part.get_content_type() == "text/calendar")
    return part, vobject.readOne(part.get_payload(decode=True).decode())


def test_meeting_announced_moved_and_cancelled_is_one_entry_of_the_calendar(people, invited, sent_mail):
    meeting = make_meeting(people.cluster, venue="Salle A")
    lifecycle.announce_meeting(meeting=meeting, by=None)
    lifecycle.reschedule_meeting(meeting=meeting, starts_at=NOVEMBER_15 + timedelta(days=2), reason="Pluie", by=None)
    lifecycle.cancel_meeting(meeting=meeting, reason="Route coupée", by=None)

    parts, calendars = zip(*(part_of(message) for message in sent_mail()), strict=True)

    assert [part.get_param("method") for part in parts] == ["REQUEST", "REQUEST", "CANCEL"]
    assert [calendar.method.value for calendar in calendars] == ["REQUEST", "REQUEST", "CANCEL"]
    assert {calendar.vevent.uid.value for calendar in calendars} == {str(meeting.uuid)}
    numbers = [int(calendar.vevent.sequence.value) for calendar in calendars]
    assert numbers == sorted(set(numbers))
    assert [calendar.vevent.status.value for calendar in calendars] == ["CONFIRMED", "CONFIRMED", "CANCELLED"]
    assert calendars[0].vevent.dtstart.value == NOVEMBER_15.astimezone(UTC)
    assert calendars[1].vevent.dtstart.value == (NOVEMBER_15 + timedelta(days=2)).astimezone(UTC)
    assert calendars[1].vevent.dtend.value - calendars[1].vevent.dtstart.value == timedelta(minutes=90)


def test_meeting_announced_again_after_a_cancellation_wins_over_it(people, invited, sent_mail):
    meeting = make_meeting(people.cluster)
    lifecycle.announce_meeting(meeting=meeting, by=None)
    lifecycle.cancel_meeting(meeting=meeting, reason="Pluie", by=None)
    lifecycle.restore_meeting(meeting=meeting, by=None)
    lifecycle.announce_meeting(meeting=meeting, by=None)

    *_, cancelled, again = (part_of(message)[1] for message in sent_mail())

    assert (again.method.value, again.vevent.status.value) == ("REQUEST", "CONFIRMED")
    assert int(again.vevent.sequence.value) > int(cancelled.vevent.sequence.value)


def test_invitation_names_nobody_but_its_reader_and_nothing_restricted(people, invited, sent_mail):
    meeting = make_meeting(people.cluster)
    add_item(meeting=meeting, title="Présentation du projet, suite")
    add_item(meeting=meeting, title="Reserve", visibility="coordination")
    make_role(make_person("Hawa Koné", emails=("hawa@example.org",)), people.cluster, Role.FOCAL_POINT)

    lifecycle.announce_meeting(meeting=meeting, by=None)

    calendars = {message.to[0]: part_of(message)[1] for message in sent_mail()}
    assert set(calendars) == {"salif@example.org", "hawa@example.org"}
    event = calendars["salif@example.org"].vevent
    assert [one.value for one in event.contents["attendee"]] == ["mailto:salif@example.org"]
    assert event.organizer.value == "mailto:ne-pas-repondre@example.org"
    assert "Présentation du projet, suite" in event.description.value
    assert "Reserve" not in event.serialize()
    assert event.url.value in event.description.value


@pytest.mark.parametrize("end", ["\r\n", "\n", "\v", "\x85", "\u2028"])
def test_names_from_a_database_written_by_other_hands_add_nothing(people, invited, sent_mail, end):
    meeting = make_meeting(people.cluster)
    text = f"Réunion{end}Bcc: x@example.org{end}ATTENDEE:mailto:x@example.org"
    Meeting.objects.filter(pk=meeting.pk).update(title=text, venue=text, online_url=f"https://example.org/{end}X:1")
    type(invited).objects.filter(pk=invited.pk).update(name=text)
    meeting.refresh_from_db()

    lifecycle.announce_meeting(meeting=meeting, by=None)

    message = sent_mail()[0]
    assert (message.to, message.bcc, message.message()["Bcc"]) == (["salif@example.org"], [], None)
    _, calendar = part_of(message)
    assert len(calendar.contents["vevent"]) == 1
    assert [one.value for one in calendar.vevent.contents["attendee"]] == ["mailto:salif@example.org"]
    assert "x" not in calendar.vevent.contents
