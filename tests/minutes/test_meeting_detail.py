"""A meeting's page, to each as much as it may read."""

from datetime import timedelta

import pytest
from django.urls import reverse

from actions.services.create import create_action
from meetings.enums import MeetingState, Visibility
from meetings.models import AgendaItem, Attendance, Document
from meetings.services.agenda import add_item
from meetings.services.lifecycle import reopen_meeting
from minutes.services.record import circulate_minutes
from tests.meetings.factories import NOVEMBER_15, make_meeting

SECRET = "Dossier sensible"


def get(client, user, meeting):
    client.force_login(user)
    return client.get(reverse("minutes:meeting_detail", args=[meeting.uuid]))


def titles(response):
    return [entry.title for entry in response.context["agenda"]]


def labels(response):
    return [label for _, label in response.context["steps"]]


@pytest.fixture
def meeting(people):
    """Held and closed on 15 November, with a restricted point, a text, two actions and one person present."""
    meeting = make_meeting(people.cluster, by=people.coordinator, state=MeetingState.OPEN)
    secret = add_item(meeting=meeting, title=SECRET, visibility=Visibility.COORDINATION)
    open_item = add_item(meeting=meeting, title="Retours")
    AgendaItem.objects.filter(pk=open_item.pk).update(discussion="<p>Deux écoles rouvrent.</p>", state="discussed")
    for item in (secret, open_item):
        create_action(
            cluster=people.cluster,
            meeting=meeting,
            item=item,
            by=people.coordinator,
            description=f"Suivre {item.title}",
            owner_text="PARTEN",
        )
    Attendance.objects.create(meeting=meeting, name="Awa", organisation_name="CHEF")
    return meeting


@pytest.fixture
def closed(meeting, people):
    meeting.state, meeting.closed_at = MeetingState.CLOSED, meeting.starts_at + timedelta(hours=2)
    meeting.save()
    return meeting


@pytest.mark.parametrize(("who", "days", "offered"), [("coordinator", 0, 1), ("coordinator", -1, 0), ("member", 0, 0)])
def test_meeting_is_opened_from_its_page_from_its_day_on(client, people, time_machine, who, days, offered):
    time_machine.move_to(NOVEMBER_15 + timedelta(days=days))
    meeting = make_meeting(people.cluster, by=people.coordinator, state=MeetingState.ANNOUNCED)

    page = get(client, getattr(people, who), meeting).text

    assert page.count(f'action="{reverse("minutes:meeting_open", args=[meeting.uuid])}"') == offered


# --- Who --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("state", "statuses"),
    [
        (MeetingState.PLANNED, {"coordinator": 200, "member": 404, "observer": 404, "stranger": 404}),
        (MeetingState.ANNOUNCED, {"coordinator": 200, "member": 200, "observer": 200, "stranger": 404}),
        (MeetingState.OPEN, {"coordinator": 200, "member": 200, "observer": 404, "stranger": 404}),
        (MeetingState.CLOSED, {"coordinator": 200, "member": 200, "observer": 404, "stranger": 404}),
    ],
)
def test_meeting_is_found_by_those_concerned(client, people, state, statuses):
    meeting = make_meeting(people.cluster, by=people.coordinator, state=state)

    assert {who: get(client, getattr(people, who), meeting).status_code for who in statuses} == statuses


def test_coordination_sees_the_live_agenda(client, people, meeting):
    response = get(client, people.rapporteur, meeting)

    entries = {entry.title: entry for entry in response.context["agenda"]}
    assert entries["Retours"].text == "Deux écoles rouvrent."
    assert entries["Retours"].state == "discussed"
    assert entries[SECRET].is_restricted
    assert len(response.context["actions"]) == 2


def test_member_sees_titles_only_before_circulation(client, people, meeting):
    response = get(client, people.member, meeting)

    assert titles(response)[-2:] == ["Retours", "Divers"]
    assert SECRET not in response.text
    assert "écoles" not in response.text
    assert {entry.state for entry in response.context["agenda"]} == {""}
    assert response.context["actions"] == []
    assert response.context["attendance"] is None


def test_member_sees_released_actions_once_closed(client, people, closed):
    response = get(client, people.member, closed)

    assert [action.owner_text for action in response.context["actions"]] == ["PARTEN"]
    assert SECRET not in response.text
    assert "écoles" not in response.text


