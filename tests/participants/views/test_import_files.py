"""Lists of organisations and of people as files: read like pasted ones, twice gives nothing new."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from participants.enums import MembershipStatus, Verdict
from participants.models import Membership, Organisation, Person
from tests.factories import make_people
from tests.sheets import body, book

pytestmark = pytest.mark.django_db
ORGANISATIONS, PEOPLE = "participants:organisation_paste", "participants:person_paste"


@pytest.fixture
def people(db):
    return make_people()


def upload(*rows, name="liste.xlsx"):
    return SimpleUploadedFile(name, book(*rows))


def test_organisations_come_from_a_file_under_its_titles(people, post):
    headings = ["Sigle", "Nom", "Type", "Zones", "Statut"]
    rows = (["Membres du cluster"], [], headings, ["SONI", "Solidarité Niger", "ONG nationale", "", "Observateurs"])
    data = {"file": upload(*rows, ["PARTEN", "", ""], ["XX", "Xx", "Martien"])}

    page = post(people.coordinator, data, ORGANISATIONS)

    found = [(one.line.number, one.verdict) for one in page.context["readings"]]
    assert found == [(4, Verdict.NEW), (5, Verdict.KNOWN), (6, Verdict.UNDECIDED)]
    assert "rien n’est repris&nbsp;: Zones." in page.content.decode()
    assert not Organisation.objects.filter(acronym="SONI").exists()
    confirmed = {"text": page.context["form"].cleaned_data["text"], "confirm": "1", "cluster": people.cluster.uuid}
    for _ in range(2):
        post(people.coordinator, confirmed, ORGANISATIONS)
    assert Organisation.objects.filter(acronym="SONI", name="Solidarité Niger").count() == 1
    (membership,) = Membership.objects.filter(cluster=people.cluster, organisation__acronym="SONI")
    assert membership.status == MembershipStatus.OBSERVER


def test_people_come_from_a_file(people, post):
    rows = (["Nom et prénom", "Organisation", "E-mail"], ["Fanta Keïta", "PARTEN", "fanta@example.org"])
    data = {"file": upload(*rows, ["Kadi Membre", "PARTEN", ""], ["Ali Sidibé", "INCONNUE", ""])}

    page = post(people.coordinator, data, PEOPLE)

    found = [(one.line.number, one.verdict) for one in page.context["readings"]]
    assert found == [(2, Verdict.NEW), (3, Verdict.KNOWN), (4, Verdict.UNDECIDED)]
    post(people.coordinator, {"text": page.context["form"].cleaned_data["text"], "confirm": "1"}, PEOPLE)
    assert [person.organisation for person in Person.objects.filter(name="Fanta Keïta")] == [people.partner]


def test_our_own_export_gives_nothing_new(people, get, post):
    file = SimpleUploadedFile("o.xlsx", body(get(people.coordinator, "participants:organisation_export")))
    page = post(people.coordinator, {"file": file}, ORGANISATIONS)
    assert {one.verdict for one in page.context["readings"]} == {Verdict.KNOWN}


@pytest.mark.parametrize("name", [ORGANISATIONS, PEOPLE])
def test_bad_file_is_refused_beside_its_field(people, post, name):
    page = post(people.coordinator, {"file": SimpleUploadedFile("x.xlsx", b"PK\x03\x04")}, name)
    assert "Ce classeur est abîmé" in page.content.decode().replace("\xa0", " ")
    assert page.context["form"].errors.keys() >= {"file"}


def test_form_can_carry_a_file(people, get):
    assert b'enctype="multipart/form-data"' in get(people.coordinator, ORGANISATIONS).content
    assert reverse(ORGANISATIONS) == "/organisations/coller/"
