"""Who is present where: one row per organisation, sector and place, and the sheet that leaves."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from participants.enums import ActivityState, PlaceLevel, Sector
from participants.exports import PRESENCE_COLUMNS, PresenceLine, presence_lines
from participants.filters import PresenceFilter
from participants.models import Place
from participants.profiles import Presence, presence_activities, presences
from participants.services.activities import report_activity
from tests.factories import People, make_organisation, make_people, make_place

pytestmark = pytest.mark.django_db


@pytest.fixture
def people() -> People:
    return make_people()


@pytest.fixture
def mopti() -> Place:
    return make_place("Mopti", PlaceLevel.REGION, code="ML05", code_system="pcode")


@pytest.fixture
def koro(mopti: Place) -> Place:
    return make_place("Koro", PlaceLevel.CERCLE, parent=mopti, code="ML0505", code_system="pcode")


def tell(people: People, description: str, **facts: Any) -> None:
    facts = {"organisation": people.partner, "cluster": people.cluster, "sector": Sector.PROTECTION, **facts}
    report_activity(by=None, description=description, **facts)


def found(people: People, **query: str) -> list[Presence]:
    return presences(PresenceFilter(query, presence_activities(people.cluster)).qs)


def lines(people: People, **query: str) -> list[PresenceLine]:
    return list(presence_lines(found(people, **query), people.cluster))


def cells(line: PresenceLine) -> dict[str, Any]:
    return {column.tag: column.value(line) for column in PRESENCE_COLUMNS}


def test_activities_of_one_place_and_sector_are_one_row(people: People, koro: Place, mopti: Place) -> None:
    told = {"place": koro, "starts_on": date(2017, 1, 4), "ends_on": date(2099, 6, 30)}
    tell(people, "Suivi", **told, project_code="HRP-2", reported_on=date(2017, 5, 3))
    tell(people, "Écoute", place=koro, project_code="HRP-1", reported_on=date(2017, 6, 7), cluster=None)
    tell(people, "Suivi", place=mopti)
    tell(people, "Suivi", place=koro, sector=Sector.HEALTH)
    unit = make_organisation("DDR", parent=people.partner)
    tell(people, "Suivi", place=koro, organisation=unit)

    rows = lines(people)

    assert [(row.organisation.acronym, row.presence.sector, row.place) for row in rows] == [
        ("DDR", "PRO", koro),
        ("PARTEN", "HEA", koro),
        ("PARTEN", "PRO", koro),
        ("PARTEN", "PRO", mopti),
    ]
    assert cells(rows[0])["#org+acronym"] == "PARTEN/DDR"
    assert cells(rows[2]) == {
        "#org+id": str(people.partner.uuid),
        "#org+name": "Organisation PARTEN",
        "#org+acronym": "PARTEN",
        "#org+type+name": "ONG nationale",
        "#org+type+code": "441",
        "#sector+name+i_fr": "Protection",
        "#sector+code": "PRO",
        "#adm1+name": "Mopti",
        "#adm1+code+v_pcode": "ML05",
        "#adm2+name": "Koro",
        "#adm2+code+v_pcode": "ML0505",
        "#adm3+name": "",
        "#adm3+code+v_pcode": "",
        "#loc+name": "",
        "#status+name": "En cours",
        "#activity+num": 2,
        "#activity+project+code+list": "HRP-1|HRP-2",
        "#date+start": date(2017, 1, 4),
        "#date+end": None,
        "#date+reported": date(2017, 6, 7),
        "#sector+cluster+name": "Relèvement",
        "#sector+cluster+code": "CRP",
    }


def test_no_column_tells_how_to_reach_somebody() -> None:
    assert [column.tag for column in PRESENCE_COLUMNS if "contact" in column.tag or "email" in column.tag] == []


def test_present_are_those_at_work_today(people: People, koro: Place) -> None:
    today, day = timezone.localdate(), timedelta(days=1)
    tell(people, "En cours", place=koro, starts_on=today, ends_on=today)
    tell(people, "À venir", place=koro, starts_on=today + day)
    tell(people, "Échue", place=koro, ends_on=today - day)
    tell(people, "Prévue", place=koro, state=ActivityState.PLANNED)
    tell(people, "Réalisée", place=koro, state=ActivityState.DONE)

    def told(**query: str) -> list[str]:
        return [one.description for row in found(people, **query) for one in row.activities]

    assert told() == ["En cours"]
    assert told(state="prevues") == ["Prévue"]
    assert told(state="realisees") == ["Réalisée"]
    assert len(told(state="toutes")) == 5
    assert found(people, state="toutes")[0].states == ["En cours", "Prévue", "Réalisée"]


def test_presence_is_filtered(people: People, koro: Place, mopti: Place) -> None:
    tell(people, "Suivi", place=koro)
    tell(people, "Santé", place=None, sector=Sector.HEALTH, organisation=people.lead)

    def who(**query: str) -> list[str]:
        return [row.organisation.acronym for row in found(people, **query)]

    assert who() == ["CHEF", "PARTEN"]
    assert who(place="mopti") == who(q="parten") == who(sector="PRO") == ["PARTEN"]
    assert who(sector="HEA") == ["CHEF"]
    assert who(kind="447") == []
    assert who(sector="XXX") == ["CHEF", "PARTEN"]
