from datetime import timedelta

import pytest

from actions.enums import ACTION
from actions.models import ActionPoint
from actions.services.create import create_action
from actions.services.edit import withdraw_action
from clusterhub.web.search.models import Entry
from meetings.enums import Visibility
from meetings.services.agenda import add_item, nest_item, update_item
from meetings.services.lifecycle import reschedule_meeting
from tests.meetings.factories import make_meeting

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting(people):
    return make_meeting(people.cluster)


def promise(people, item):
    return create_action(
        cluster=people.cluster, meeting=item.meeting, item=item, description="Partager", by=people.coordinator
    )


def visibility_of(action):
    return ActionPoint.objects.get(pk=action.pk).visibility


def test_restricting_an_item_restricts_its_actions_and_those_below_it(people, meeting):
    item = add_item(meeting=meeting, title="Divers")
    child = add_item(meeting=meeting, title="Incident", parent=item)
    other = add_item(meeting=meeting, title="Autre")
    above, below, beside = (promise(people, point) for point in (item, child, other))

    update_item(item=item, visibility=Visibility.COORDINATION)

    assert [visibility_of(action) for action in (above, below, beside)] == ["coordination", "coordination", "members"]


def test_a_meeting_that_moves_takes_the_day_of_its_actions_along(people, meeting):
    moved, withdrawn = (promise(people, add_item(meeting=meeting, title=title)) for title in ("Divers", "Double"))
    withdraw_action(withdrawn, by=people.coordinator, reason="Saisie deux fois")
    other = promise(people, add_item(meeting=make_meeting(people.cluster), title="Autre"))
    made_on, later = meeting.day, meeting.day + timedelta(days=3)

    reschedule_meeting(meeting=meeting, starts_at=meeting.starts_at + timedelta(days=3), reason="Fête", by=None)

    raised = {day: set(ActionPoint.objects.raised(since=day, until=day)) for day in (made_on, later)}
    assert raised == {made_on: {other}, later: {moved, withdrawn}}
    days = {moved.pk: later, withdrawn.pk: later, other.pk: made_on}
    assert dict(Entry.objects.filter(kind=ACTION).values_list("key", "on")) == days


def test_nesting_an_item_under_a_restricted_one_restricts_it_and_its_actions(people, meeting):
    hidden = add_item(meeting=meeting, title="Incidents", visibility=Visibility.COORDINATION)
    item = add_item(meeting=meeting, title="Suite")
    action = promise(people, item)

    nest_item(item=item, under=hidden)

    item.refresh_from_db()
    assert (item.visibility, visibility_of(action)) == ("coordination", "coordination")
