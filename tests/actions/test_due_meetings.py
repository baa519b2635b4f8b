"""« À la prochaine réunion » follows the meetings, and says so in the action's history."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from actions.following import reports_of
from actions.models import ActionPoint
from actions.selectors.reported import last_words
from actions.services.create import create_action
from actions.services.report import report_on_action
from actions.wording import MEETING_ADDED, MEETING_CANCELLED, MEETING_MOVED, MEETING_RESTORED
from meetings.models import Meeting
from meetings.services.lifecycle import cancel_meeting, reschedule_meeting, restore_meeting
from tests.actions.conftest import FIRST_DAY, meeting_after
from tests.factories import People

pytestmark = pytest.mark.django_db


def promise(people: People, **given: object) -> ActionPoint:
    due = {"due_text": "à la prochaine réunion", "owner_text": "PARTEN", **given}
    return create_action(cluster=people.cluster, by=None, description="Envoyer la liste", at=FIRST_DAY, **due)


def history(action: ActionPoint) -> list[tuple[str, str, date | None, date | None]]:
    """Who, why, from, to; without the row of its making."""
    rows = action.updates.exclude(before="")
    return [(row.author_name, row.comment, row.due_before, row.due_after) for row in rows]


def move(meeting: Meeting, people: People, **by: int) -> None:
    reschedule_meeting(
        meeting=meeting, starts_at=meeting.starts_at + timedelta(**by), reason="Fête", by=people.coordinator
    )


@pytest.mark.parametrize(
    "due", [{}, {"due_text": "à chaque réunion", "due_kind": "recurring", "recurrence": "per_meeting"}]
)
def test_each_day_that_the_meetings_give_is_a_row(people: People, due: dict[str, str]) -> None:
    action, who = promise(people, **due), people.coordinator.display_name
    first, last = meeting_after(people.cluster, days=14), meeting_after(people.cluster, days=30)
    day, other = first.day, last.day
    moved = day + timedelta(days=2)
    move(first, people, days=2)
    cancel_meeting(meeting=first, reason="Pont", by=people.coordinator)
    restore_meeting(meeting=first, by=people.coordinator)
    move(first, people, days=40)

    assert history(action) == [
        ("ClusterHub", MEETING_ADDED, None, day),
        (who, MEETING_MOVED, day, moved),
        (who, MEETING_CANCELLED, moved, other),
        (who, MEETING_RESTORED, other, moved),
        (who, MEETING_MOVED, moved, other),
    ]
    action.refresh_from_db()
    assert (action.due_meeting, action.due_on) == (last, other)


def test_without_a_meeting_to_come_there_is_no_day(people: People, client) -> None:
    action, only = promise(people), meeting_after(people.cluster, days=14)
    cancel_meeting(meeting=only, reason="Route coupée", by=people.coordinator)

    action.refresh_from_db()
    assert (action.due_meeting, action.due_on) == (None, None)
    assert history(action)[-1] == (people.coordinator.display_name, MEETING_CANCELLED, only.day, None)
    client.force_login(people.member)
    shown = " ".join(client.get(reverse("actions:action_detail", args=[action.uuid])).text.split())
    assert "Suit la prochaine réunion : une réunion est annulée." in shown.replace("\N{NO-BREAK SPACE}", " ")
    assert '<span class="visually-hidden">devient</span> sans date</p>' in shown


def test_what_keeps_its_day_gets_no_row(people: People) -> None:
    meeting = meeting_after(people.cluster, days=14)
    follows = promise(people)
    fixed = promise(people, due_text="", due_kind="date", due_on=meeting.day)
    monthly = promise(people, due_text="", due_kind="recurring", recurrence="monthly", due_on=meeting.day)
    postponed, done = promise(people), promise(people)
    later = meeting.day + timedelta(days=2000)
    report_on_action(postponed, by=None, status="postponed", postponed_to=later, comment="Pluies", at=FIRST_DAY)
    report_on_action(done, by=None, status="done", comment="Fait.")
    told = [history(action) for action in (fixed, monthly, postponed, done)]

    move(meeting, people, hours=1)
    meeting_after(people.cluster, days=60)
    assert history(follows) == []

    move(meeting, people, days=1)
    assert [history(action) for action in (fixed, monthly, postponed, done)] == told
    assert len(history(follows)) == 1


def test_nobody_spoke_of_the_action(people: People) -> None:
    """The house's words are neither the last that was reported, nor among the reports to confirm."""
    action, meeting = promise(people), meeting_after(people.cluster, days=14)
    report_on_action(action, by=people.focal_point, organisation=people.partner, status="in_progress", comment="Prêt.")
    move(meeting, people, days=1)

    assert [row.comment for row in reports_of(action, people.coordinator)] == ["Prêt."]
    [last] = last_words([action], until=action.updates.last().at + timedelta(days=1)).values()
    assert last.endswith("Prêt.")


@pytest.mark.parametrize("count", [1, 3])
def test_many_deadlines_move_at_the_price_of_one(people: People, count: int, django_assert_num_queries) -> None:
    meeting = meeting_after(people.cluster, days=14)
    for _ in range(count):
        promise(people)

    with django_assert_num_queries(20):
        move(meeting, people, days=1)
