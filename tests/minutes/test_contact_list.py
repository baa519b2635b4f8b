"""The liste de contacts: all of a cluster, how to reach those whom the reader may know, each one written down."""

import csv
import re
from dataclasses import replace

import pytest
from django.core.cache import cache
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse

from minutes.companions import ContactGroup, ContactLine, ContactList, companion_html
from minutes.errors import SealFailed
from minutes.render import RenderRefused
from minutes.render.engine import render_pdf
from minutes.selectors.contacts import contact_list
from minutes.services import contact_lists
from minutes.services.contact_lists import produce_contact_list
from participants.enums import Role
from participants.models import ContactListEntry
from tests.factories import make_membership, make_organisation, make_person, make_role
from tests.fixtures.rendering import rendered_once  # noqa: F401
from tests.meetings.factories import NOVEMBER_15
from tests.minutes.reading import one_line, text_of
from tests.minutes.structure import structure_of
from tests.sheets import FORMULA, cells, table

COLUMNS = ["Nom et prénom", "Fonction", "Rôle dans le cluster", "E-mail", "Téléphone"]
REACHABLE = {
    "coordinator": {"coordination", "rapporteur", "membre", "focal", "observateur"},
    "rapporteur": {"coordination", "rapporteur"},
    "member": {"membre", "focal"},
}
"""Whose address each account gets: the coordinator everybody's, the others those of their organisation."""


def mailboxes(sheet: ContactList) -> set[str]:
    return {email.split("@")[0] for group in sheet.groups for line in group.lines for email in line.emails}


@pytest.mark.django_db
@pytest.mark.parametrize("who", REACHABLE)
def test_each_gets_the_addresses_of_its_rights(people, who):
    sheet = contact_list(people.cluster, getattr(people, who), at=NOVEMBER_15)
    assert mailboxes(sheet) == REACHABLE[who]
    assert sheet.reachable_count == len(REACHABLE[who])
    assert sheet.withheld == 5 - len(REACHABLE[who])
    assert sum(len(group.lines) for group in sheet.groups) == 5


@pytest.mark.django_db
def test_list_goes_by_organisation_with_those_who_have_a_role_first(people):
    make_membership(make_organisation("ABSENTE"), people.cluster)
    make_role(make_person("Zoumana Expert"), people.cluster, Role.FOCAL_POINT, topic="genre")
    unit = make_organisation("UNITE", parent=people.partner)
    make_person("Alou Unité", unit, job_title="Chargé de suivi")
    sheet = contact_list(people.cluster, people.coordinator, at=NOVEMBER_15)
    assert [(group.title, group.detail, [line.name for line in group.lines]) for group in sheet.groups] == [
        ("Organisation ABSENTE (ABSENTE)", "ONG nationale · Membre", []),
        ("Organisation CHEF (CHEF)", "ONG nationale · Membre", ["Awa Coordination", "Bakary Rapporteur"]),
        ("Organisation PARTEN (PARTEN)", "ONG nationale · Membre", ["Ouria Point Focal", "Kadi Membre"]),
        ("Organisation VIGIE (VIGIE)", "ONG nationale · Observateur", ["Sidi Observateur"]),
        ("PARTEN/UNITE", "ONG nationale", ["Alou Unité"]),
        ("Sans organisation", "", ["Zoumana Expert"]),
    ]
    roles = {line.name: line.roles for group in sheet.groups for line in group.lines if line.roles}
    assert roles["Zoumana Expert"] == ("Point focal (genre)",)


@pytest.mark.django_db
@pytest.mark.parametrize("count", [1, 3])
def test_more_people_ask_no_more_of_the_database(people, count, django_assert_num_queries):
    for number in range(count):
        parent = make_organisation(f"P{number}")
        make_membership(parent, people.cluster)
        unit = make_organisation(f"U{number}", parent=parent)
        person = make_person(
            f"Personne {number}", unit, emails=(f"p{number}@example.org",), phones=("+223 70 00 00 01",)
        )
        make_role(person, people.cluster, Role.FOCAL_POINT, organisation=parent)
    people.coordinator.standings  # noqa: B018 read once per request
    with django_assert_num_queries(6):
        assert len(contact_list(people.cluster, people.coordinator, at=NOVEMBER_15).groups) == 3 + 2 * count


# --- Produced ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def produce(client, people):
    def post(who, **sent):
        client.force_login(getattr(people, who))
        return client.post(reverse("minutes:contact_list", args=[people.cluster.uuid]), sent)

    return post


