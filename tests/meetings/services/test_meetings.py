"""Preparing a meeting."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, time, timedelta

import pytest
import time_machine
from django.db import connections

from meetings.enums import ItemKind, MeetingRoleKind, MeetingState
from meetings.errors import ForeignObject, MeetingNotEditable, MeetingsError
from meetings.models import Meeting, MeetingEvent
from meetings.services.meetings import create_meeting, suggest_next_start, update_meeting
from meetings.services.templates import add_template_item, create_agenda_template
from participants.enums import Cadence
from tests.factories import make_cluster, make_organisation, make_people
from tests.meetings.factories import BAMAKO, NOVEMBER_15, adopt, make_meeting


def test_create_meeting_takes_the_habits_of_the_cluster(people):
    cluster, host = people.cluster, make_organisation("PNUD")
    cluster.usual_venue, cluster.usual_host, cluster.usual_minutes = "Salle Niger", host, 120
    cluster.save()

    meeting = create_meeting(cluster=cluster, starts_at=NOVEMBER_15, by=people.coordinator)

    assert meeting.title == "Réunion ordinaire du Cluster Relèvement"
    assert (meeting.venue, meeting.host) == ("Salle Niger", host)
    assert meeting.ends_at - meeting.starts_at == timedelta(minutes=120)
    assert (meeting.year, meeting.serial, meeting.state) == (2016, 1, MeetingState.PLANNED)
    event = MeetingEvent.objects.get(meeting=meeting)
    assert (event.before, event.after, event.actor) == ("", "planned", people.coordinator)


def test_create_meeting_prefills_the_roles(people):
    co_facilitator = make_organisation("NRC")
    people.cluster.co_facilitators.add(co_facilitator)

    meeting = make_meeting(people.cluster)

    assert list(meeting.roles.values_list("kind", "name", "organisation_name")) == [
        (MeetingRoleKind.CHAIR, "Awa Coordination", "CHEF"),
        (MeetingRoleKind.RAPPORTEUR, "Bakary Rapporteur", "CHEF"),
        (MeetingRoleKind.CO_FACILITATOR, "", "NRC"),
    ]


def test_create_meeting_without_template_has_the_standard_agenda(meeting):
    assert list(meeting.items.values_list("kind", flat=True)) == [
        ItemKind.FOLLOW_UP,
        ItemKind.APPROVAL,
        ItemKind.ROUND_TABLE,
        ItemKind.OTHER_BUSINESS,
    ]


def test_create_meeting_copies_the_usual_template_and_puts_the_follow_up_first(people):
    template = create_agenda_template(cluster=people.cluster, name="Mensuelle", objectives="Faire le point")
    template.items.filter(kind=ItemKind.FOLLOW_UP).delete()
    divers = template.items.get(kind=ItemKind.OTHER_BUSINESS)
    add_template_item(template=template, title="Nouveaux partenaires", parent=divers)

    meeting = make_meeting(people.cluster)

    tops = [item.kind for item in meeting.items.top_level()]
    assert tops == [ItemKind.FOLLOW_UP, ItemKind.APPROVAL, ItemKind.ROUND_TABLE, ItemKind.OTHER_BUSINESS]
    child = meeting.items.get(title="Nouveaux partenaires")
    assert child.parent.kind == ItemKind.OTHER_BUSINESS
    assert meeting.sections.get().body == "<p>Faire le point</p>"


def test_create_meeting_prefers_the_template_of_its_kind(people):
    create_agenda_template(cluster=people.cluster, name="Habituel", is_default=True)
    workshop = create_agenda_template(cluster=people.cluster, name="Atelier", meeting_kind="workshop")
    add_template_item(template=workshop, title="Travaux de groupe")

    assert make_meeting(people.cluster, kind="workshop").items.filter(title="Travaux de groupe").exists()
    assert not make_meeting(people.cluster).items.filter(title="Travaux de groupe").exists()


def test_create_meeting_refuses_the_template_of_another_cluster(people):
    foreign = create_agenda_template(cluster=people.other_cluster, name="Autre")

    with pytest.raises(ForeignObject):
        make_meeting(people.cluster, template=foreign)
    assert not Meeting.objects.exists()


def test_create_meeting_links_the_meetings_around_it(people):
    first = make_meeting(people.cluster, NOVEMBER_15)
    third = make_meeting(people.cluster, NOVEMBER_15 + timedelta(days=28))
    cancelled = make_meeting(people.cluster, NOVEMBER_15 + timedelta(days=20), state=MeetingState.CANCELLED)

    second = make_meeting(people.cluster, NOVEMBER_15 + timedelta(days=14))

    third.refresh_from_db()
    assert second.previous == first
    assert third.previous == second
    assert cancelled.serial == 3


def test_create_meeting_numbers_each_year_and_cluster_apart(people):
    other = make_cluster()
    numbers = [
        (meeting.year, meeting.serial)
        for meeting in (
            make_meeting(people.cluster),
            make_meeting(people.cluster, NOVEMBER_15 + timedelta(days=30)),
            make_meeting(people.cluster, NOVEMBER_15 + timedelta(days=60)),
            make_meeting(other),
        )
    ]

    assert numbers == [(2016, 1), (2016, 2), (2017, 1), (2016, 1)]


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("patience")
def test_create_meeting_at_the_same_time_gives_every_number_once():
    people = make_people()

    def create(day: int) -> int:
        try:
            return make_meeting(people.cluster, NOVEMBER_15 + timedelta(days=day)).serial
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        serials = sorted(pool.map(create, range(8)))

    assert serials == list(range(1, 9))


def test_update_meeting_refuses_an_end_before_the_start(meeting):
    with pytest.raises(MeetingsError, match="fin prévue"):
        update_meeting(meeting=meeting, ends_at=meeting.starts_at)


def test_update_meeting_whose_record_is_adopted_is_refused(people):
    meeting = make_meeting(people.cluster, state=MeetingState.CLOSED)
    adopt(meeting)

    with pytest.raises(MeetingNotEditable):
        update_meeting(meeting=meeting, venue="Ailleurs")


@time_machine.travel(datetime(2016, 11, 20, 10, tzinfo=BAMAKO), tick=False)
def test_suggest_next_start_follows_the_rhythm(people):
    cluster = people.cluster
    cluster.cadence, cluster.cadence_weekday, cluster.cadence_week = Cadence.MONTHLY, 2, 2
    cluster.usual_start = time(14, 30)
    make_meeting(cluster)

    suggested = suggest_next_start(cluster)

    assert suggested == datetime(2016, 12, 14, 14, 30, tzinfo=BAMAKO)


@time_machine.travel(datetime(2016, 11, 20, 10, tzinfo=BAMAKO), tick=False)
def test_suggest_next_start_without_rhythm_is_in_a_week(people):
    assert suggest_next_start(people.cluster).date() == date(2016, 11, 27)
