"""What a cluster covers and misses, as its page shows it, and what one tap makes of a gap."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from actions.coverage import Cell, Spot
from actions.enums import CellState, OwnerKind, Status
from actions.gaps import coverage_of
from actions.models import ActionPoint
from actions.services.edit import update_action, withdraw_action
from actions.services.gaps import cover_gap
from actions.services.report import report_on_action
from meetings.enums import Visibility
from participants.enums import ActivityState, PlaceLevel, Role, Sector
from participants.models import Need, Place, User
from participants.services.activities import declare_need, report_activity
from participants.services.profiles import follow_coverage
from tests.factories import People, make_place

pytestmark = pytest.mark.django_db


@pytest.fixture
def mopti(people: People) -> Place:
    """The region that the cluster follows, in one sector."""
    place = make_place("Mopti", PlaceLevel.REGION)
    follow_coverage(people.cluster, places=[place], sectors=[Sector.PROTECTION])
    return place


def cell_of(people: People, place: Place | None, user: User | None = None, sector: str = Sector.PROTECTION) -> Cell:
    coverage = coverage_of(people.cluster, user or people.coordinator)
    found = coverage.grid.find(Spot(place.pk if place else None, sector))
    assert found is not None
    return found


def tell(people: People, place: Place | None, **facts: Any) -> None:
    facts = {"sector": Sector.PROTECTION, "description": "Suivi", **facts}
    report_activity(organisation=people.partner, cluster=None, by=None, place=place, **facts)


def want(people: People, place: Place | None, text: str = "Personne à Koro", **facts: Any) -> Need:
    facts = {"sector": Sector.PROTECTION, "organisation": people.partner, **facts}
    return declare_need(cluster=people.cluster, by=people.member, place=place, text=text, **facts)


def tap(client: Client, people: People, place: Place | None, user: User | None = None, **how: Any) -> Any:
    client.force_login(user or people.coordinator)
    cell = how.pop("cell", f"{place.pk if place else ''}:{Sector.PROTECTION}")
    return client.post(reverse("actions:gap_cover", args=[people.cluster.uuid]), {"cell": cell}, **how)


def shown(client: Client, people: People, user: User) -> str:
    client.force_login(user)
    return client.get(reverse("actions:coverage", args=[people.cluster.uuid])).content.decode()


# --- The table --------------------------------------------------------------------------------------------------------


def test_profiles_and_round_tables_fill_the_table(people: People, mopti: Place) -> None:
    today = timezone.localdate()
    koro = make_place("Koro", PlaceLevel.CERCLE, parent=mopti)
    tell(people, koro)
    tell(people, mopti, description="Bientôt", state=ActivityState.PLANNED)
    tell(people, mopti, description="Fini", state=ActivityState.DONE)
    tell(people, mopti, description="Échu", ends_on=today - timedelta(days=1))
    report_activity(
        organisation=people.lead,
        cluster=people.cluster,
        by=None,
        description="À venir",
        sector=Sector.PROTECTION,
        place=mopti,
        starts_on=today + timedelta(days=9),
    )

    cell = cell_of(people, mopti)

    assert (cell.present, cell.planned) == (["PARTEN"], ["PARTEN", "CHEF"])
    assert cell.state == CellState.COVERED


def test_what_another_cluster_was_told_stays_there(people: People, mopti: Place) -> None:
    facts = {"description": "Suivi", "sector": Sector.PROTECTION, "place": mopti}
    report_activity(organisation=people.partner, cluster=people.other_cluster, by=None, **facts)
    report_activity(organisation=people.outsider, cluster=None, by=None, **facts)

    assert cell_of(people, mopti).state == CellState.EMPTY


def test_without_a_choice_the_table_follows_the_cluster(people: People) -> None:
    region, other = make_place("Mopti", PlaceLevel.REGION), make_place("Gao", PlaceLevel.REGION)
    make_place("Taoudénit", PlaceLevel.REGION, valid_to=date(2020, 1, 1))
    cercles = [make_place(name, PlaceLevel.CERCLE, parent=region) for name in ("Youwarou", "Djenné")]
    people.cluster.sector = Sector.PROTECTION
    people.cluster.save()
    tell(people, region, sector=Sector.HEALTH)

    coverage = coverage_of(people.cluster, people.coordinator)
    assert [row.place for row in coverage.rows] == [other, region]
    assert coverage.sectors == [
        *("Protection", "Protection de l’enfance", "Violences basées sur le genre"),
        *("Action contre les mines", "Logement, terre et biens", "Santé"),
    ]

    people.cluster.place = region
    people.cluster.save()
    coverage = coverage_of(people.cluster, people.coordinator)
    assert [row.place for row in coverage.rows] == cercles[::-1]
    assert [(place, sector) for place, sector, _ in coverage.outside] == [("Mopti (région)", "Santé")]


def test_page_says_in_words_who_covers_and_what_is_missing(client: Client, people: People, mopti: Place) -> None:
    gao = make_place("Gao", PlaceLevel.REGION)
    follow_coverage(people.cluster, places=[mopti, gao], sectors=[Sector.PROTECTION])
    tell(people, gao)
    want(people, mopti, "Personne à Koro <b>")
    want(people, None, "Des semences", sector="")

    page = shown(client, people, people.member)

    assert "Personne à Koro &lt;b&gt;" in page
    assert '<th scope="row">Mopti' in page
    assert page.count("Besoin déclaré") >= 2
    assert "Lieu non précisé&nbsp;: Secteur non précisé" in page
    assert "Couvrir<" not in page
    assert shown(client, people, people.coordinator).count("Couvrir<") == 2


def test_what_is_to_be_covered_is_listed_needs_first(client: Client, people: People, mopti: Place) -> None:
    gao, kidal = make_place("Gao", PlaceLevel.REGION), make_place("Kidal", PlaceLevel.REGION)
    follow_coverage(people.cluster, places=[mopti, gao, kidal], sectors=[Sector.PROTECTION])
    tell(people, kidal)
    want(people, mopti)
    client.force_login(people.coordinator)

    answer = client.get(reverse("actions:coverage", args=[people.cluster.uuid]), {"vue": "lacunes"})

    assert [(place, cell.state) for place, _, cell in answer.context["gaps"]] == [
        ("Mopti (région)", CellState.NEEDED),
        ("Gao (région)", CellState.EMPTY),
    ]
    page = answer.content.decode()
    assert (page.count("Couvrir<"), "<table" in page) == (2, False)
    address, cell = reverse("actions:gap_cover", args=[people.cluster.uuid]), f"{gao.pk}:{Sector.PROTECTION}"
    answer = client.post(address, {"cell": cell, "vue": "lacunes"}, follow=True)
    assert [place for place, _, _ in answer.context["gaps"]] == ["Mopti (région)"]
    assert answer.context["only_gaps"]
    assert client.post(address, {"cell": cell, "vue": "//ailleurs"}).url.endswith("/couverture/")


@pytest.mark.parametrize(
    ("query", "places", "sectors", "gaps"),
    [
        ({}, ["Gao", "Mopti"], ["Protection", "Santé"], 4),
        ({"place": "mop"}, ["Mopti"], ["Protection", "Santé"], 1),
        ({"sector": "HEA"}, ["Gao", "Mopti"], ["Santé"], 3),
        ({"state": "covered"}, ["Mopti"], ["Protection", "Santé"], 0),
        ({"state": "needed", "place": "Gao"}, ["Gao"], ["Protection", "Santé"], 1),
        ({"place": "nulle part"}, [], ["Protection", "Santé"], 0),
        ({"sector": "zzz", "state": "zzz", "vue": "zzz"}, ["Gao", "Mopti"], ["Protection", "Santé"], 4),
    ],
)
def test_table_is_filtered(
    client: Client, people: People, mopti: Place, query: dict, places: list[str], sectors: list[str], gaps: int
) -> None:
    gao = make_place("Gao", PlaceLevel.REGION)
    follow_coverage(people.cluster, places=[mopti, gao], sectors=[Sector.PROTECTION, Sector.HEALTH])
    tell(people, mopti)
    want(people, gao, sector=Sector.HEALTH)
    want(people, None, sector=Sector.HEALTH)
    client.force_login(people.member)
    context = client.get(reverse("actions:coverage", args=[people.cluster.uuid]), query).context
    coverage = context["coverage"]
    assert ([row.place.name for row in coverage.rows], coverage.sectors) == (places, sectors)
    assert len(context["gaps"]) == gaps
    assert sum(coverage.counts.values()) == 5


# --- One tap ----------------------------------------------------------------------------------------------------------


def test_a_gap_becomes_an_action_in_one_tap(client: Client, people: People, mopti: Place) -> None:
    want(people, mopti, "Personne à Koro & alentour")

    answer = tap(client, people, mopti, follow=True)

    action = ActionPoint.objects.get()
    assert (action.place, action.sector, action.cluster) == (mopti, Sector.PROTECTION, people.cluster)
    assert "Couvrir le secteur « Protection » à Mopti (région)" in action.description
    assert "<li>Personne à Koro &amp; alentour</li>" in action.description
    owner = action.owners.get()
    assert (owner.kind, owner.role, owner.written) == (OwnerKind.ROLE, Role.COORDINATOR, "Coordination CRP")
    assert action.updates.get().author == people.coordinator
    cell = cell_of(people, mopti)
    assert (cell.state, [one.reference for one in cell.answers]) == (CellState.BEING_COVERED, [action.reference])
    assert action.reference in answer.content.decode()


def test_two_taps_make_one_action(client: Client, people: People, mopti: Place) -> None:
    tap(client, people, mopti)
    answer = tap(client, people, mopti, follow=True)

    assert ActionPoint.objects.count() == 1
    assert "n’est plus à couvrir" in answer.content.decode()
    same, is_new = cover_gap(cluster=people.cluster, place=mopti, sector=Sector.PROTECTION, by=people.coordinator)
    assert (same, is_new) == (ActionPoint.objects.get(), False)


def test_a_need_without_a_place_can_be_covered_too(client: Client, people: People, mopti: Place) -> None:
    want(people, None)

    tap(client, people, None)

    action = ActionPoint.objects.get()
    assert (action.place, action.sector) == (None, Sector.PROTECTION)
    assert "(lieu à préciser)" in action.description
    assert cell_of(people, None).state == CellState.BEING_COVERED


def test_the_cell_is_covered_when_the_action_is_done(people: People, mopti: Place) -> None:
    want(people, mopti, declared_on=date(2017, 5, 23))
    action, _ = cover_gap(cluster=people.cluster, place=mopti, sector=Sector.PROTECTION, by=people.coordinator)

    report_on_action(action, by=people.coordinator, status=Status.DONE, comment="Un partenaire s’installe.")

    cell = cell_of(people, mopti)
    assert (cell.state, cell.open_wants) == (CellState.COVERED, [])
    coverage = coverage_of(people.cluster, people.coordinator)
    assert [state for _, state in coverage.needs] == [CellState.COVERED]

    want(people, mopti, "Encore", declared_on=timezone.localdate() + timedelta(days=1))
    assert cell_of(people, mopti).state == CellState.NEEDED


def test_the_cell_is_a_gap_again_when_the_action_is_given_up(people: People, mopti: Place) -> None:
    action, _ = cover_gap(cluster=people.cluster, place=mopti, sector=Sector.PROTECTION, by=people.coordinator)
    report_on_action(action, by=people.coordinator, status=Status.DROPPED, comment="Pas d’accès.")
    assert cell_of(people, mopti).state == CellState.EMPTY

    again, is_new = cover_gap(cluster=people.cluster, place=mopti, sector=Sector.PROTECTION, by=people.coordinator)
    assert is_new
    withdraw_action(again, by=people.coordinator, reason="Erreur")
    assert cell_of(people, mopti).state == CellState.EMPTY


def test_the_action_is_edited_like_any_other(people: People, mopti: Place) -> None:
    """Where it moves, it covers."""
    gao = make_place("Gao", PlaceLevel.REGION)
    follow_coverage(people.cluster, places=[mopti, gao], sectors=[Sector.PROTECTION])
    action, _ = cover_gap(cluster=people.cluster, place=mopti, sector=Sector.PROTECTION, by=people.coordinator)

    update_action(action, by=people.coordinator, place=gao)

    assert cell_of(people, mopti).state == CellState.EMPTY
    assert cell_of(people, gao).state == CellState.BEING_COVERED


def test_a_restricted_action_is_not_told_to_members(people: People, mopti: Place) -> None:
    action, _ = cover_gap(cluster=people.cluster, place=mopti, sector=Sector.PROTECTION, by=people.coordinator)
    ActionPoint.objects.filter(pk=action.pk).update(visibility=Visibility.COORDINATION)

    assert cell_of(people, mopti, people.member).answers == []
    assert cell_of(people, mopti).state == CellState.BEING_COVERED


@pytest.mark.parametrize("cell", ["", "x:PRO", ":", "9" * 30 + ":PRO", "²:PRO", "1:XXX", "999999:PRO", "PRO"])
def test_a_cell_that_is_none_makes_nothing(client: Client, people: People, mopti: Place, cell: str) -> None:
    answer = tap(client, people, mopti, cell=cell, follow=True)

    assert answer.status_code == 200
    assert len(list(answer.context["messages"])) == 1
    assert not ActionPoint.objects.exists()


def test_only_the_coordination_covers(client: Client, people: People, mopti: Place) -> None:
    codes = {user: tap(client, people, mopti, user).status_code for user in (people.member, people.stranger)}

    assert codes == {people.member: 403, people.stranger: 404}
    assert not ActionPoint.objects.exists()


# --- Needs ------------------------------------------------------------------------------------------------------------


def declared(client: Client, people: People, user: User, **data: Any) -> Any:
    client.force_login(user)
    data = {"text": "Aucun acteur", "sector": Sector.PROTECTION, "declared_on": "2026-05-04", **data}
    return client.post(reverse("actions:need_add", args=[people.cluster.uuid]), data)


def test_a_member_declares_for_its_own_organisation_only(client: Client, people: People, mopti: Place) -> None:
    refused = declared(client, people, people.member, organisation=str(people.lead.uuid))
    assert list(refused.context["form"].errors) == ["organisation"]
    assert refused.context["form"]["text"].value() == "Aucun acteur"

    declared(client, people, people.member, organisation=str(people.partner.uuid), place=mopti.pk)
    need = Need.objects.get()
    assert (need.organisation, need.by, need.place) == (people.partner, people.member, mopti)


def test_the_coordination_declares_for_itself_and_withdraws(client: Client, people: People, mopti: Place) -> None:
    declared(client, people, people.coordinator, place=mopti.pk)
    need = Need.objects.get()
    assert (need.organisation, str(need.declared_on)) == (None, "2026-05-04")
    address = reverse("actions:need_withdraw", args=[people.cluster.uuid, need.uuid])
    client.force_login(people.member)
    assert client.post(address).status_code == 403

    client.force_login(people.coordinator)
    client.post(address)

    assert cell_of(people, mopti).wants == []
    assert client.get(address).status_code == 404


def test_the_coordination_chooses_what_is_followed(client: Client, people: People, mopti: Place) -> None:
    client.force_login(people.coordinator)
    gao = make_place("Gao", PlaceLevel.REGION)
    address = reverse("actions:coverage_frame", args=[people.cluster.uuid])
    client.post(address, {"places": [gao.pk], "sectors": [Sector.WATER_SANITATION, Sector.HEALTH]})

    coverage = coverage_of(people.cluster, people.coordinator)

    assert ([row.place for row in coverage.rows], coverage.sectors) == (
        [gao],
        ["Eau, assainissement et hygiène", "Santé"],
    )
    answer = client.post(address, {"places": ["9" * 40], "sectors": ["XXX"]})
    assert sorted(answer.context["form"].errors) == ["places", "sectors"]
