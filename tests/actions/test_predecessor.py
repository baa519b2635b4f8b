"""« Dépend de »: by reference or by words, chosen without script, never in a circle."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from actions.models import ActionPoint
from actions.services.create import create_action
from actions.services.edit import update_action
from actions.services.report import report_on_action
from tests.factories import People

pytestmark = pytest.mark.django_db
Save = Callable[..., Any]


def promise(people: People, text: str, **fields: Any) -> ActionPoint:
    return create_action(cluster=people.cluster, by=None, description=text, owner_text="PARTEN", **fields)


@pytest.fixture
def action(people: People) -> ActionPoint:
    return promise(people, "Publier la carte des puits")


@pytest.fixture
def save(client: Client, people: People, action: ActionPoint) -> Save:
    client.force_login(people.coordinator)
    url = reverse("actions:action_edit", args=[action.uuid])
    sent = {"description": "Publier la carte des puits", "priority": "normal", "visibility": "members"}

    def post(**fields: Any) -> Any:
        answer = client.post(url, sent | {"description_version": action.description_version} | fields)
        action.refresh_from_db()
        return answer

    return post


def offered(answer: Any) -> list[str]:
    widget = answer.context["form"].fields["predecessor"].widget
    return [label for _, label in getattr(widget, "choices", ())]


def test_reference_names_the_predecessor(people: People, action: ActionPoint, save: Save) -> None:
    first = promise(people, "Relever les puits de Gao")
    save(depends_on=first.reference.lower())
    assert action.depends_on == first


def test_words_offer_the_open_actions_that_hold_them(people: People, action: ActionPoint, save: Save) -> None:
    first, other = promise(people, "Relever les puits de Gao"), promise(people, "Réparer des puits à Gao")
    done = promise(people, "Visiter les puits de Gao")
    report_on_action(done, by=None, status="done", comment="Fait.")
    create_action(cluster=people.other_cluster, by=None, description="Compter les puits de Gao")

    answer = save(depends_on="puit gao")

    assert offered(answer) == [
        f"{other.reference} : Réparer des puits à Gao",
        f"{first.reference} : Relever les puits de Gao",
    ]
    page = answer.content.decode()
    assert page.count('type="radio"') == 2
    assert 'value="puit gao"' in page
    assert action.depends_on is None

    save(depends_on="puit gao", predecessor=str(first.uuid))
    assert action.depends_on == first


def test_words_that_stand_nowhere_are_told_beside_the_field(people: People, action: ActionPoint, save: Save) -> None:
    form = save(depends_on="inondations").context["form"]
    assert "ne porte cette référence ni ces mots" in str(form.errors["depends_on"])


def test_action_that_was_not_offered_is_not_taken(people: People, action: ActionPoint, save: Save) -> None:
    first = promise(people, "Relever les puits de Gao")
    foreign = create_action(cluster=people.other_cluster, by=None, description="Compter les puits de Gao")

    answer = save(depends_on="puits gao", predecessor=str(foreign.uuid))

    assert (offered(answer), action.depends_on) == ([f"{first.reference} : Relever les puits de Gao"], None)


def test_what_waits_for_this_action_is_not_offered(people: People, action: ActionPoint, save: Save) -> None:
    near = promise(people, "Nettoyer les puits de Gao")
    far = promise(people, "Peindre les puits de Gao")
    update_action(near, by=None, depends_on=action)
    update_action(far, by=None, depends_on=near)

    form = save(depends_on="puits gao").context["form"]
    assert "ni ces mots" in str(form.errors["depends_on"])
    assert "attend déjà cette action" in save(depends_on=far.reference).content.decode()
    assert action.depends_on is None


def test_new_action_chooses_in_the_cluster_of_the_same_form(client: Client, people: People) -> None:
    first = promise(people, "Relever les puits de Gao")
    client.force_login(people.coordinator)
    sent = {"description": "Publier", "priority": "normal", "visibility": "members", "depends_on": "puits gao"}
    sent["cluster"] = str(people.cluster.uuid)

    assert offered(client.post(reverse("actions:action_create"), sent)) == [
        f"{first.reference} : Relever les puits de Gao"
    ]
    client.post(reverse("actions:action_create"), sent | {"predecessor": str(first.uuid)})
    assert ActionPoint.objects.get(description__contains="Publier").depends_on == first
