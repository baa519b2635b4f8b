from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from actions.models import ActionPoint, ActionReview
from actions.selectors.action_page import action_page
from actions.selectors.carried import carried_over
from actions.services.create import create_action
from actions.services.edit import withdraw_action
from actions.services.report import report_on_action
from meetings.enums import Visibility
from meetings.errors import ItemInUse
from meetings.models import Meeting
from meetings.services.agenda import add_item, delete_item
from meetings.services.lifecycle import cancel_meeting, open_meeting, reschedule_meeting, restore_meeting
from tests.actions.conftest import hold, meeting_after
from tests.factories import People

pytestmark = pytest.mark.django_db


def make_action(meeting: Meeting, **given: object) -> ActionPoint:
    return create_action(cluster=meeting.cluster, meeting=meeting, by=None, **{"description": "Faire", **given})


def carried(meeting: Meeting) -> set[str]:
    return {one.action.reference for group in carried_over(meeting) for one in group.actions}


def test_open_actions_come_back_grouped_by_origin_with_their_age(people: People, meeting: Meeting) -> None:
    second = meeting_after(people.cluster, days=28)
    actions = [make_action(meeting) for _ in range(3)]
    late = make_action(second, owner_text="Les membres du cluster")
    report_on_action(actions[0], by=None, status="done", comment="Fait.")
    hold(meeting), hold(second)

    third = meeting_after(people.cluster, days=56)
    report_on_action(late, by=None, organisation=people.partner, status="done", comment="Envoyé.")

    groups = carried_over(third)
    assert [(group.origin, [one.action for one in group.actions]) for group in groups] == [
        (meeting, actions[1:]),
        (second, [late]),
    ]
    old, recent = groups[0].actions[0], groups[1].actions[0]
    assert (old.age_days, old.times_carried, old.status_label) == (56, 2, "À faire")
    assert (recent.age_days, recent.times_carried, recent.status_label) == (28, 1, "Partiellement réalisé")
    answers = [(share.organisation, share.status) for share in recent.answered]
    assert (answers, recent.awaited, recent.share_count) == ([(people.partner, "done")], [people.lead], 2)


def test_list_lives_until_the_meeting_opens_then_stays(people: People, meeting: Meeting) -> None:
    first, second = make_action(meeting), make_action(meeting)
    later = meeting_after(people.cluster, days=28)
    report_on_action(first, by=None, status="waiting", note="du bailleur")

    third = make_action(meeting)
    report_on_action(second, by=None, status="done", comment="Fait.")
    assert carried(later) == {first.reference, third.reference}

    open_meeting(meeting=later, by=None)
    report_on_action(first, by=None, status="done", comment="Fait en séance.")
    withdrawn = make_action(meeting)

    assert carried(later) == {first.reference, third.reference}
    assert withdrawn.reference not in carried(later)
    (kept,) = [one for group in carried_over(later) for one in group.actions if one.action == first]
    assert (kept.status, kept.status_note) == ("waiting", "du bailleur")


def test_reopened_action_comes_back(people: People, meeting: Meeting) -> None:
    action = make_action(meeting)
    later = meeting_after(people.cluster, days=28)
    report_on_action(action, by=None, status="done", comment="Fait.")
    assert carried(later) == set()

    report_on_action(action, by=None, status="in_progress")

    assert carried(later) == {action.reference}


def test_withdrawn_action_is_not_carried(people: People, meeting: Meeting) -> None:
    action = make_action(meeting)
    later = meeting_after(people.cluster, days=28)

    withdraw_action(action, by=None, reason="Double.")

    assert carried(later) == set()


def test_what_was_written_about_an_action_stays(people: People, meeting: Meeting) -> None:
    action = make_action(meeting)
    later = meeting_after(people.cluster, days=28)
    ActionReview.objects.update(comment="À revoir avec le bailleur.")

    report_on_action(action, by=None, status="done", comment="Fait.")

    assert later.action_reviews.get().comment == "À revoir avec le bailleur."


def test_list_follows_the_calendar(people: People, meeting: Meeting) -> None:
    middle = meeting_after(people.cluster, days=14)
    action = make_action(middle)
    last = meeting_after(people.cluster, days=28)
    assert carried(last) == {action.reference}

    reschedule_meeting(meeting=last, starts_at=meeting.starts_at + timedelta(days=7), reason="Fête", by=None)
    assert carried(last) == set()

    reschedule_meeting(meeting=last, starts_at=meeting.starts_at + timedelta(days=35), reason="Fête", by=None)
    assert carried(last) == {action.reference}


def test_cancelled_meeting_does_not_count_as_a_report(people: People, meeting: Meeting) -> None:
    action = make_action(meeting)
    second, third = (meeting_after(people.cluster, days=days) for days in (14, 28))
    assert third.action_reviews.get().times_carried == 2

    cancel_meeting(meeting=second, reason="Pont", by=None)
    assert third.action_reviews.get().times_carried == 1
    assert [review.meeting for review in action_page(action, people.coordinator).reviews] == [third]

    restore_meeting(meeting=second, by=None)
    assert third.action_reviews.get().times_carried == 2


def test_restricted_actions_are_left_out_for_members(people: People, meeting: Meeting) -> None:
    make_action(meeting, visibility=Visibility.COORDINATION)
    later = meeting_after(people.cluster, days=28)

    assert len(carried_over(later)) == 1
    assert carried_over(later, restricted=False) == []


def test_actions_of_other_clusters_are_not_carried(people: People, meeting: Meeting) -> None:
    make_action(meeting)

    assert carried(meeting_after(people.other_cluster, days=28)) == set()


@pytest.mark.parametrize("count", [1, 3])
def test_carried_over_takes_two_queries(people: People, meeting: Meeting, count: int) -> None:
    for _ in range(count):
        make_action(meeting, owner_text="Les membres du cluster")
    later = meeting_after(people.cluster, days=28)

    with CaptureQueriesContext(
        connection,
    ) as queries:
        groups = carried_over(later)

    assert len(groups[0].actions) == count
    assert len(queries) == 2


def test_agenda_item_keeps_its_actions(people: People, meeting: Meeting) -> None:
    item = add_item(meeting=meeting, title="Projets")
    make_action(meeting, item=item)

    with pytest.raises(ItemInUse, match="1.action"):
        delete_item(item=item, by=None)