@pytest.mark.django_db
@pytest.mark.usefixtures("rendered_once")
def test_pdf_says_who_produced_it_and_is_written_down(produce, people, tmp_path):
    answer = produce("coordinator", format="pdf")
    entry = ContactListEntry.objects.get()
    assert (entry.cluster, entry.by, entry.format, entry.people_count) == (people.cluster, people.coordinator, "pdf", 5)
    text = text_of(answer.content, tmp_path)
    assert "membre@example.org" in text
    assert "Usage interne : données personnelles · liste produite par Awa Coordination le" in text
    assert answer["Content-Disposition"].startswith('attachment; filename="contacts-CRP-')
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.django_db
def test_xlsx_holds_the_same_as_text_and_is_written_down(produce, people):
    make_person("=cmd()", people.partner, emails=("formule@example.org",), phones=("+223 70 00 00 09",))
    answer = produce("coordinator", format="xlsx")
    assert answer["Content-Disposition"].endswith('.xlsx"')
    assert "no-store" in answer["Cache-Control"]
    headings, tags, *rows = [[cell.value for cell in row] for row in cells(answer)]
    assert (headings[3:5], tags[3], tags[6]) == (["Nom et prénom", "Fonction"], "#contact+name", "#contact+email")
    hostile = next(row for row in rows if row[6] == "formule@example.org")
    assert (hostile[3], hostile[7]) == ("=cmd()", "+223 70 00 00 09")
    assert [cell for row in cells(answer) for cell in row if cell.data_type == FORMULA] == []
    assert rows[-1][0].startswith("Usage interne")
    assert [(entry.format, entry.people_count, entry.by) for entry in ContactListEntry.objects.all()] == [
        ("xlsx", 6, people.coordinator)
    ]


@pytest.mark.django_db
def test_xlsx_tells_a_member_the_addresses_of_its_own_only(produce, people):
    rows = table(produce("member", format="xlsx"))
    reached = {row["E-mail"].split("@")[0] for row in rows if row["E-mail"]}
    assert reached == REACHABLE["member"]


@pytest.mark.django_db
def test_csv_holds_the_same_and_no_formula(produce, people):
    make_person("=cmd()", people.partner, emails=("formule@example.org",), phones=("+223 70 00 00 09",))
    answer = produce("coordinator", format="csv")
    header, *rows = list(csv.reader(answer.content.decode("utf-8-sig").splitlines(), delimiter=";"))
    assert header[:4] == ["Organisation", "Type", "Statut", "Nom et prénom"]
    hostile = next(row for row in rows if "formule@example.org" in row)
    assert (hostile[3], hostile[7]) == ("'=cmd()", "'+223 70 00 00 09")
    assert one_line(rows[-1][0]).startswith(
        "Usage interne : données personnelles · liste produite par Awa Coordination"
    )
    assert ContactListEntry.objects.get().people_count == 6


@pytest.mark.django_db
def test_member_gets_names_but_no_address_of_others(produce):
    text = produce("member", format="csv").content.decode()
    assert "Awa Coordination" in text
    assert [box for box in ("coordination@", "observateur@") if box in text] == []
    assert "focal@example.org" in text
    assert ContactListEntry.objects.get().people_count == 2


@pytest.mark.django_db
def test_page_sends_a_form_that_the_house_takes(people):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(people.member)
    address = reverse("minutes:contact_list", args=[people.cluster.uuid])
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', browser.get(address).content.decode())[1]
    assert browser.post(address, {"format": "csv", "csrfmiddlewaretoken": token})["Content-Type"].startswith("text/csv")


@pytest.mark.django_db
@pytest.mark.parametrize("sent", [{}, {"format": "xls"}])
def test_unknown_format_is_said_beside_the_field(produce, sent):
    answer = produce("coordinator", **sent)
    assert answer.context["form"].errors["format"]
    assert not ContactListEntry.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize(("who", "status"), [("observer", 403), ("stranger", 404), ("admin", 403)])
def test_others_get_none_and_nothing_is_written(produce, who, status):
    assert produce(who, format="csv").status_code == status
    assert not ContactListEntry.objects.exists()


@pytest.mark.django_db
def test_list_that_cannot_be_laid_out_is_said_and_not_written_down(produce, people, monkeypatch):
    def refuse(html):
        raise RenderRefused("Le document est trop long.")

    monkeypatch.setattr(contact_lists, "render_bounded", refuse)
    assert "Le document est trop long." in produce("coordinator", format="pdf").content.decode()
    with pytest.raises(SealFailed):
        produce_contact_list(cluster=people.cluster, format="pdf", by=people.coordinator)
    assert not ContactListEntry.objects.exists()


