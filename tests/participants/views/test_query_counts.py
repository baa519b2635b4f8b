"""What a page costs does not depend on how much it shows."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from participants.enums import Role
from tests.factories import People, make_cluster, make_group, make_membership, make_organisation, make_person, make_role


def fill(people: People, count: int) -> None:
    for number in range(count):
        organisation = make_organisation(aliases=(f"Autre nom {number}",))
        unit = make_organisation("UNITE", parent=organisation)
        person = make_person(None, unit, emails=(f"p{number}@example.org",), phones=("+223 70 00 00 00",))
        make_membership(organisation, people.cluster)
        make_role(person, people.cluster, Role.FOCAL_POINT, organisation=organisation)
        make_group(people.cluster, f"Groupe {number}", [organisation, unit])
        child = make_cluster(parent=people.cluster, lead_organisation=unit)
        make_membership(people.lead, child)
        make_person(None, people.lead, emails=(f"q{number}@example.org",))


@pytest.mark.parametrize("item_count", [1, 3])
@pytest.mark.parametrize(
    ("name", "queries"),
    [
        ("organisation_list", 7),
        ("person_list", 7),
        ("cluster_list", 5),
        ("organisation_detail", 14),
        ("person_detail", 10),
        ("cluster_detail", 11),
    ],
)
def test_page_costs_the_same(
    client: Client, people: People, django_assert_num_queries: Any, name: str, queries: int, item_count: int
) -> None:
    fill(people, item_count)
    shown = {"organisation": people.lead, "person": people.coordinator.person, "cluster": people.cluster}
    arguments = [shown[name.removesuffix("_detail")].uuid] if name.endswith("_detail") else []
    client.force_login(people.coordinator)
    with django_assert_num_queries(queries):
        client.get(reverse(f"participants:{name}", args=arguments))