def test_member_reads_the_frozen_version_once_circulated(client, people, closed):
    circulate_minutes(meeting=closed, by=people.coordinator)
    AgendaItem.objects.filter(title="Retours").update(title="Retours corrigés", discussion="<p>Trois écoles.</p>")

    response = get(client, people.member, closed)

    entries = {entry.title: entry for entry in response.context["agenda"]}
    assert entries["Retours"].text == "Deux écoles rouvrent."
    assert SECRET not in response.text
    assert "Trois écoles" not in response.text
    assert response.context["attendance"].headcount == 1
    assert response.context["attendance"].states == [("Présent", 1)]


def test_documents_of_a_restricted_point_are_for_the_coordination(client, people, meeting):
    file = {"cluster": people.cluster, "file": "x", "size": 1, "original_name": "x.pdf"}
    for title in (SECRET, "Retours"):
        meeting.items.get(title=title).documents.add(Document.objects.create(name=f"Pièce de {title}", **file))

    seen = {
        who: {str(document) for document in get(client, getattr(people, who), meeting).context["documents"]}
        for who in ("coordinator", "member")
    }

    assert seen == {"coordinator": {f"Pièce de {SECRET}", "Pièce de Retours"}, "member": {"Pièce de Retours"}}


# --- Next steps -------------------------------------------------------------------------------------------------------


COPY = "Copier pour WhatsApp / SMS"


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        (MeetingState.PLANNED, ["Annoncer", "Présences", "Modifier", "Déplacer", "Annuler"]),
        (MeetingState.ANNOUNCED, ["Présences", "Modifier", "Déplacer", "Annuler", COPY]),
        (MeetingState.OPEN, ["Lever la séance", "Présences", "Modifier", COPY]),
        (MeetingState.CLOSED, ["Présences", "Modifier", COPY]),
        (MeetingState.CANCELLED, [COPY, "Rétablir"]),
    ],
)
def test_next_steps_follow_the_state(client, people, state, expected):
    meeting = make_meeting(people.cluster, by=people.coordinator, state=state)

    assert labels(get(client, people.coordinator, meeting)) == expected


def test_member_has_no_next_step(client, people, meeting):
    response = get(client, people.member, meeting)

    assert labels(response) == []
    assert reverse("minutes:room", args=[meeting.uuid]) not in response.text


# --- History ----------------------------------------------------------------------------------------------------------


def test_history_says_what_happened(client, people, closed):
    reopen_meeting(meeting=closed, by=people.coordinator, reason="Un point oublié")

    response = get(client, people.coordinator, closed)

    assert sorted(event.after for event in response.context["events"]) == ["open", "open", "planned"]
    assert "Séance ouverte" in response.text
    assert "Séance reprise" in response.text
    assert "Un point oublié" in response.text


def test_history_leaves_out_the_points(client, people, meeting):
    client.force_login(people.coordinator)
    item = meeting.items.get(title=SECRET)
    client.post(reverse("minutes:item_state", args=[meeting.uuid, item.uuid]), {"state": "postponed"})
    client.post(reverse("minutes:agenda_state", args=[meeting.uuid]), {"state": "adopted"})

    response = get(client, people.member, meeting)

    assert "Ordre du jour : adopté" in response.text
    assert SECRET not in response.text


# --- Queries ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("who", ["coordinator", "member"])
@pytest.mark.parametrize("count", [1, 3])
def test_meeting_page_queries_do_not_grow(client, people, who, count, django_assert_num_queries):
    earlier = make_meeting(
        people.cluster, NOVEMBER_15 - timedelta(days=28), by=people.coordinator, state=MeetingState.OPEN
    )
    meeting = make_meeting(people.cluster, by=people.coordinator, state=MeetingState.ANNOUNCED)
    for number in range(count):
        add_item(meeting=meeting, title=f"Point {number}")
        Attendance.objects.create(meeting=meeting, name=f"Personne {number}")
        for origin in (earlier, meeting):
            create_action(
                cluster=people.cluster,
                meeting=origin,
                by=people.coordinator,
                description=f"Action {number}",
                owner_text="PARTEN et CHEF",
            )
    client.force_login(getattr(people, who))
    address = reverse("minutes:meeting_detail", args=[meeting.uuid])

    with django_assert_num_queries({"coordinator": 12, "member": 9}[who]):
        client.get(address)


def test_meeting_page_of_a_circulated_record_stays_within_twelve_queries(
    client, people, closed, django_assert_max_num_queries
):
    circulate_minutes(meeting=closed, by=people.coordinator)
    client.force_login(people.member)

    with django_assert_max_num_queries(12):
        client.get(reverse("minutes:meeting_detail", args=[closed.uuid]))