@pytest.mark.django_db
def test_addresses_are_not_kept_in_the_cache(produce, monkeypatch):
    monkeypatch.setattr(contact_lists, "render_bounded", render_pdf)
    monkeypatch.setattr(cache, "set", lambda *given, **named: pytest.fail("kept"))
    assert produce("coordinator", format="pdf").content.startswith(b"%PDF")


@pytest.mark.django_db
@pytest.mark.parametrize(("who", "shown"), [("coordinator", True), ("member", False)])
def test_coordinator_sees_who_produced_a_list(client, produce, people, who, shown):
    produce("member", format="csv")
    client.force_login(getattr(people, who))
    page = client.get(reverse("minutes:contact_list", args=[people.cluster.uuid])).content.decode()
    assert ("Kadi Membre</div>" in page) is shown
    assert "example.org" not in page.partition("<main")[2].partition("</main")[0]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "statement",
    ["UPDATE participants_contactlistentry SET people_count = 0", "DELETE FROM participants_contactlistentry"],
)
def test_database_refuses_to_change_the_register(produce, statement):
    produce("member", format="csv")
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


# --- On paper ---------------------------------------------------------------------------------------------------------


def crowd(count: int) -> ContactList:
    lines = [
        ContactLine(
            name=f"Nɛnɛ Kɔnɛ Ŋaɲa ⵣⵓⵍ {n}",
            job_title="Chargée de la coordination et du suivi-évaluation" if n % 2 else "",
            roles=("Point focal (nutrition)", "Rapporteur") if n % 3 == 0 else (),
            emails=(f"nene.kone.nom.tres.long.{n}@organisation-humanitaire.example.org",) if n % 5 else (),
            phones=("+223 70 00 00 00", "+223 60 00 00 00") if n % 4 == 0 else (),
        )
        for n in range(1, count + 1)
    ]
    groups = [
        ContactGroup(name=f"Organisation {n}", kind_label="ONG nationale", status_label="Membre", lines=tuple(own))
        for n, own in enumerate((lines[start : start + 7] for start in range(0, count, 7)), start=1)
    ]
    groups += [ContactGroup(name="Organisation absente"), ContactGroup(lines=(ContactLine(name="Seule"),))]
    return ContactList(
        cluster_name="Cluster Essai",
        made_at="2026-11-22T06:30:00+00:00",
        made_by="Awa Exemple",
        groups=tuple(groups) if count else (),
        withheld=2,
    )


def printed(sheet: ContactList) -> bytes:
    return render_pdf(companion_html(sheet)).pdf


def test_paper_reads_as_the_list(tmp_path):
    sheet = crowd(120)
    read = structure_of(printed(sheet), tmp_path)
    assert read.headings == ["Liste de contacts"]
    rows = [row for table in read.tables for row in table if row != COLUMNS]
    expected = [row for group in sheet.groups for row in rows_of(group)]
    assert [[*row[:3], *(cell.replace(" ", "") for cell in row[3:])] for row in rows] == expected
    assert "Situation au : 22 novembre 2026 · 19 organisations, 121 personnes" in read.text
    assert "Les coordonnées de 2 personnes ne sont pas reproduites" in read.text


def rows_of(group: ContactGroup) -> list[list[str]]:
    """Addresses without spaces: the page cuts long ones."""
    title = f"{group.title} ({group.detail})" if group.detail else group.title
    return [[title], *([_cells(line) for line in group.lines] or [["Aucune personne connue."]])]


def _cells(line: ContactLine) -> list[str]:
    reached = ("".join(known).replace(" ", "") or "–" for known in (line.emails, line.phones))
    return [line.name, line.job_title or "–", " ".join(line.roles) or "–", *reached]


def test_headings_are_repeated_and_each_page_says_whose_list_it_is(tmp_path):
    pages = text_of(printed(crowd(120)), tmp_path, keep_lines=True).strip("\f").split("\f")
    assert len(pages) > 5
    assert [page for page in pages[:-1] if "Rôle dans le cluster" not in page] == []
    assert [page for page in pages if "produite par Awa Exemple" not in page] == []


def test_nothing_prints_empty(tmp_path):
    read = structure_of(printed(replace(crowd(0), withheld=0)), tmp_path)
    assert read.tables == []
    assert "Aucune organisation ni personne dans ce cluster." in read.text
    assert "reproduit" not in read.text
