"""The first page: what the coordination and a partner find there."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

import clusterhub.home
from actions.services.create import create_action
from meetings.enums import MeetingState
from meetings.models import Meeting
from participants.models import User
from tests.factories import People, make_people
from tests.meetings.factories import adopt, make_meeting

pytestmark = pytest.mark.django_db


@pytest.fixture
def people() -> People:
    return make_people()


def in_days(days: int):
    return timezone.now() + timedelta(days=days)


def home_of(user: User) -> str:
    client = Client()
    client.force_login(user)
    return client.get("/").content.decode()


def section(page: str, title: str) -> str:
    """The part of the page under this heading."""
    found = re.search(rf"<h2>{title}.*?</section>", page, re.DOTALL)
    return found[0] if found else ""


def closed_meeting(people: People, days: int, title: str) -> Meeting:
    return make_meeting(people.cluster, in_days(days), state=MeetingState.CLOSED, title=title)


def late_action(people: People, text: str = "Partager la liste", **fields):
    fields.setdefault("meeting", closed_meeting(people, -40, "Réunion tenue"))
    return create_action(
        cluster=people.cluster,
        by=None,
        description=text,
        owner_text="PARTEN",
        due_text=f"avant le {in_days(-20):%d/%m/%Y}",
        **fields,
    )


def test_home_shows_the_next_meetings_soonest_first(people):
    for days, title in ((30, "Réunion de loin"), (3, "Réunion de près")):
        make_meeting(people.cluster, in_days(days), state=MeetingState.ANNOUNCED, title=title)
    make_meeting(people.cluster, in_days(5), state=MeetingState.CANCELLED, title="Réunion annulée")
    part = section(home_of(people.member), "Prochaines réunions")
    assert re.findall(r"Réunion (?:de loin|de près|annulée)", part) == ["Réunion de près", "Réunion de loin"]


def test_home_of_a_member_hides_meetings_in_preparation_and_of_other_clusters(people):
    make_meeting(people.cluster, in_days(3), title="En préparation")
    make_meeting(people.other_cluster, in_days(3), state=MeetingState.ANNOUNCED, title="Ailleurs")
    assert "Aucune réunion prévue" in section(home_of(people.member), "Prochaines réunions")
    assert "En préparation" in section(home_of(people.coordinator), "Prochaines réunions")


def test_home_of_the_coordination_lists_minutes_to_finish(people):
    closed_meeting(people, -10, "À rédiger")
    adopt(closed_meeting(people, -40, "Déjà adopté"))
    part = section(home_of(people.rapporteur), "Comptes rendus à finir")
    assert "À rédiger" in part
    assert "Déjà adopté" not in part


@pytest.mark.parametrize("who", ["member", "focal_point", "observer", "stranger"])
def test_home_of_others_shows_nothing_of_the_coordinations_desk(people, who):
    closed_meeting(people, -10, "À rédiger")
    late_action(people)
    page = home_of(getattr(people, who))
    assert "À rédiger" not in section(page, "Comptes rendus à finir")
    assert "Partager la liste" not in section(page, "Actions en retard")


def test_home_of_the_coordination_counts_late_actions(people, monkeypatch):
    meeting = closed_meeting(people, -40, "Réunion tenue")
    actions = [late_action(people, f"Partager {number}", meeting=meeting) for number in range(7)]
    part = section(home_of(people.coordinator), "Actions en retard")
    assert '<span class="muted">(7)</span>' in part
    assert [action.reference in part for action in actions] == [True] * 5 + [False] * 2
    assert "Les 7 actions en retard" in part

    monkeypatch.setattr(clusterhub.home, "COUNTED_AT_MOST", 6)
    part = section(home_of(people.coordinator), "Actions en retard")
    assert '<span class="muted">(plus de 1 000)</span>' in part
    assert "Toutes les actions en retard" in part


def test_home_of_a_partner_lists_its_organisations_actions(people):
    action = late_action(people)
    part = section(home_of(people.focal_point), "Mes actions")
    assert action.reference in part
    assert "En retard" in part
    assert action.reference not in home_of(people.stranger)


def test_home_without_anything_says_what_to_do_next(people):
    assert 'href="/reunions/nouvelle/"' in section(home_of(people.coordinator), "Prochaines réunions")
    assert "Aucune action ne vous attend" in home_of(people.member)


def test_home_marks_itself_in_the_navigation(people):
    page = home_of(people.member)
    assert re.findall(r'<a href="([^"]+)" aria-current="page">', page) == ["/"]


@pytest.mark.parametrize("item_count", [1, 3])
def test_home_costs_the_same_whatever_there_is(people, item_count, client, django_assert_num_queries):
    for number in range(item_count):
        make_meeting(people.cluster, in_days(3 + number), state=MeetingState.ANNOUNCED)
        late_action(people, meeting=closed_meeting(people, -40 - number, "Réunion tenue"))
    client.force_login(people.coordinator)
    with django_assert_num_queries(11):
        client.get("/")
