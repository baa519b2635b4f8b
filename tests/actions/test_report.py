from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from actions.enums import Status
from actions.errors import NotOurAction, StatusMoveRefused
from actions.models import ActionPoint, ActionUpdate
from actions.services.create import create_action
from actions.services.report import report_on_action
from tests.factories import People

pytestmark = pytest.mark.django_db


def make_action(people: People, owner_text: str = "CHEF, PARTEN", **given: object) -> ActionPoint:
    return create_action(cluster=people.cluster, by=None, description="Faire", owner_text=owner_text, **given)


def rows(action: ActionPoint) -> list[tuple[str, str, str, str]]:
    return [
        (update.organisation.acronym if update.organisation else "", update.before, update.after, update.comment)
        for update in action.updates.select_related("organisation").order_by("id")[1:]
    ]


def test_organisations_answer_each_for_their_share(people: People) -> None:
    action = make_action(people)

    report_on_action(action, by=people.focal_point, organisation=people.partner, status="done", comment="Envoyé.")
    assert (action.status, action.completed_on) == (Status.PARTLY_DONE, None)

    report_on_action(action, by=people.coordinator, organisation=people.lead, status="done", comment="Nous aussi.")
    assert (action.status, action.completed_on) == (Status.DONE, timezone.localdate())
    assert rows(action) == [
        ("PARTEN", "todo", "done", "Envoyé."),
        ("", "todo", "partly_done", "D’après les réponses des organisations."),
        ("CHEF", "todo", "done", "Nous aussi."),
        ("", "partly_done", "done", "D’après les réponses des organisations."),
    ]


def test_only_organisation_speaks_for_the_whole(people: People) -> None:
    action = make_action(people, "PARTEN")

    report_on_action(action, by=people.focal_point, organisation=people.partner, status="blocked", note="Route coupée")

    assert action.status == Status.BLOCKED
    assert rows(action) == [("PARTEN", "todo", "blocked", "Route coupée")]
    assert [(share.status, share.note) for share in action.shares.all()] == [("blocked", "Route coupée")]


def test_coordination_closes_the_only_share_with_the_action(people: People) -> None:
    action = make_action(people, "PARTEN")

    report_on_action(action, by=people.coordinator, status="done", comment="Reçu.")

    assert [(share.status, share.completed_on) for share in action.shares.all()] == [("done", timezone.localdate())]
    assert (action.status, action.override_reason) == (Status.DONE, "")


def test_coordination_imposes_a_status_with_its_reason(people: People) -> None:
    action = make_action(people)
    with pytest.raises(StatusMoveRefused, match="(?i)dites pourquoi"):
        report_on_action(action, by=people.coordinator, status="dropped")

    report_on_action(action, by=people.coordinator, status="dropped", comment="Le bailleur se retire.")
    report_on_action(action, by=people.focal_point, organisation=people.partner, status="in_progress")
    assert (action.status, action.override_reason) == (Status.DROPPED, "Le bailleur se retire.")

    report_on_action(action, by=people.coordinator, status="in_progress")
    assert (action.status, action.override_reason) == (Status.IN_PROGRESS, "")


def test_done_needs_a_comment(people: People) -> None:
    action = make_action(people)

    for organisation in (None, people.partner):
        with pytest.raises(StatusMoveRefused, match="ce qui a été fait"):
            report_on_action(action, by=people.coordinator, organisation=organisation, status="done", comment="  ")

    assert rows(action) == []


def test_closing_then_reopening_is_recorded(people: People) -> None:
    action = make_action(people, "Coordinateur")
    report_on_action(action, by=people.coordinator, status="done", comment="Fait.")
    with pytest.raises(StatusMoveRefused, match="rouverte"):
        report_on_action(action, by=people.coordinator, status="dropped")

    report_on_action(action, by=people.coordinator, status="in_progress", comment="Il en manque.")

    assert (action.status, action.completed_on) == (Status.IN_PROGRESS, None)
    assert rows(action) == [("", "todo", "done", "Fait."), ("", "done", "in_progress", "Il en manque.")]


@pytest.mark.parametrize("whose", ["outsider", "watcher"])
def test_organisation_without_a_share_is_refused(people: People, whose: str) -> None:
    with pytest.raises(NotOurAction):
        report_on_action(make_action(people), by=None, organisation=getattr(people, whose), status="in_progress")


def test_history_is_never_changed(people: People) -> None:
    action = make_action(people)
    report_on_action(action, by=people.coordinator, status="todo", comment="Vu.")

    for change in (lambda: ActionUpdate.objects.update(comment="Autre"), lambda: ActionUpdate.objects.all().delete()):
        with pytest.raises(IntegrityError), transaction.atomic():
            change()


@pytest.mark.parametrize(
    ("due", "status", "is_late"),
    [(-1, "todo", True), (0, "todo", False), (1, "todo", False), (-1, "done", False), (None, "todo", False)],
)
def test_late_is_computed(people: People, due: int | None, status: str, is_late: bool) -> None:
    today = timezone.localdate()
    action = make_action(people, "Coordinateur", due_on=None if due is None else today + timedelta(days=due))
    if status != "todo":
        report_on_action(action, by=people.coordinator, status=status, comment="Fait.")

    assert action.is_late is is_late
    assert ActionPoint.objects.overdue(on=today).exists() is is_late


def test_report_of_the_past_keeps_its_day(people: People) -> None:
    action = make_action(people, "PARTEN")
    then = timezone.make_aware(timezone.datetime(2017, 1, 5, 10))

    report_on_action(action, by=None, organisation=people.partner, status="done", comment="Envoyé.", at=then)

    assert action.completed_on == date(2017, 1, 5)
    assert action.updates.get(after="done").at == then
