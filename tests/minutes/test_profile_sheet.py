"""The fiche de profil: what partners are asked for, to hand on; what was said in a cluster stays in the house."""

from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from minutes.companions import ActivityLine, ActivityTable, FocalPoint, ProfileSheet, companion_html
from minutes.errors import SealFailed
from minutes.render.engine import render_pdf
from minutes.selectors.profile import profile_sheet
from minutes.views import profiles
from participants.enums import ActivityState, PlaceLevel, Sector
from participants.services.activities import report_activity
from participants.services.profiles import Project, save_profile
from tests.factories import make_place
from tests.minutes.reading import one_line, text_of
from tests.minutes.structure import structure_of

DAY = date(2026, 5, 4)
HEADINGS = ["Activité", "Secteur", "Lieu", "Période", "Projet"]


def crowd(count: int, **facts: Any) -> ProfileSheet:
    lines = tuple(
        ActivityLine(
            description=f"Appui n° {number} : puits, pistes & marchés",
            sector="Relèvement rapide",
            place="Mopti (région)",
            place_code="ML05",
            starts_on="2026-01-04",
            ends_on="2027-01-04" if number % 2 else "",
            project_code=f"MLI-17-ER-{number:03}",
            source="Tour de table (Cluster Relèvement), 4 mai 2026",
        )
        for number in range(count)
    )
    full = {
        "presentation": ("Elle creuse des puits.", "Elle forme des jeunes."),
        "regions": (("Mopti (ML05)", "toute la région, Djenné (ML0503)"),),
        "focal_points": (FocalPoint(name="Ouria Point Focal", job_title="Chargée de projet", cluster="Relèvement"),),
        "projects": ("MLI-17-ER-001 : Puits",),
        "tables": (ActivityTable(heading="Activités en cours", lines=lines),),
    }
    return ProfileSheet(
        organisation="SIA",
        full_name="Solidarité d’essai (SIA)",
        made_at="2026-05-04T00:00:00+00:00",
        facts=(("Nom", "Solidarité d’essai"), ("Type", "ONG nationale")),
        **(full if count else {}),
        **facts,
    )


@pytest.mark.once
def test_printed_sheet_says_what_is_asked_for_in_tagged_tables(tmp_path):
    pdf = render_pdf(companion_html(crowd(2, left_out=3))).pdf
    text = one_line(text_of(pdf, tmp_path))
    for said in (
        "Fiche de profil Solidarité d’essai (SIA)",
        "Régions et lieux d’intervention",
        "toute la région, Djenné (ML0503)",
        "du 4 janvier 2026 au 4 janvier 2027",
        "depuis le 4 janvier 2026",
        "3 activités dites au tour de table d’un cluster ne figurent pas dans cette édition.",
        "Ouria Point Focal",
    ):
        assert said in text.replace("\xa0", " ").replace("\u202f", " "), said
    assert "Tour de table (" not in text
    structure = structure_of(pdf, tmp_path)
    assert structure.headings[1:] == [
        "Présentation",
        "Régions et lieux d’intervention",
        "Activités en cours",
        "Projets",
        "Points focaux",
    ]
    assert [row[-1] for row in structure.rows_under(HEADINGS)] == ["MLI-17-ER-000", "MLI-17-ER-001"]


@pytest.mark.once
@pytest.mark.parametrize(("count", "line"), [(0, ""), (1, "1 activité dite"), (2, "2 activités dites")])
def test_what_is_left_out_is_counted(count: int, line: str):
    assert crowd(0, left_out=count).left_out_line.replace("\xa0", " ").startswith(line)


@pytest.fixture
def told(people):
    """A profile, an activity in it, and two that were said in clusters."""
    region = make_place("Mopti", PlaceLevel.REGION, code="ML05", code_system="pcode")
    cercle = make_place("Djenné", PlaceLevel.CERCLE, parent=region, code="ML0503", code_system="pcode")
    bare = make_place("Quelque part", PlaceLevel.LOCALITY)
    save_profile(
        people.partner,
        by=people.focal_point,
        presentation="Elle creuse.\n\nElle forme.",
        sectors=[Sector.WATER_SANITATION],
        places=[bare, cercle, region],
        projects=[Project("HRP-1", "Puits")],
    )
    own = {"organisation": people.partner, "by": None}
    report_activity(**own, cluster=None, description="Forages", place=cercle, project_code="HRP-2")
    report_activity(**own, cluster=people.cluster, description="Formation", state=ActivityState.DONE)
    report_activity(**own, cluster=people.other_cluster, description="Ailleurs")
    return people


def descriptions(sheet: ProfileSheet) -> list[str]:
    return [line.description for table in sheet.tables for line in table.lines]


@pytest.mark.django_db
def test_sheet_to_hand_on_holds_the_profile_only(told):
    sheet = profile_sheet(told.partner, told.coordinator, on=DAY)

    assert descriptions(sheet) == ["Forages"]
    assert (sheet.left_out, sheet.foot) == (1, "")
    assert sheet.presentation == ("Elle creuse.", "Elle forme.")
    assert sheet.regions == (("Autre", "Quelque part"), ("Mopti (ML05)", "toute la région, Djenné (ML0503)"))
    assert sheet.projects == ("HRP-1 : Puits", "HRP-2")
    assert [point.name for point in sheet.focal_points] == ["Ouria Point Focal"]
    assert dict(sheet.facts)["Secteurs"] == "Eau, assainissement et hygiène"


@pytest.mark.django_db
def test_sheet_of_the_house_follows_the_reader(told):
    def printed(user) -> list[str]:
        return descriptions(profile_sheet(told.partner, user, on=DAY, in_house=True))

    assert printed(told.coordinator) == ["Forages", "Formation"]
    assert printed(told.stranger) == ["Ailleurs", "Forages"]
    assert printed(told.focal_point) == ["Ailleurs", "Forages", "Formation"]
    assert printed(told.admin) == ["Forages"]
    assert profile_sheet(told.partner, told.member, on=DAY, in_house=True).foot.startswith("Usage interne")


@pytest.mark.django_db
def test_sheet_tells_no_way_to_reach_anybody(told):
    html = companion_html(profile_sheet(told.partner, told.coordinator, on=DAY, in_house=True))
    assert "Ouria Point Focal" in html
    assert "@example.org" not in html
    assert "70 00 00 00" not in html


@pytest.mark.django_db
def test_address_answers_the_sheet_and_says_when_it_cannot(told, client, monkeypatch):
    client.force_login(told.member)
    address = reverse("minutes:profile_sheet", args=[told.partner.uuid])
    monkeypatch.setattr(profiles, "companion_pdf", lambda html: b"%PDF " + html.encode())
    answer = client.get(address)
    assert answer["Content-Type"] == "application/pdf"
    assert "Formation" not in b"".join(answer.streaming_content).decode()
    assert "Formation" in b"".join(client.get(f"{address}?edition=interne").streaming_content).decode()
    assert client.get(address, headers={"if-none-match": answer["ETag"]}).status_code == 304

    def refuse(html: str) -> bytes:
        raise SealFailed("La mise en page a pris trop de temps.")

    monkeypatch.setattr(profiles, "companion_pdf", refuse)
    answer = client.get(address)
    assert answer.status_code == 503
    assert "La mise en page a pris trop de temps." in answer.content.decode()
