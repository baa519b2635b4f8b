"""The choice of a cluster above a list: from a list too, or typed by who has too many for one."""

from __future__ import annotations

import pytest
from lxml import html

from participants.enums import Role
from participants.forms import cluster_choice
from participants.models import User
from tests.factories import People, make_cluster, make_role

pytestmark = pytest.mark.django_db
LIST = "participants:person_list"


@pytest.fixture
def reader(people: People, monkeypatch: pytest.MonkeyPatch) -> User:
    """Coordinates « Relèvement » and two of protection: one more than lists may offer."""
    monkeypatch.setattr(cluster_choice, "LISTED", 2)
    for short_name, code in (("Protection Gao", "PGA"), ("Protection Ménaka", "PME")):
        make_role(people.coordinator.person, make_cluster(short_name, code), Role.COORDINATOR)
    return people.coordinator


def choice(answer) -> html.HtmlElement:
    return html.fromstring(answer.content.decode()).xpath("//*[@name='cluster']")[0]


def errors(answer) -> list[str]:
    return answer.context["filter"].form.errors.get("cluster", [])


def chosen(answer) -> object:
    return answer.context["filter"].form.cleaned_data.get("cluster")


def test_few_are_listed(get, reader: User, people: People, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster_choice, "LISTED", 3)
    offered = choice(get(reader, LIST, cluster=people.cluster.uuid))
    assert [option.text for option in offered.iter("option")] == [
        "Tous",
        "Protection Gao",
        "Protection Ménaka",
        "Relèvement",
    ]
    assert offered.value == str(people.cluster.uuid)


def test_many_are_typed_and_an_address_shows_its_name(get, reader: User, people: People) -> None:
    line = choice(get(reader, LIST, cluster=people.cluster.uuid))
    assert (line.tag, line.get("value")) == ("input", "Relèvement")
    assert choice(get(reader, LIST)).get("value") is None


@pytest.mark.parametrize("typed", ["CRP", " crp", "relevement", "Relèvement du Mali", "lèvem"])
def test_any_name_of_one_cluster_is_understood(get, reader: User, people: People, typed: str) -> None:
    answer = get(reader, LIST, cluster=typed)
    assert chosen(answer) == people.cluster
    assert choice(answer).get("value") == typed


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        (
            "protection",
            "Plusieurs clusters s’appellent ainsi : Protection Gao du Mali (PGA), Protection Ménaka du Mali",
        ),
        ("Nutrition", "Aucun cluster ne s’appelle ainsi."),
        ("Abris", "Aucun cluster ne s’appelle ainsi."),  # another’s
        ("\u200b", "Aucun cluster ne s’appelle ainsi."),
    ],
)
def test_what_means_none_or_several_is_told_and_kept(get, reader: User, typed: str, told: str) -> None:
    answer = get(reader, LIST, cluster=typed)
    assert errors(answer)[0].startswith(told)
    assert choice(answer).get("value") == typed
    assert told[:30] in answer.content.decode()


def test_filters_stand_open_where_one_is_refused(get, reader: User) -> None:
    def is_open(**asked: str) -> bool:
        page = html.fromstring(get(reader, LIST, **asked).content.decode())
        return "open" in page.find_class("filter-bar")[0].attrib

    assert is_open(cluster="Nutrition")
    assert not is_open(cluster="CRP")
    assert not is_open()


def test_several_are_named_up_to_a_few(get, reader: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cluster_choice, "TOLD", 1)
    assert "(PGA)…. Tapez" in errors(get(reader, LIST, cluster="protection"))[0]


def test_address_of_another_s_cluster_is_no_choice(get, reader: User, people: People) -> None:
    answer = get(reader, LIST, cluster=people.other_cluster.uuid)
    assert errors(answer)
    assert people.other_cluster.short_name not in html.tostring(choice(answer), encoding="unicode")
