"""« Mes actions » where there are many: the first ones, the way to the others, and nothing of other clusters."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from actions.selectors import mine
from actions.services.create import create_action
from tests.factories import People, make_membership

pytestmark = pytest.mark.django_db


@pytest.fixture
def many(people: People, monkeypatch: pytest.MonkeyPatch) -> People:
    monkeypatch.setattr(mine, "MINE_AT_MOST", 2)
    for day in (3, 1, 2):
        create_action(
            cluster=people.cluster,
            by=None,
            description=f"Le {day}",
            owner_text="PARTEN",
            due_text=f"{day} janvier 2016",
        )
    return people


def test_only_the_first_by_date_are_shown_with_the_way_to_the_others(many: People) -> None:
    client = Client()
    client.force_login(many.member)
    page = client.get(reverse("actions:my_actions"))
    assert [entry.excerpt for entry in page.context["mine"].late] == ["Le 1", "Le 2"]
    listed = client.get(page.context["all_url"])
    assert f'href="{page.context["all_url"]}"' in page.content.decode()
    assert [row.excerpt for row in listed.context["rows"]] == ["Le 1", "Le 2", "Le 3"]
    assert client.get(reverse("home")).context["mine_count"] == "2 et plus"


def test_what_the_organisation_promised_in_a_cluster_that_one_does_not_follow_is_not_there(people: People) -> None:
    membership = make_membership(people.partner, people.other_cluster)
    create_action(cluster=people.other_cluster, by=None, description="Ailleurs", owner_text="PARTEN")
    client = Client()
    client.force_login(people.member)
    mine = client.get(reverse("actions:my_actions")).context["mine"]
    assert [entry.excerpt for entry in mine.undated] == ["Ailleurs"]
    membership.delete()
    assert client.get(reverse("actions:my_actions")).context["mine"].is_empty
