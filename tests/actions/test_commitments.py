"""Every shape of commitment can be entered, prints as it was entered, and is understood as far as it can be."""

from html import unescape

import pytest
from django.test import Client
from django.urls import reverse

from actions.models import ActionPoint
from actions.selectors.carried import carried_over
from actions.services.create import create_action
from clusterhub.web.typography import NARROW, NBSP
from tests.actions.commitments import COMMITMENTS, Commitment, World, make_world

pytestmark = pytest.mark.django_db
by_row = pytest.mark.parametrize("row", COMMITMENTS, ids=lambda row: f"{row.number:02}")


@pytest.fixture
def world() -> World:
    return make_world()


def enter(row: Commitment, world: World) -> ActionPoint:
    meeting = world.meetings[row.meeting]
    action = create_action(
        cluster=meeting.cluster,
        meeting=meeting,
        by=world.coordinator,
        description=row.description,
        owner_text=row.owner_text,
        due_text=row.due_text,
    )
    return ActionPoint.objects.get(pk=action.pk)


def test_commitments_are_thirty_three() -> None:
    assert [row.number for row in COMMITMENTS] == list(range(1, 34))


@by_row
def test_commitment_keeps_its_words_and_is_understood(row: Commitment, world: World) -> None:
    action = enter(row, world)

    assert (action.owner_text, action.due_text) == (row.owner_text, row.due_text)
    assert [(owner.kind, owner.part, owner.target) for owner in action.owners.all()] == list(row.owners)
    assert (action.due_kind, action.due_on, action.recurrence, action.due_set_by) == (
        row.due_kind,
        row.due_on,
        row.recurrence,
        row.due_set_by,
    )


# --- On the pages and in the record -----------------------------------------------------------------------------------


def plain(html: str) -> str:
    """Typography changes spaces and apostrophes only; the browser undoes escapes."""
    spaces = str.maketrans({NBSP: " ", NARROW: " ", "’": "'"})
    return unescape(html).translate(spaces)


@pytest.mark.once
def test_commitments_print_as_entered(world: World, client: Client) -> None:
    actions = [enter(row, world) for row in COMMITMENTS]
    client.force_login(world.coordinator)

    first = client.get(reverse("actions:action_list"))
    second = client.get(reverse("actions:action_list"), {"apres": str(first.context["page"].next)})
    listed = plain(first.content.decode() + second.content.decode())

    for row, action in zip(COMMITMENTS, actions, strict=True):
        detail = plain(client.get(reverse("actions:action_detail", args=[action.uuid])).content.decode())
        for words in (row.description, row.owner_text or "Sans responsable", row.due_text or "Sans échéance"):
            assert plain(words) in listed
            assert plain(words) in detail


def test_commitments_are_carried_over_as_entered(world: World) -> None:
    rows = [row for row in COMMITMENTS if row.meeting == "crp_2016"]
    for row in rows:
        enter(row, world)

    (group,) = carried_over(world.meetings["crp_2017"])

    assert group.origin == world.meetings["crp_2016"]
    assert [(one.action.owner_text, one.action.due_text) for one in group.actions] == [
        (row.owner_text, row.due_text) for row in rows
    ]


@pytest.mark.parametrize("number", [3, 16, 20])
def test_commitment_can_be_entered_on_the_page(number: int, world: World, client: Client) -> None:
    row, meeting = COMMITMENTS[number - 1], world.meetings[COMMITMENTS[number - 1].meeting]
    client.force_login(world.coordinator)

    answer = client.post(
        reverse("actions:action_create"),
        {
            "cluster": meeting.cluster.uuid,
            "meeting": meeting.uuid,
            "description": row.description,
            "owner_text": row.owner_text,
            "due_text": row.due_text,
            "priority": "normal",
            "visibility": "members",
        },
    )

    action = ActionPoint.objects.get()
    assert answer.headers["Location"].startswith(reverse("actions:action_detail", args=[action.uuid]))
    assert (action.owner_text, action.due_text, action.due_kind) == (row.owner_text, row.due_text, row.due_kind)
    assert [(owner.kind, owner.part, owner.target) for owner in action.owners.all()] == list(row.owners)
