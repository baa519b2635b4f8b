"""An organisation's profile: its focal points and the coordination keep it, every account reads it."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from participants.enums import PlaceLevel, ProfileAct, Role, Sector
from participants.models import Activity, User
from participants.services.activities import report_activity
from tests.factories import People, make_cluster, make_membership, make_place, make_role
from tests.sheets import cells, csv_lines

PROFILE = {"presentation": "Elle creuse des puits.", "sectors": ["WSH"], "projects": "HRP-1 : Eau\r\nHRP-2"}
ACTIVITY = {"description": "Puits", "state": "under_way", "reported_on": "2026-05-04"}


def edit(post, user: User, people: People, data: dict[str, Any]) -> Any:
    return post(user, data, "participants:profile_edit", people.partner.uuid)


def test_focal_point_keeps_the_profile_and_the_history_says_who(get, post, people: People) -> None:
    gao = make_place("Gao", PlaceLevel.REGION)
    edit(post, people.focal_point, people, PROFILE | {"places": [gao.pk]})
    edit(post, people.coordinator, people, PROFILE | {"places": [gao.pk], "sectors": ["HEA", "WSH"]})
    edit(post, people.coordinator, people, PROFILE | {"places": [gao.pk], "sectors": ["HEA", "WSH"]})

    people.partner.refresh_from_db()
    assert people.partner.presentation == "Elle creuse des puits."
    assert list(people.partner.places.all()) == [gao]
    assert [str(project) for project in people.partner.projects.all()] == ["HRP-1 : Eau", "HRP-2"]
    last, first = people.partner.profile_changes.all()
    assert (first.by, first.act) == (people.focal_point, ProfileAct.PRESENTED)
    assert last.by == people.coordinator
    water = "Eau, assainissement et hygiène"
    assert last.changes == [["secteurs", water, f"Santé, {water}"]]
    page = get(people.focal_point, "participants:organisation_profile", people.partner.uuid).content.decode()
    assert "Ouria Point Focal" in page
    assert "<del>Eau, assainissement et hygiène</del>" in page


def test_presentation_is_found_as_it_stands_now(client: Client, post, people: People) -> None:
    edit(post, people.focal_point, people, PROFILE)
    client.force_login(people.stranger)
    found = {word: client.get("/recherche/", {"q": word}).content.decode() for word in ("puits", "latrines")}
    assert {word: people.partner.name in page for word, page in found.items()} == {"puits": True, "latrines": False}
    assert "<mark>puits</mark>" in found["puits"]
    edit(post, people.focal_point, people, PROFILE | {"presentation": "Elle creuse des latrines."})
    client.force_login(people.stranger)
    assert people.partner.name not in client.get("/recherche/", {"q": "puits"}).content.decode()


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("projects", "HRP-1\nHRP-1 : encore", "Le code « HRP-1 » est écrit deux fois."),
        ("projects", "X" * 61, "un code de 60 signes au plus"),
        ("sectors", ["WASH"], "n’en fait pas partie"),
        ("presentation", "x" * 5001, "5000"),
    ],
)
def test_profile_refusal_stands_beside_its_field(post, people: People, field: str, value: Any, message: str) -> None:
    page = edit(post, people.focal_point, people, PROFILE | {field: value})

    errors = page.context["form"].errors
    assert list(errors) == [field]
    assert message in errors[field][0].replace("\u202f", "")
    assert not people.partner.profile_changes.exists()


def test_a_focal_point_of_another_organisation_has_no_say(get, post, people: People) -> None:
    make_role(people.observer, people.cluster, Role.FOCAL_POINT)
    for user in (people.observer, people.member, people.stranger):
        assert edit(post, user, people, PROFILE).status_code == 403
        page = get(user, "participants:organisation_profile", people.partner.uuid).content.decode()
        assert "Modifier" not in page
        assert "Historique" not in page


def add(post, user: User, people: People, **data: Any) -> Any:
    return post(user, ACTIVITY | data, "participants:activity_add", people.partner.uuid)


def test_activity_of_the_profile_and_of_a_round_table(get, post, people: People) -> None:
    add(post, people.focal_point, people, sector=Sector.HEALTH)
    add(post, people.focal_point, people, description="Écoute", cluster=str(people.cluster.uuid))

    told = {one.description: one.cluster for one in Activity.objects.all()}
    assert told == {"Puits": None, "Écoute": people.cluster}

    def page(user: User) -> str:
        return get(user, "participants:organisation_profile", people.partner.uuid).content.decode()

    assert "Écoute" in page(people.member)
    for user in (people.stranger, people.observer, people.admin):
        assert "Puits" in page(user)
        assert "Écoute" not in page(user)


def test_activity_is_told_only_where_one_may_speak(post, people: People) -> None:
    other = make_cluster("Santé", "SAN")
    for cluster in (other, people.other_cluster):
        page = add(post, people.focal_point, people, cluster=str(cluster.uuid))
        assert list(page.context["form"].errors) == ["cluster"]
    make_membership(people.partner, people.other_cluster)
    page = add(post, people.coordinator, people, cluster=str(people.other_cluster.uuid))
    assert list(page.context["form"].errors) == ["cluster"]
    assert not Activity.objects.exists()


@pytest.mark.parametrize(
    ("field", "value"),
    [("description", " \u200b"), ("state", "gone"), ("starts_on", "demain"), ("place", "9" * 40), ("reported_on", "")],
)
def test_activity_refusal_stands_beside_its_field(post, people: People, field: str, value: str) -> None:
    page = add(post, people.focal_point, people, **{field: value})

    assert list(page.context["form"].errors) == [field]
    assert not Activity.objects.exists()


def test_activity_that_ends_before_it_starts(post, people: People) -> None:
    page = add(post, people.focal_point, people, starts_on="2026-05-04", ends_on="2026-05-03")

    assert page.context["form"].errors == {"ends_on": ["La date de fin précède la date de début."]}


def test_activity_is_changed_and_withdrawn(get, post, people: People) -> None:
    activity = report_activity(organisation=people.partner, cluster=None, by=None, description="Puits")
    changed = ACTIVITY | {"description": "Deux puits", "state": "done"}
    post(people.focal_point, changed, "participants:activity_edit", activity.uuid)
    activity.refresh_from_db()
    assert (activity.description, activity.get_state_display()) == ("Deux puits", "Réalisée")
    assert post(people.member, {}, "participants:activity_withdraw", activity.uuid).status_code == 403

    post(people.focal_point, {}, "participants:activity_withdraw", activity.uuid)

    page = get(people.focal_point, "participants:organisation_profile", people.partner.uuid).content.decode()
    assert "Aucune activité" in page
    assert "Activité retirée&nbsp;: Deux puits" in page
    assert get(people.focal_point, "participants:activity_edit", activity.uuid).status_code == 404


def test_only_those_that_one_may_change_have_a_button(get, people: People) -> None:
    """What was said in another cluster is not this coordination's to correct."""
    make_membership(people.lead, people.other_cluster)
    for cluster in (people.cluster, people.other_cluster):
        report_activity(organisation=people.partner, cluster=cluster, by=None, description=f"Dite à {cluster.code}")

    page = get(people.coordinator, "participants:organisation_profile", people.partner.uuid)

    told = {one.pk: one.cluster for group in page.context["groups"] for one in group.activities}
    assert {told[number] for number in page.context["editable"]} == {people.cluster}
    assert set(told.values()) == {people.cluster, people.other_cluster}


