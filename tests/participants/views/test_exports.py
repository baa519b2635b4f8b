"""Organisations as a file: known clusters only, and no contact data."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from participants.enums import MembershipStatus
from participants.services.organisations import save_organisation
from tests.factories import make_membership, make_organisation, make_people, make_place
from tests.sheets import FORMULA, body, cells, csv_lines, table

pytestmark = pytest.mark.django_db
EXPORT = "participants:organisation_export"


@pytest.fixture
def people(db):
    return make_people()


def test_row_says_what_the_organisation_is(people, get):
    region = make_place("Gao", code="ML07", code_system="pcode")
    places = [
        make_place("Ansongo", 2, code="ML0702", code_system="pcode", parent=region),
        region,
        make_place("Bourem", 2),
    ]
    save_organisation(people.partner, places=places)
    people.cluster.sector = "ERY"
    people.cluster.save()

    row = next(row for row in table(get(people.member, EXPORT)) if row["Sigle"] == "PARTEN")

    assert row == {
        "Identifiant": str(people.partner.uuid),
        "Nom": "Organisation PARTEN",
        "Sigle": "PARTEN",
        "Unité de": None,
        "Type": "ONG nationale",
        "Code du type": "441",
        "Secteurs": "ERY",
        "Clusters": "Relèvement",
        "Statut par cluster": "CRP : Membre",
        "Régions": "Gao",
        "Codes des régions": "ML07",
        "Site web": None,
        "État": "Active",
    }


def test_sectors_of_the_profile_stand_beside_those_of_the_clusters(people, get):
    people.partner.sectors.create(sector="WSH")
    rows = {row["Sigle"]: row["Secteurs"] for row in table(get(people.member, EXPORT))}
    assert rows["PARTEN"] == "|".join(sorted({*(rows["CHEF"] or "").split("|"), "WSH"} - {""}))


def test_hashtags_and_no_formula(people, get):
    make_organisation("=1+1", "@SUM(1)")
    rows = cells(get(people.member, EXPORT))
    assert [cell.value for cell in rows[1]][:6] == [
        *("#meta+id", "#org+name", "#org+acronym"),
        *("#org+parent+name", "#org+type+name", "#org+type+code"),
    ]
    assert FORMULA not in {cell.data_type for row in rows for cell in row}
    lines = csv_lines(get(people.member, EXPORT, format="csv"))
    assert [cell for line in lines for cell in line if cell.startswith(("=", "+", "@"))] == []


def test_clusters_that_one_does_not_know_are_not_named(people, get):
    make_membership(people.partner, people.other_cluster, MembershipStatus.OBSERVER)

    def standings(user):
        return next(row for row in table(get(user, EXPORT)) if row["Sigle"] == "PARTEN")["Statut par cluster"]

    assert standings(people.member) == "ABR : Observateur|CRP : Membre"
    assert standings(people.stranger) == "ABR : Observateur"


def test_no_contact_data_leaves_with_it(people, get):
    for format in ("xlsx", "csv"):
        answer = get(people.coordinator, EXPORT, format=format)
        text = str(table(answer)) if format == "xlsx" else body(answer).decode()
        assert "PARTEN" in text
        assert "@example.org" not in text
        assert "70 00 00 00" not in text


def test_filters_in_force_are_followed(people, get):
    assert [row["Sigle"] for row in table(get(people.member, EXPORT, q="vigie"))] == ["VIGIE"]
    page = get(people.member, "participants:organisation_list", q="vigie").content.decode()
    assert f'href="{reverse(EXPORT)}?q=vigie"' in page


@pytest.mark.parametrize("count", [1, 3])
def test_queries_do_not_grow_with_the_rows(people, get, count):
    for _ in range(count):
        make_membership(make_organisation(), people.cluster)
    with CaptureQueriesContext(connection) as asked:
        body(get(people.member, EXPORT))
    assert len([query for query in asked if 'FROM "participants_organisation" ' in query["sql"]]) == 1
