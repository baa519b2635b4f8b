"""What the invitees' calendars get: the meeting, its new date, its end. RFC 5546, read back by another library."""

from datetime import UTC, timedelta

import pytest
import time_machine
import vobject
from django.db import transaction

from meetings.calendar import meeting_entry
from meetings.enums import MeetingKind, MeetingState
from meetings.errors import MeetingsError
from meetings.models import Meeting
from meetings.services import lifecycle
from meetings.services.agenda import add_item
from meetings.services.meetings import update_meeting
from participants.enums import Role
from participants.models import MessageLedger
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


# --- Changes other than the date --------------------------------------------------------------------------------------

BEFORE = NOVEMBER_15 - timedelta(days=5)
CHANGES = {
    "title": ("Réunion élargie", "intitulé"),
    "ends_at": (NOVEMBER_15 + timedelta(hours=3), "fin prévue"),
    "venue": ("Salle B", "salle"),
    "online_url": ("https://visio.example.org/cluster", "adresse en ligne"),
}


@pytest.fixture
def announced(people, invited, sent_mail):
    with time_machine.travel(BEFORE, tick=False):
        meeting = make_meeting(people.cluster, state=MeetingState.ANNOUNCED, venue="Salle A")
        sent_mail().clear()
        yield meeting


@pytest.mark.parametrize("name", CHANGES)
def test_changed_detail_is_told_with_the_same_entry_and_a_higher_number(people, announced, sent_mail, name):
    before = meeting_entry(announced)
    value, word = CHANGES[name]
    update_meeting(meeting=announced, by=people.coordinator, **{name: value})

    (message,) = sent_mail()
    part, calendar = part_of(message)

    assert (part.get_param("method"), calendar.method.value) == ("REQUEST", "REQUEST")
    assert (calendar.vevent.uid.value, calendar.vevent.sequence.value) == (before.uid, str(before.sequence + 1))
    assert calendar.vevent.summary.value == announced.title
    assert calendar.vevent.dtend.value == announced.ends_at.astimezone(UTC)
    assert calendar.vevent.location.value == announced.venue
    assert announced.online_url in calendar.vevent.description.value
    assert f"est modifiée : {word}. Sa date ne change pas." in message.body
    event = announced.events.last()
    assert (event.kind, event.after, event.actor) == ("details", word, people.coordinator)


@pytest.mark.parametrize(
    "changes",
    [
        {"venue": "Salle A"},
        {"kind": MeetingKind.EXTRAORDINARY},
        {"title": "Réunion ordinaire du Cluster Relèvement", "ends_at": NOVEMBER_15 + timedelta(minutes=90)},
    ],
)
def test_nothing_is_told_when_nothing_that_matters_changed(announced, sent_mail, changes):
    rows = announced.events.count()
    update_meeting(meeting=announced, **changes)
    assert (sent_mail(), announced.events.count()) == ([], rows)


@pytest.mark.parametrize("state", [MeetingState.PLANNED, MeetingState.OPEN])
def test_nothing_is_told_of_a_meeting_that_is_not_announced(people, invited, sent_mail, state):
    with time_machine.travel(BEFORE, tick=False):
        meeting = make_meeting(people.cluster, state=state)
        update_meeting(meeting=meeting, venue="Salle B")
    assert sent_mail() == []


def test_nothing_is_told_of_a_meeting_whose_hour_has_passed(announced, sent_mail):
    with time_machine.travel(NOVEMBER_15 + timedelta(hours=1), tick=False):
        update_meeting(meeting=announced, venue="Salle B")
        assert sent_mail() == []
    assert announced.events.last().kind == "details"


def test_several_changes_before_the_mail_leaves_make_one(announced, sent_mail):
    with transaction.atomic():
        update_meeting(meeting=announced, venue="Salle B")
        update_meeting(meeting=announced, title="Réunion élargie", venue="Salle C")

    (message,) = sent_mail()
    assert "est modifiée : intitulé, salle." in message.body
    assert part_of(message)[1].vevent.location.value == "Salle C"
    assert MessageLedger.objects.filter(purpose="meeting_updated").count() == 1


def test_change_after_the_mail_left_makes_another(announced, sent_mail):
    update_meeting(meeting=announced, venue="Salle B")
    sent_mail()
    update_meeting(meeting=announced, title="Réunion élargie")

    first, second = sent_mail()
    assert "est modifiée : intitulé." in second.body
    numbers = [int(part_of(message)[1].vevent.sequence.value) for message in (first, second)]
    assert numbers == sorted(set(numbers))


def test_change_that_waits_is_not_told_of_a_meeting_that_is_cancelled(people, announced, sent_mail):
    other = make_meeting(people.cluster, NOVEMBER_15 + timedelta(days=7), state=MeetingState.ANNOUNCED)
    sent_mail().clear()
    for meeting in (announced, other):
        update_meeting(meeting=meeting, venue="Salle B")
    lifecycle.cancel_meeting(meeting=announced, reason="Pluie", by=None)

    told = {(message.subject.split(" :")[0], part_of(message)[1].vevent.uid.value) for message in sent_mail()}
    assert told == {("Annulée", str(announced.uuid)), ("Mise à jour", str(other.uuid))}


def test_change_that_is_refused_tells_nothing(announced, sent_mail):
    with pytest.raises(MeetingsError):
        update_meeting(meeting=announced, venue="Salle B", ends_at=NOVEMBER_15)
    assert sent_mail() == []


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