def test_names_of_focal_points_follow_the_readers_clusters(get, people: People) -> None:
    def names(user: User) -> list[str]:
        page = get(user, "participants:organisation_profile", people.partner.uuid)
        return [role.person.name for role in page.context["focal_points"]]

    assert names(people.coordinator) == names(people.member) == ["Ouria Point Focal"]
    assert names(people.observer) == names(people.stranger) == []


@pytest.mark.parametrize("format", ["xlsx", "csv"])
def test_presence_leaves_as_filtered(get, people: People, format: str) -> None:
    gao = make_place("Gao", PlaceLevel.REGION, code="ML07", code_system="pcode")
    for sector in (Sector.HEALTH, Sector.PROTECTION):
        report_activity(
            organisation=people.partner, cluster=None, by=None, description="=1+1", sector=sector, place=gao
        )

    answer = get(people.member, "participants:presence_export", people.cluster.uuid, sector="HEA", format=format)

    rows = csv_lines(answer) if format == "csv" else [[cell.value for cell in row] for row in cells(answer)]
    assert rows[1][:3] == ["#org+id", "#org+name", "#org+acronym"]
    assert [row[:9] for row in rows[2:]] == [
        [
            str(people.partner.uuid),
            *("Organisation PARTEN", "PARTEN", "ONG nationale", "441", "Santé", "HEA", "Gao", "ML07"),
        ]
    ]
    assert "example.org" not in str(rows)
    assert get(people.observer, "participants:presence_export", people.cluster.uuid).status_code == 403
