"""What is shown on the wall, and how long each point took."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from actions.services.create import create_action
from meetings.enums import MeetingState, Visibility
from meetings.services.agenda import add_item, add_outcome, update_item
from meetings.services.texts import save_text
from minutes.selectors.room import agenda_lines, point_being_typed
from tests.meetings.factories import NOVEMBER_15, make_meeting


@pytest.fixture
def meeting(people):
    meeting = make_meeting(people.cluster, by=people.coordinator, state=MeetingState.OPEN)
    meeting.items.all().delete()
    return meeting


@pytest.fixture
def points(meeting):
    return [add_item(meeting=meeting, title=title) for title in ("Retours", "Accès", "Divers")]


def say(item, text, by):
    item.refresh_from_db()
    version = item.discussion_version
    save_text(target=item, field="discussion", text=text, base_version=version, key=uuid4(), author=by)


@pytest.fixture
def wall(client, people, meeting):
    client.force_login(people.coordinator)
    return lambda: client.get(reverse("minutes:projection", args=[meeting.uuid])).content.decode()


def test_the_point_typed_in_last_is_shown_with_its_actions(wall, people, meeting, points):
    say(points[1], "La route est fermée.", people.coordinator)
    add_outcome(item=points[1], text="Passer par Gossi.", by=people.coordinator)
    create_action(
        cluster=people.cluster,
        meeting=meeting,
        item=points[1],
        by=people.coordinator,
        description="Prévenir",
        owner_text="DNDS",
        due_text="vendredi",
    )
    page = wall()
    for words in ("2. Accès", "La route est fermée.", "Passer par Gossi.", "Prévenir", "DNDS", "vendredi"):
        assert words in page
    assert "Retours" not in page


def test_before_anything_is_typed_the_first_point_is_shown(wall, points):
    assert "1. Retours" in wall()


def test_restricted_point_shows_its_title_only(wall, people, points):
    update_item(item=points[0], visibility=Visibility.COORDINATION)
    say(points[0], "Nom du suspect", people.coordinator)
    page = wall()
    assert "Retours" in page
    assert "Nom du suspect" not in page


def test_action_for_the_coordination_is_not_shown(wall, people, meeting, points):
    create_action(
        cluster=people.cluster,
        meeting=meeting,
        item=points[0],
        by=people.coordinator,
        description="Secret",
        visibility=Visibility.COORDINATION,
    )
    assert "Secret" not in wall()


def test_empty_agenda_is_said(wall):
    assert "L’ordre du jour est vide." in wall()


def test_time_is_read_from_what_was_typed(people, meeting, points, time_machine):
    first, second, _ = points
    for item, minute in ((first, 2), (first, 5), (second, 12), (first, 20)):
        time_machine.move_to(NOVEMBER_15 + timedelta(minutes=minute))
        say(item, f"À {minute}", people.coordinator)
    time_machine.move_to(NOVEMBER_15 + timedelta(minutes=25))
    update_item(item=first, planned_minutes=10)
    spent = {line.item.title: (line.minutes_spent, line.minutes_over) for line in agenda_lines(meeting)}
    assert spent == {"Retours": (17, 7), "Accès": (8, 0), "Divers": (0, 0)}
    assert point_being_typed(meeting) == first


def test_time_of_a_meeting_that_is_over_stands_still(people, meeting, points, time_machine):
    time_machine.move_to(NOVEMBER_15 + timedelta(minutes=10))
    say(points[0], "Dit", people.coordinator)
    meeting.closed_at = NOVEMBER_15 + timedelta(minutes=30)
    time_machine.move_to(NOVEMBER_15 + timedelta(days=2))
    assert agenda_lines(meeting)[0].minutes_spent == 30


def test_dragged_point_takes_its_rank(client, people, meeting, points):
    client.force_login(people.coordinator)
    client.post(reverse("minutes:item_move", args=[meeting.uuid]), {"put": str(points[2].uuid), "rank": "0"})
    assert list(meeting.items.values_list("title", flat=True)) == ["Divers", "Retours", "Accès"]


@pytest.mark.parametrize("rank", ["", "-1", "x", "99999999999999999999"])
def test_rank_that_is_none_is_refused_in_words(client, people, meeting, points, rank):
    client.force_login(people.coordinator)
    address = reverse("minutes:item_move", args=[meeting.uuid])
    answer = client.post(address, {"put": str(points[2].uuid), "rank": rank}, follow=True)
    assert [str(message) for message in answer.context["messages"]]
    assert list(meeting.items.values_list("title", flat=True)) == ["Retours", "Accès", "Divers"]
