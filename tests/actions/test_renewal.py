from __future__ import annotations

from datetime import datetime, timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.utils import timezone

from actions.enums import DueKind
from actions.models import ActionPoint
from actions.services.confirmation import confirm_action
from actions.services.create import create_action
from actions.services.edit import withdraw_action
from actions.services.renewal import renew_commitments
from actions.services.report import report_on_action
from meetings.services.lifecycle import reschedule_meeting
from tests.actions.conftest import meeting_after
from tests.factories import People

pytestmark = pytest.mark.django_db

START = timezone.make_aware(datetime(2026, 1, 10, 9))


def commitment(people: People, recurrence: str = "monthly", *, days: int | None = 20, **given: object) -> ActionPoint:
    due_on = None if days is None else timezone.localdate(START) + timedelta(days=days)
    facts = {"owner_text": "PARTEN", "due_text": "mensuel", "due_kind": DueKind.RECURRING, "at": START}
    return create_action(
        cluster=people.cluster,
        by=None,
        description="Rapport mensuel",
        recurrence=recurrence,
        due_on=due_on,
        **{**facts, **given},
    )


def series(action: ActionPoint) -> list[str]:
    dates = ActionPoint.objects.exclude(pk=action.pk).order_by("id").values_list("due_on", flat=True)
    return [day.isoformat() if day else "" for day in dates]


def finish(action: ActionPoint, people: People, *, days: int, **given: object) -> None:
    at = START + timedelta(days=days)
    report_on_action(action, by=None, organisation=people.partner, status="done", comment="Envoyé.", at=at, **given)


def test_done_commitment_comes_back_once(people: People) -> None:
    action = commitment(people)
    finish(action, people, days=5)
    assert (renew_commitments(at=START + timedelta(days=6)), series(action)) == ([], ["2026-02-28"])

    renewal = action.renewal
    assert (renewal.owner_text, renewal.due_text, renewal.recurrence) == ("PARTEN", "mensuel", "monthly")
    assert [share.organisation for share in renewal.shares.all()] == [people.partner]
    assert renewal.updates.order_by("id").last().comment == f"Renouvelle {action.reference}."


def test_period_that_is_over_makes_the_next_and_leaves_the_late_one(people: People) -> None:
    action = commitment(people)
    for days in (0, 20):
        assert renew_commitments(at=START + timedelta(days=days)) == []

    at = START + timedelta(days=21)
    assert [len(renew_commitments(at=at)), len(renew_commitments(at=at))] == [1, 0]
    action.refresh_from_db()
    assert (action.is_open, series(action)) == (True, ["2026-02-28"])


def test_clock_that_stood_still_makes_no_backlog(people: People) -> None:
    action = commitment(people)
    at = START + timedelta(days=200)

    assert [len(renew_commitments(at=at)) for _ in range(3)] == [1, 0, 0]
    assert series(action) == ["2026-07-30"]


def test_daily_clock_makes_one_occurrence_a_period(people: People) -> None:
    action = commitment(people)
    for days in range(15, 100):
        renew_commitments(at=START + timedelta(days=days))
    assert series(action) == ["2026-02-28", "2026-03-31", "2026-04-30"]


def test_commitment_without_a_date_counts_from_the_day_it_was_made(people: People) -> None:
    action = commitment(people, days=None)
    assert renew_commitments(at=START + timedelta(days=31)) == []
    renew_commitments(at=START + timedelta(days=32))
    assert series(action) == ["2026-03-10"]


@pytest.mark.parametrize("end", ["dropped", "withdrawn"])
def test_abandoned_commitment_does_not_come_back(people: People, end: str) -> None:
    action = commitment(people)
    if end == "dropped":
        report_on_action(action, by=None, status="dropped", comment="Projet clos.", at=START)
    else:
        withdraw_action(action, by=None, reason="Doublon")
    assert renew_commitments(at=START + timedelta(days=400)) == []


def test_important_commitment_comes_back_when_confirmed(people: People) -> None:
    action = commitment(people, days=400, priority="important")
    finish(action, people, days=5, proof_url="https://example.org/rapport")
    assert series(action) == []

    with time_machine.travel(START + timedelta(days=6)):
        confirm_action(action, by=people.coordinator)
    assert series(action) == ["2027-03-14"]


def test_commitment_per_meeting_follows_the_meetings(people: People) -> None:
    first, second = (meeting_after(people.cluster, days=days) for days in (7, 14))
    at = first.starts_at - timedelta(days=3)
    action = commitment(people, "per_meeting", days=None, at=at)
    assert (action.due_meeting, action.due_on) == (first, first.day)

    report_on_action(action, by=None, organisation=people.partner, status="done", comment="Envoyé.", at=at)
    renewal = ActionPoint.objects.get(renewed_from=action)
    assert renewal.due_meeting == second

    before = second.day
    reschedule_meeting(meeting=second, starts_at=second.starts_at + timedelta(days=2), reason="Salle", by=None)
    renewal.refresh_from_db()
    assert renewal.due_on == second.day == before + timedelta(days=2)


def test_database_refuses_a_second_renewal(people: People) -> None:
    action = commitment(people)
    finish(action, people, days=5)
    other = commitment(people)
    with pytest.raises(IntegrityError), transaction.atomic():
        ActionPoint.objects.filter(pk=other.pk).update(renewed_from=action)
