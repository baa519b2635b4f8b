from __future__ import annotations

from itertools import product

import pytest

from actions.enums import CLOSED_STATUSES, OPEN_STATUSES, Status
from actions.models import ActionPoint
from actions.rules import (
    can_edit_action,
    can_move,
    can_report_on_action,
    can_report_on_whole,
    organisations_answered_for,
    status_from_shares,
)
from actions.selectors.action_page import with_parties
from actions.services.create import create_action
from meetings.enums import Visibility
from meetings.models import Meeting
from participants.enums import Role
from participants.models import User
from tests.actions.conftest import hold
from tests.factories import People, make_role

TODO, DOING, WAITING, BLOCKED, PARTLY, DONE, POSTPONED, DROPPED = Status


@pytest.mark.parametrize(
    ("shares", "status"),
    [
        ([], TODO),
        ([TODO, TODO], TODO),
        ([DONE, DONE], DONE),
        ([DONE, DROPPED], DONE),
        ([DROPPED, DROPPED], DROPPED),
        ([DONE, TODO], PARTLY),
        ([PARTLY, TODO], PARTLY),
        ([DONE, BLOCKED], PARTLY),
        ([DOING, TODO], DOING),
        ([DOING, BLOCKED], DOING),
        ([TODO, BLOCKED], TODO),
        ([WAITING, BLOCKED], WAITING),
        ([BLOCKED, BLOCKED], BLOCKED),
        ([BLOCKED, DROPPED], BLOCKED),
    ],
)
def test_status_follows_from_shares(shares: list[Status], status: Status) -> None:
    assert status_from_shares(shares) == status
    assert status_from_shares(reversed(shares)) == status


def test_closed_action_moves_only_to_open() -> None:
    refused = {(before, after) for before, after in product(Status, Status) if not can_move(before, after)}

    assert refused == {(DONE, DROPPED), (DROPPED, DONE)}
    assert CLOSED_STATUSES | OPEN_STATUSES == set(Status)


# --- Who may ----------------------------------------------------------------------------------------------------------


def seen(action: ActionPoint) -> ActionPoint:
    return with_parties(ActionPoint.objects.all()).get(pk=action.pk)


def rights(user: User, action: ActionPoint) -> tuple[bool, bool, bool]:
    action = seen(action)
    return can_edit_action(user, action), can_report_on_whole(user, action), can_report_on_action(user, action)


def test_rights_on_a_shared_action(people: People, meeting: Meeting) -> None:
    action = create_action(
        cluster=people.cluster, meeting=meeting, by=None, description="Faire", owner_text="CHEF, PARTEN"
    )
    hold(meeting)

    assert rights(people.coordinator, action) == (True, True, True)
    assert rights(people.rapporteur, action) == (True, True, True)
    assert rights(people.focal_point, action) == (False, False, True)
    assert rights(people.member, action) == (False, False, False)
    assert rights(people.observer, action) == (False, False, False)
    assert rights(people.stranger, action) == (False, False, False)
    assert organisations_answered_for(people.focal_point, seen(action)) == {people.partner.pk}


def test_focal_point_answers_neither_before_the_meeting_is_closed_nor_for_what_is_restricted(
    people: People, meeting: Meeting
) -> None:
    given = {"cluster": people.cluster, "meeting": meeting, "by": None, "owner_text": "PARTEN"}
    action = create_action(**given, description="Faire")
    hidden = create_action(**given, description="Taire", visibility=Visibility.COORDINATION)
    assert rights(people.focal_point, action) == (False, False, False)

    hold(meeting)

    assert rights(people.focal_point, action) == (False, False, True)
    assert rights(people.focal_point, hidden) == (False, False, False)


def test_leader_by_name_or_role_reports_on_the_whole_when_nobody_shares(people: People) -> None:
    make_role(people.member, people.cluster, Role.INFORMATION_MANAGER)
    given = {"cluster": people.cluster, "by": None, "description": "Faire"}

    by_name = create_action(**given, owner_text="Kadi Membre")
    by_role = create_action(**given, owner_text="Gestionnaire de l’information")
    with_others = create_action(**given, owner_text="Kadi Membre, CHEF")

    assert rights(people.member, by_name) == (False, True, True)
    assert rights(people.member, by_role) == (False, True, True)
    assert rights(people.member, with_others) == (False, False, False)
    assert rights(people.focal_point, by_name) == (False, False, False)
