"""Distribution lists: composed by the coordinator, shown without addresses, exported with a trace."""

from __future__ import annotations

import csv
import io

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from participants.models import ContactListEntry, DistributionList
from participants.selectors import mailboxes_in
from tests.factories import People, make_list, make_organisation, make_person
from tests.sheets import cells

pytestmark = pytest.mark.django_db


def sent(house: People, **given: object) -> dict[str, object]:
    return {"name": "Bailleurs", "people": [house.focal_point.person.pk], "is_active": "on"} | given


def add(post, house: People, **given: object):
    return post(house.coordinator, sent(house, **given), "participants:distribution_list_add", house.cluster.uuid)


def test_list_is_made_of_people_organisations_and_addresses(post, people: People) -> None:
    addresses = "Awa Bailleur <awa@example.org>\nOusmane Diop, ousmane@example.org\n"
    add(post, people, organisations=[people.lead.pk], addresses=addresses)
    boxes = [(box.name, box.address) for box in mailboxes_in([DistributionList.objects.get()])]
    assert boxes == [
        ("Awa Coordination", "coordination@example.org"),
        ("Bakary Rapporteur", "rapporteur@example.org"),
        ("Ouria Point Focal", "focal@example.org"),
        ("Awa Bailleur", "awa@example.org"),
        ("Ousmane Diop", "ousmane@example.org"),
    ]


def test_address_counts_once_however_it_is_written(post, people: People) -> None:
    add(post, people, addresses="Encore <FOCAL@example.org>\nEnfin <fin@example.org>\nEnfin bis <FIN@example.org>")
    boxes = [box.address for box in mailboxes_in([DistributionList.objects.get()])]
    assert boxes == ["focal@example.org", "fin@example.org"]


@pytest.mark.parametrize(
    ("addresses", "words"),
    [
        ("awa@example.org", "Écrivez le nom, puis l’adresse"),
        ("Awa <awa@@example>", "adresse de courriel valide"),
        ("Awa <awa@example>", "adresse de courriel valide"),
        ("Awa\x00 <awa@example.org>\nAwa <pas une adresse>", "Écrivez le nom"),
    ],
)
def test_mistyped_address_is_told_beside_the_field(post, people: People, addresses: str, words: str) -> None:
    form = add(post, people, addresses=addresses).context["form"]
    assert words in str(form.errors["addresses"])
    assert not DistributionList.objects.exists()


def test_empty_list_and_second_one_of_the_name_are_refused(post, people: People) -> None:
    assert "au moins une personne" in str(add(post, people, people=[]).context["form"].errors)
    make_list(people.cluster, "Bailleurs", people=[people.member.person])
    assert "déjà une liste" in str(add(post, people, name=" BAILLEURS").context["form"].errors["name"])


def test_people_of_other_clusters_cannot_be_chosen(post, people: People) -> None:
    """Their addresses are not this coordinator's to see."""
    errors = (
        add(post, people, people=[people.stranger.person.pk], organisations=[people.outsider.pk]).context["form"].errors
    )
    assert set(errors) == {"people", "organisations"}


def test_units_come_with_their_organisation(people: People) -> None:
    unit = make_organisation("DDR", parent=people.lead)
    make_person("Chef d’unité", unit, emails=("unite@example.org",))
    gone = make_person("Parti", people.lead, emails=("parti@example.org",))
    gone.is_active = False
    gone.save()
    chosen = make_list(people.cluster, organisations=[people.lead])
    names = {box.name for box in mailboxes_in([chosen])}
    assert names == {"Awa Coordination", "Bakary Rapporteur", "Chef d’unité"}


def test_coordination_sees_names_and_no_address(get, people: People) -> None:
    chosen = make_list(people.cluster, addresses=[("Awa Bailleur", "awa@example.org")])
    page = get(people.rapporteur, "participants:distribution_list_detail", people.cluster.uuid, chosen.uuid)
    assert "Awa Bailleur" in page.content.decode()
    assert "awa@example.org" not in page.content.decode()
    assert "Exporter les adresses" not in page.content.decode()


def export(post, people: People, chosen: DistributionList, format: str):
    name = "participants:distribution_list_export"
    return post(people.coordinator, {"format": format}, name, people.cluster.uuid, chosen.uuid)


def test_export_as_xlsx_leaves_a_row(post, people: People) -> None:
    chosen = make_list(people.cluster, people=[people.member.person], addresses=[("=cmd()", "lien@example.org")])
    headings, tags, *rows = [[cell.value for cell in row] for row in cells(export(post, people, chosen, "xlsx"))]
    assert (headings, tags[2]) == (["Nom", "Organisation", "Adresse électronique"], "#contact+email")
    assert [row[2] for row in rows] == ["membre@example.org", "lien@example.org"]
    assert (rows[1][0], ContactListEntry.objects.get().format) == ("=cmd()", "xlsx")


def test_export_as_csv_is_safe_and_leaves_a_row(post, people: People) -> None:
    chosen = make_list(people.cluster, people=[people.member.person], addresses=[("=HYPERLINK(1)", "lien@example.org")])
    answer = export(post, people, chosen, "csv")
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
    assert rows[1:] == [["Kadi Membre", "PARTEN", "membre@example.org"], ["'=HYPERLINK(1)", "", "lien@example.org"]]
    entry = ContactListEntry.objects.get()
    assert (entry.distribution_list, entry.format, entry.people_count, entry.by) == (
        chosen,
        "csv",
        2,
        people.coordinator,
    )


def test_export_to_copy_is_shown_and_leaves_a_row(post, people: People) -> None:
    chosen = make_list(people.cluster, addresses=[('Diop, "Ous"', "ous@example.org")])
    page = export(post, people, chosen, "copy")
    assert page.context["copied"] == '"Diop, Ous" <ous@example.org>'
    entry = ContactListEntry.objects.get()
    with transaction.atomic(), pytest.raises(IntegrityError):
        entry.delete()


def test_nothing_is_exported_without_a_choice(post, people: People) -> None:
    chosen = make_list(people.cluster, people=[people.member.person])
    assert "membre@example.org" not in export(post, people, chosen, "tout").content.decode()
    assert not ContactListEntry.objects.exists()


def test_filter_finds_by_name_and_state(client, people: People) -> None:
    make_list(people.cluster, "Bailleurs", people=[people.member.person])
    make_list(people.cluster, "Gao", people=[people.member.person], is_active=False)
    client.force_login(people.rapporteur)
    address = reverse("participants:distribution_list_list", args=[people.cluster.uuid])

    def names(question: str) -> list[str]:
        return [each.name for each in client.get(f"{address}?{question}").context["filter"].qs]

    assert names("") == ["Bailleurs", "Gao"]
    assert names("q=bail") == ["Bailleurs"]
    assert names("active=non") == ["Gao"]


@pytest.mark.parametrize("count", [1, 3])
def test_reading_lists_asks_the_same_of_the_database(people: People, count: int) -> None:
    lists = [
        make_list(
            people.cluster,
            f"Liste {number}",
            people=[make_person(f"P{number}", people.lead, emails=(f"p{number}@example.org",))],
            organisations=[people.partner],
            addresses=[("Libre", f"libre{number}@example.org")],
        )
        for number in range(count)
    ]
    with CaptureQueriesContext(connection) as queries:
        assert len(mailboxes_in(lists)) == 2 + 2 * count
    assert len(queries) == 3
