"""Promises made by name stay with the organisation when the person leaves it."""

from __future__ import annotations

from typing import Any

import pytest

from actions.models import ActionPoint
from actions.services.create import create_action
from actions.services.report import report_on_action
from participants.enums import Role
from participants.models import Organisation, Person
from participants.services.people import save_person
from tests.factories import People, make_organisation, make_person, make_role

pytestmark = pytest.mark.django_db


@pytest.fixture
def awa(people: People) -> Person:
    return make_person("Awa Exemple", people.partner, emails=("awa@example.org",))


def promise(people: People, owner_text: str = "Awa Exemple") -> ActionPoint:
    return create_action(cluster=people.cluster, by=None, description="Relire", owner_text=owner_text)


def owners(action: ActionPoint) -> list[tuple[str, Any]]:
    return [(owner.kind, owner.organisation or owner.person) for owner in action.owners.all()]


def shares(action: ActionPoint) -> list[Organisation]:
    return [share.organisation for share in action.shares.filter(left_on=None)]


@pytest.mark.parametrize("how", ["moves", "leaves", "stops"])
def test_action_stays_with_the_organisation(people: People, awa: Person, how: str) -> None:
    action = promise(people)
    assert (owners(action), shares(action)) == ([("person", awa)], [])

    awa.organisation = {"moves": make_organisation("AUTRE"), "leaves": None, "stops": people.partner}[how]
    awa.is_active = how != "stops"
    save_person(awa)

    action.refresh_from_db()
    assert (owners(action), shares(action)) == ([("organisation", people.partner)], [people.partner])
    assert action.owner_text == "Awa Exemple"
    told = list(action.updates.order_by("pk").values_list("comment", "organisation"))[-2:]
    assert told == [
        ("La personne nommée n’est plus à PARTEN : l’action reste à l’organisation.", None),
        ("Est désormais concernée par cette action.", people.partner.pk),
    ]


def test_organisation_that_is_named_already_is_named_once(people: People, awa: Person) -> None:
    action = promise(people, "PARTEN, Awa Exemple")
    awa.organisation = None
    save_person(awa)
    assert (owners(action), shares(action)) == ([("organisation", people.partner)], [people.partner])


def test_other_changes_of_the_person_and_what_is_done_change_nothing(people: People, awa: Person) -> None:
    action, done = promise(people), promise(people)
    report_on_action(done, by=None, status="done", comment="Fait.")
    awa.job_title = "Chargée de suivi"
    save_person(awa)
    assert owners(action) == [("person", awa)]
    awa.organisation = None
    save_person(awa)
    assert owners(done) == [("person", awa)]


def test_person_of_no_organisation_keeps_its_promises(people: People) -> None:
    alone = make_person("Alou Seul")
    make_role(alone, people.cluster, Role.FOCAL_POINT)
    action = promise(people, "Alou Seul")
    alone.organisation = people.partner
    save_person(alone)
    assert owners(action) == [("person", alone)]
