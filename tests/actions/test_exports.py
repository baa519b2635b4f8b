"""The list of actions as a file: its columns, its filters, and what may not be in it."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from actions import exports
from actions.enums import DueKind
from actions.models import ActionPoint
from actions.services.create import create_action
from actions.services.report import report_on_action
from meetings.enums import Visibility
from meetings.models import Meeting
from participants.models import User
from tests.actions.conftest import hold
from tests.factories import People, make_place
from tests.office import convert, require_calc
from tests.sheets import FORMULA, body, cells, csv_lines, table

pytestmark = pytest.mark.django_db

FORMULAS = (
    "=1+1",
    "+1+1",
    "-1+1",
    "@SUM(1)",
    "\t=1+1",
    "＝1+1",
    '=HYPERLINK("http://example.org")',
    "=cmd|' /C calc'!A0",
)
HEADINGS = {
    "Référence": "#meta+id",
    "Cluster": "#sector+cluster+name",
    "Code du cluster": "#sector+code",
    "Date de la réunion": "#date+meeting",
    "Point de l’ordre du jour": "#x_agenda+item",
    "Action": "#x_action+description+i_fr",
    "Responsable(s)": "#org+responsible+name",
    "Sigles": "#org+responsible+acronym",
    "Types d’organisation": "#org+type+code",
    "Échéance": "#date+due",
    "Échéance (texte)": "#description+due",
    "Statut": "#status+name",
    "Code du statut": "#status+code",
    "Précision": "#status+description",
    "Réalisée le": "#date+completed",
    "Secteur": "#sector+name",
    "Région": "#adm1+name",
    "Code de la région": "#adm1+code+v_pcode",
    "Cercle": "#adm2+name",
    "Code du cercle": "#adm2+code+v_pcode",
    "Diffusion": "#meta+visibility",
}


@pytest.fixture
def export(client: Client) -> Any:
    def ask(user: User, **query: str) -> Any:
        client.force_login(user)
        return client.get(reverse("actions:action_export"), query)

    return ask


def promise(people: People, description: str = "Transmettre la liste", **given: Any) -> ActionPoint:
    return create_action(cluster=people.cluster, by=people.coordinator, description=description, **given)


def test_headings_stand_over_their_hashtags(people, export):
    headings, tags = ([cell.value for cell in row] for row in cells(export(people.member)))
    assert dict(zip(headings, tags, strict=True)) == HEADINGS


def test_row_says_what_the_action_is(people, meeting: Meeting, export):
    region = make_place("Gao", code="ML07", code_system="pcode")
    cercle = make_place("Ansongo", 2, code="ML0702", code_system="pcode", parent=region)
    action = promise(people, meeting=meeting, owner_text="CHEF, PARTEN", due_text="22 novembre", place=cercle)
    hold(meeting)

    (row,) = table(export(people.member))

    assert row | {"Point de l’ordre du jour": None} == {
        "Référence": action.reference,
        "Cluster": "Relèvement",
        "Code du cluster": "CRP",
        "Date de la réunion": datetime(2016, 11, 15),
        "Point de l’ordre du jour": None,
        "Action": "Transmettre la liste",
        "Responsable(s)": "CHEF, PARTEN",
        "Sigles": "CHEF|PARTEN",
        "Types d’organisation": "441",
        "Échéance": datetime(2016, 11, 22),
        "Échéance (texte)": "22 novembre",
        "Statut": "À faire",
        "Code du statut": "todo",
        "Précision": None,
        "Réalisée le": None,
        "Secteur": None,
        "Région": "Gao",
        "Code de la région": "ML07",
        "Cercle": "Ansongo",
        "Code du cercle": "ML0702",
        "Diffusion": "Membres",
    }


def test_dates_are_dates(people, export):
    promise(people, due_kind=DueKind.DATE, due_on=date(2027, 3, 31))
    cell = next(cell for cell in cells(export(people.member))[2] if cell.value == datetime(2027, 3, 31))
    assert (cell.is_date, cell.number_format) == (True, "DD/MM/YYYY")


def test_place_without_pcode_keeps_its_name_only(people, export):
    promise(people, place=make_place("Kidal", code="8", code_system="local"))
    (row,) = table(export(people.member))
    assert (row["Région"], row["Code de la région"]) == ("Kidal", None)


def test_all_partners_are_named_by_their_shares(people, export):
    promise(people, owner_text="Tous les partenaires")
    (row,) = table(export(people.member))
    assert row["Sigles"] == "CHEF|PARTEN"


def test_filters_in_force_are_followed(people, export):
    promise(people, "Former les relais", due_kind=DueKind.DATE, due_on=date(2016, 1, 1))
    promise(people, "Publier la carte")
    done = promise(people, "Clore le dossier")
    report_on_action(done, by=people.coordinator, status="done", comment="Fait.")

    def listed(**query: str) -> set[str]:
        return {row["Action"] for row in table(export(people.member, **query))}

    assert listed() == {"Former les relais", "Publier la carte"}
    assert listed(q="carte") == {"Publier la carte"}
    assert listed(late="on") == {"Former les relais"}
    assert listed(status="closes") == {"Clore le dossier"}
    assert listed(status="toutes", undated="on") == {"Publier la carte", "Clore le dossier"}


def test_link_of_the_list_carries_its_filters(people, client):
    client.force_login(people.member)
    page = client.get(reverse("actions:action_list"), {"late": "on", "apres": "2016-01-01_1"}).content.decode()
    assert 'href="/actions/exporter/?late=on"' in page
    assert 'href="/actions/exporter/?late=on&amp;format=csv"' in page


def test_each_sees_what_the_list_shows(people, export):
    promise(people, "Ouverte à tous")
    promise(people, "Réservée", visibility=Visibility.COORDINATION)

    def seen(user: User) -> set[str]:
        return {row["Action"] for row in table(export(user))}

    assert seen(people.coordinator) == {"Ouverte à tous", "Réservée"}
    assert seen(people.member) == {"Ouverte à tous"}
    assert seen(people.observer) == seen(people.stranger) == set()


@pytest.mark.parametrize("text", FORMULAS)
def test_no_formula_is_smuggled_in(people, export, text):
    promise(people, text, owner_text=text, due_text=text)
    kinds = {cell.data_type for row in cells(export(people.member)) for cell in row}
    assert FORMULA not in kinds
    (line,) = csv_lines(export(people.member, format="csv"))[2:]
    assert [cell for cell in line if cell.lstrip().startswith(("=", "+", "-", "@", "＝"))] == []


def test_text_that_looks_like_a_formula_stays_text_when_edited(people, export):
    promise(people, "=1+1")
    (cell,) = [cell for cell in cells(export(people.member))[2] if cell.value == "=1+1"]
    assert cell.quotePrefix


def test_what_xml_cannot_hold_is_left_out(people, export):
    action = promise(people)
    ActionPoint.objects.filter(pk=action.pk).update(status_note="a\x01b\ufffec")
    (row,) = table(export(people.member))
    assert row["Précision"] == "abc"


def test_csv_holds_the_same_table(people, export):
    promise(people, due_kind=DueKind.DATE, due_on=date(2027, 3, 31))
    headings, tags, line = csv_lines(export(people.member, format="csv"))
    assert dict(zip(headings, tags, strict=True)) == HEADINGS
    assert dict(zip(headings, line, strict=True))["Échéance"] == "2027-03-31"


def test_file_is_kept_by_nobody_on_the_way(people, export):
    answer = export(people.member)
    assert answer["Cache-Control"] == "no-store"
    assert answer["Content-Disposition"].startswith('attachment; filename="actions-')
    body(answer)


@pytest.mark.parametrize("count", [1, 3])
def test_queries_do_not_grow_with_the_rows(people, export, count):
    for number in range(count):
        promise(people, f"Action {number}", owner_text="CHEF")
    with CaptureQueriesContext(connection) as asked:
        body(export(people.member))
    assert len([query for query in asked if "actions_" in query["sql"]]) == 4


def test_rows_come_page_after_page(people, monkeypatch):
    monkeypatch.setattr(exports, "BATCH", 2)
    made = [promise(people, f"Action {number}").pk for number in range(5)]
    assert [line.action.pk for line in exports.action_lines(ActionPoint.objects.all())] == made


@pytest.mark.once
def test_libreoffice_reads_the_same_table(people, export, tmp_path: Path):
    require_calc()
    promise(people, "Réunir : « é » & <b>", owner_text="CHEF", due_kind=DueKind.DATE, due_on=date(2027, 3, 31))
    promise(people, "=1+1")
    data = body(export(people.member))
    (tmp_path / "actions.xlsx").write_bytes(data)

    convert([tmp_path / "actions.xlsx"], "ods", tmp_path)
    convert([tmp_path / "actions.ods"], "xlsx:Calc MS Excel 2007 XML", tmp_path)

    read = openpyxl.load_workbook(tmp_path / "actions.xlsx").active
    assert (tmp_path / "actions.xlsx").read_bytes() != data
    assert [[cell.value for cell in row] for row in read.iter_rows()] == [
        [cell.value for cell in row] for row in cells(data)
    ]
    assert FORMULA not in {cell.data_type for row in read.iter_rows() for cell in row}
