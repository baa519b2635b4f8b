"""Who gets which page: 404 for a stranger, 403 for a member without the right, and the button only with the right."""

import pytest
from django.urls import reverse

from participants.models import Person
from tests.factories import People, make_group, make_person

ALL = ("coordinator", "rapporteur", "member", "focal_point", "observer", "stranger", "admin")


def answers(get, people: People, name: str, *args: object) -> dict[str, int]:
    return {who: get(getattr(people, who), name, *args).status_code for who in ALL}


def rights(default: int, **others: int) -> dict[str, int]:
    return dict.fromkeys(ALL, default) | others


@pytest.mark.parametrize("name", ["organisation_list", "person_list", "cluster_list"])
def test_lists_open_to_every_account(get, people: People, name: str) -> None:
    assert answers(get, people, f"participants:{name}") == rights(200)


@pytest.mark.parametrize("name", ["organisation_create", "person_create"])
def test_creation_kept_for_coordination(get, people: People, name: str) -> None:
    expected = rights(403, coordinator=200, rapporteur=200, stranger=200, admin=200)
    assert answers(get, people, f"participants:{name}") == expected


def test_cluster_creation_kept_for_administrators(get, people: People) -> None:
    assert answers(get, people, "participants:cluster_create") == rights(403, admin=200)


def test_organisation_open_to_every_account(get, people: People) -> None:
    assert answers(get, people, "participants:organisation_detail", people.partner.uuid) == rights(200)


def test_organisation_edited_by_the_coordination_of_its_clusters(get, people: People) -> None:
    expected = rights(403, coordinator=200, rapporteur=200, admin=200)
    assert answers(get, people, "participants:organisation_edit", people.partner.uuid) == expected


def test_person_known_in_its_clusters_only(get, people: People) -> None:
    expected = rights(200, observer=404, stranger=404)
    assert answers(get, people, "participants:person_detail", people.member.person.uuid) == expected


def test_person_edited_by_itself_and_the_coordination(get, people: People) -> None:
    expected = rights(403, coordinator=200, rapporteur=200, member=200, admin=200, observer=404, stranger=404)
    assert answers(get, people, "participants:person_edit", people.member.person.uuid) == expected


def test_person_invited_by_coordinators(get, people: People) -> None:
    person = make_person("Sans Compte", people.partner)
    expected = rights(403, coordinator=200, admin=200, observer=404, stranger=404)
    assert answers(get, people, "participants:person_invite", person.uuid) == expected


def test_person_with_account_is_not_invited(get, people: People) -> None:
    assert get(people.coordinator, "participants:person_invite", people.member.person.uuid).status_code == 403


def test_cluster_open_to_its_people(get, people: People) -> None:
    expected = rights(200, stranger=404)
    assert answers(get, people, "participants:cluster_detail", people.cluster.uuid) == expected


@pytest.mark.parametrize("name", ["cluster_edit", "membership_add", "role_add", "group_add"])
def test_cluster_changed_by_its_coordinator(get, people: People, name: str) -> None:
    expected = rights(403, coordinator=200, admin=200, stranger=404)
    assert answers(get, people, f"participants:{name}", people.cluster.uuid) == expected


def test_parts_of_a_cluster_changed_by_its_coordinator(get, people: People) -> None:
    parts = {
        "membership_edit": people.cluster.memberships.first(),
        "role_edit": people.cluster.roles.first(),
        "group_edit": make_group(people.cluster, "ONG", [people.partner]),
    }
    for name, part in parts.items():
        expected = rights(403, coordinator=200, admin=200, stranger=404)
        assert answers(get, people, f"participants:{name}", people.cluster.uuid, part.uuid) == expected, name


@pytest.mark.parametrize("name", ["membership_edit", "role_edit"])
def test_part_of_another_cluster_is_not_reached_through_ones_own(get, people: People, name: str) -> None:
    foreign = {"membership_edit": people.other_cluster.memberships, "role_edit": people.other_cluster.roles}[
        name
    ].first()
    assert get(people.coordinator, f"participants:{name}", people.cluster.uuid, foreign.uuid).status_code == 404


def test_nobody_signed_in_is_sent_to_sign_in(client, people: People) -> None:
    address = reverse("participants:cluster_detail", args=[people.cluster.uuid])
    assert client.get(address).url.startswith("/connexion/")


def test_buttons_follow_the_rights(get, people: People) -> None:
    edit = reverse("participants:cluster_edit", args=[people.cluster.uuid])
    shown = {
        who: edit in get(getattr(people, who), "participants:cluster_detail", people.cluster.uuid).content.decode()
        for who in ("coordinator", "rapporteur", "member", "observer")
    }
    assert shown == {"coordinator": True, "rapporteur": False, "member": False, "observer": False}


@pytest.mark.parametrize(("who", "where"), [("member", "outsider"), ("coordinator", "partner")])
def test_account_never_places_itself_in_another_organisation(post, people: People, who: str, where: str) -> None:
    user = getattr(people, who)
    before = user.person.organisation
    data = {"name": "Nouveau nom", "organisation": getattr(people, where).pk, "emails": "", "phones": ""}
    post(user, data, "participants:person_edit", user.person.uuid)

    changed = Person.objects.get(pk=user.person.pk)
    assert (changed.name, changed.organisation) == ("Nouveau nom", before)


def test_coordination_places_nobody_in_another_clusters_organisation(post, people: People) -> None:
    data = {"name": "Passe Muraille", "organisation": people.outsider.pk}
    page = post(people.coordinator, data, "participants:person_create")

    assert list(page.context["form"].errors) == ["organisation"]
    assert not Person.objects.filter(name="Passe Muraille").exists()


def test_coordination_makes_no_unit_of_another_clusters_organisation(post, people: People) -> None:
    data = {"name": "Organisation PARTEN", "acronym": "PARTEN", "kind": "441", "parent": people.outsider.pk}
    page = post(people.coordinator, data, "participants:organisation_edit", people.partner.uuid)

    assert list(page.context["form"].errors) == ["parent"]
