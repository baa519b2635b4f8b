"""Calendars at secret addresses: what is in them, who reads them, until when."""

from datetime import UTC, date, timedelta

import pytest
import vobject
from django.urls import reverse
from django.utils import timezone

from actions.enums import Status
from actions.services.create import create_action
from actions.services.edit import update_action
from actions.services.report import report_on_action
from meetings.enums import MeetingState, Visibility
from meetings.models import AgendaItem, Meeting
from meetings.services.agenda import add_item, add_outcome
from meetings.services.attendance import add_attendance
from meetings.services.lifecycle import announce_meeting, cancel_meeting, close_meeting, reschedule_meeting
from minutes.models import MinutesFile, Publication
from minutes.services.record import circulate_minutes
from participants.models import CalendarFeed
from participants.services.feeds import feed_url, open_feed, revoke_feed
from tests.factories import make_membership, make_organisation
from tests.meetings.factories import make_meeting

pytestmark = pytest.mark.django_db
SOON = timezone.now().replace(microsecond=0) + timedelta(days=5)


@pytest.fixture
def feed(people):
    return open_feed(people.cluster, by=people.coordinator)


def path_of(feed):
    return "/" + feed_url(feed).split("/", 3)[3]


def events(client, feed):
    answer = client.get(path_of(feed))
    assert (answer.status_code, answer["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    return vobject.readOne(answer.content.decode()).contents.get("vevent", [])


def test_feed_shows_what_members_see_of_meetings_and_follows_them(people, client, feed):
    make_meeting(people.cluster, SOON + timedelta(days=30), title="Encore en préparation")
    make_meeting(people.other_cluster, SOON, state=MeetingState.ANNOUNCED, title="Ailleurs")
    meeting = make_meeting(people.cluster, SOON, venue="Salle A", online_url="https://example.org/appel")
    add_item(meeting=meeting, title="Point des membres")
    announce_meeting(meeting=meeting, by=None)

    [first] = events(client, feed)
    reschedule_meeting(meeting=meeting, starts_at=SOON + timedelta(days=1), reason="Pluie", by=None)
    [moved] = events(client, feed)

    assert (first.summary.value, first.location.value) == (meeting.title, "Salle A")
    assert (first.dtstart.value, moved.dtstart.value) == (
        SOON.astimezone(UTC),
        SOON.astimezone(UTC) + timedelta(days=1),
    )
    assert first.uid.value == moved.uid.value
    assert int(moved.sequence.value) > int(first.sequence.value)
    assert [word for word in ("Point des membres", "appel", "Ailleurs") if word in first.serialize()] == []


def test_announcements_come_with_the_record_that_holds_them(people, client, feed):
    meeting = make_meeting(people.cluster, timezone.now() - timedelta(days=3), state=MeetingState.OPEN)
    point, hidden = add_item(meeting=meeting, title="Annonces"), add_item(meeting=meeting, title="Réservé")
    AgendaItem.objects.filter(pk=hidden.pk).update(visibility=Visibility.COORDINATION)
    day = timezone.localdate() + timedelta(days=20)
    add_outcome(item=point, kind="announcement", text="Formation, Mopti ; inscription ouverte", on=day)
    add_outcome(item=point, kind="announcement", text="Sans date")
    add_outcome(item=hidden, kind="announcement", text="Confidentielle", on=day)
    assert [event.summary.value for event in events(client, feed)] == [meeting.title]

    Meeting.objects.filter(pk=meeting.pk).update(
        state=MeetingState.CLOSED, closed_at=timezone.now(), circulated_at=timezone.now()
    )

    _, announced = events(client, feed)
    assert announced.summary.value == "Formation, Mopti ; inscription ouverte"
    assert (announced.dtstart.value, announced.dtend.value) == (day, day + timedelta(days=1))


def published_version(meeting, people):
    add_attendance(meeting=meeting, person=people.member.person)
    version = circulate_minutes(meeting=meeting, by=people.coordinator)
    file = MinutesFile.objects.create(version=version, kind="rendered", file="x.pdf", sha256="0" * 64, size=1)
    return Publication.objects.create(
        version=version, file=file, content="{}", content_sha256="0" * 64, published_by=people.coordinator
    )


def test_public_minutes_are_attached_until_they_are_withdrawn(people, client, feed):
    meeting = make_meeting(people.cluster, timezone.now() - timedelta(days=3), state=MeetingState.CLOSED)
    published = published_version(meeting, people)

    [event] = events(client, feed)
    assert event.attach.value.endswith(reverse("minutes:publication_pdf", args=(published.key,)))
    assert event.attach.params["FILENAME"] == ["compte-rendu-version-1.pdf"]

    now = timezone.now()
    Publication.objects.update(withdrawn_at=now, withdrawn_by=people.coordinator, withdrawn_reason="Erreur")
    [event] = events(client, feed)
    assert "attach" not in event.contents


def as_read_by_reliefweb(text):
    """Events as its pages take them: lines unfolded, cut at the first colon; files by the name of their key."""
    lines = text.replace("\r\n ", "").split("\r\n")
    found = []
    for key, _, value in (line.partition(":") for line in lines):
        if (key, value) == ("BEGIN", "VEVENT"):
            found.append({"files": []})
        elif found and key.startswith("ATTACH;FILENAME="):
            name = key.removeprefix("ATTACH;FILENAME=")
            found[-1]["files"].append((name[: name.index(";")], value))
        elif found:
            found[-1][key] = value.replace("\\,", ",").replace("\\n", "\n").replace("\\;", ";")
    return found


def test_feed_has_the_shape_that_reliefweb_response_reads(people, client, feed):
    held = make_meeting(people.cluster, timezone.now() - timedelta(days=3), state=MeetingState.OPEN, venue="A, étage 2")
    point, day = add_item(meeting=held, title="Annonces"), timezone.localdate() + timedelta(days=20)
    add_outcome(item=point, kind="announcement", text=f"Formation : « {'suivi ' * 20}»", on=day)
    close_meeting(meeting=held, by=None)
    cancelled = make_meeting(people.cluster, SOON, state=MeetingState.CANCELLED)
    published = published_version(held, people)

    text = client.get(path_of(feed)).content.decode()
    last, first, announced = as_read_by_reliefweb(text)

    assert "X-WR-TIMEZONE:Africa/Bamako" in text
    assert (first["SUMMARY"], first["LOCATION"], first["CATEGORIES"]) == (held.title, "A, étage 2", "Réunion ordinaire")
    assert first["DTSTART"] == f"{held.starts_at.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    assert first["DTEND"] == f"{held.ends_at.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    address = f"http://localhost:8000{reverse('minutes:publication_pdf', args=(published.key,))}"
    assert first["files"] == [("compte-rendu-version-1.pdf", address)]
    assert last["SUMMARY"] == f"Annulée : {cancelled.title}"
    assert (announced["DTSTART;VALUE=DATE"], announced["CATEGORIES"]) == (f"{day:%Y%m%d}", "Annonce")
    assert announced["DESCRIPTION"].startswith("Formation : « suivi suivi")


def test_organisation_reads_its_deadlines_until_it_answers(people, client):
    ours = open_feed(people.partner, by=people.member)
    due = {"due_kind": "date", "due_on": date(2030, 5, 6)}
    told = create_action(cluster=people.cluster, by=None, description="Livrer", owner_text="PARTEN", **due)
    create_action(cluster=people.cluster, by=None, description="Sans date", owner_text="PARTEN")
    create_action(cluster=people.cluster, by=None, description="D’autrui", owner_text="CHEF", **due)
    hidden = {"visibility": Visibility.COORDINATION}
    create_action(cluster=people.cluster, by=None, description="Cachée", owner_text="PARTEN", **due, **hidden)

    [event] = events(client, ours)
    assert event.summary.value == f"{told.reference} : Livrer"
    assert event.dtstart.value == date(2030, 5, 6)
    update_action(told, by=people.coordinator, due_on=date(2030, 5, 7))
    [moved] = events(client, ours)
    assert (moved.uid.value, moved.dtstart.value) == (event.uid.value, date(2030, 5, 7))
    assert int(moved.sequence.value) > int(event.sequence.value)

    report_on_action(told, by=people.focal_point, organisation=people.partner, status=Status.DONE, comment="Livré")
    assert events(client, ours) == []


def test_deadline_that_moves_with_its_meeting_raises_its_sequence(people, client):
    ours, meeting = open_feed(people.partner, by=people.member), make_meeting(people.cluster, SOON)
    create_action(
        cluster=people.cluster, by=None, description="Livrer", owner_text="PARTEN", due_text="à la prochaine réunion"
    )
    [event] = events(client, ours)
    for hours in (0, 48):
        reschedule_meeting(meeting=meeting, starts_at=SOON + timedelta(hours=hours), reason="Pluie", by=None)
        [moved] = events(client, ours)
        assert moved.dtstart.value == event.dtstart.value + timedelta(hours=hours)
        assert int(moved.sequence.value) - int(event.sequence.value) == (1 if hours else 0)

    cancel_meeting(meeting=meeting, reason="Pont", by=None)
    assert events(client, ours) == []


def test_address_is_needed_whole_and_ends_with_its_withdrawal(people, client, feed):
    other = open_feed(people.partner, by=people.member)
    path = path_of(feed)
    assert client.get(path.replace(str(feed.uuid), str(other.uuid))).status_code == 404
    assert client.get(f"{path[:-5]}x.ics").status_code == 404

    revoke_feed(feed, by=people.coordinator)

    assert client.get(path).status_code == 404
    again = open_feed(people.cluster, by=people.coordinator)
    assert feed_url(again) != feed_url(feed)


def test_address_outlives_the_renewal_of_the_installation_s_secret(people, client, feed, settings):
    path = path_of(feed)
    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = [settings.SECRET_KEY], "another" * 9

    assert client.get(path).status_code == 200


def test_coordination_makes_and_withdraws_the_address_that_members_read(people, client):
    page = reverse("minutes:cluster_feed", args=(people.cluster.uuid,))
    client.force_login(people.coordinator)
    client.post(page)
    client.post(page)
    shown = CalendarFeed.objects.get(cluster=people.cluster)

    client.force_login(people.member)
    assert feed_url(shown) in client.get(page).text
    assert client.post(page, {"withdraw": "1"}).status_code == 403

    client.force_login(people.coordinator)
    client.post(page, {"withdraw": "1"})
    shown.refresh_from_db()
    assert (shown.revoked_by, CalendarFeed.objects.open().count()) == (people.coordinator, 0)


@pytest.mark.parametrize("count", [1, 3])
def test_feed_costs_the_same_however_much_is_in_it(people, client, feed, django_assert_num_queries, count):
    for number in range(count):
        make_membership(make_organisation(f"ORG{number}"), people.cluster)
        meeting = make_meeting(people.cluster, SOON + timedelta(days=number), state=MeetingState.ANNOUNCED)
        add_item(meeting=meeting, title="Point")

    with django_assert_num_queries(5):
        assert len(events(client, feed)) == count
