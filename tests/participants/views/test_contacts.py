"""E-mail and telephone leave the house only for those entitled, on every page of this floor."""

import pytest
from django.test import Client
from django.urls import reverse

from participants.models import ContactView, Person
from participants.rules import can_see_contacts
from participants.services.contact_log import record_view_of
from tests.factories import People, make_list, make_person, make_role

SECRET_EMAIL, SECRET_PHONE = "secret.adresse@example.org", "+223 66 12 34 56"
WHO = ("coordinator", "rapporteur", "member", "focal_point", "observer", "stranger", "admin")
ENTITLED = {"coordinator", "member", "focal_point"}


@pytest.fixture
def person(people: People) -> Person:
    """Of the member's and the focal point's organisation."""
    return make_person("Fanta Secrète", people.partner, emails=(SECRET_EMAIL,), phones=(SECRET_PHONE,))


@pytest.mark.parametrize("who", WHO)
def test_contact_data_shown_to_those_entitled_only(get, people: People, person: Person, who: str) -> None:
    pages = [
        ("participants:person_detail", person.uuid),
        ("participants:person_edit", person.uuid),
        ("participants:person_invite", person.uuid),
        ("participants:person_list",),
        ("participants:organisation_list",),
        ("participants:organisation_detail", people.partner.uuid),
        ("participants:cluster_list",),
        ("participants:cluster_detail", people.cluster.uuid),
    ]
    shown = {page[0] for page in pages if _leaks(get(getattr(people, who), *page).content.decode())}

    detail_pages = {"participants:person_detail", "participants:organisation_detail"}
    changes = {"participants:person_edit", "participants:person_invite"} if who == "coordinator" else set()
    assert shown == (detail_pages | changes if who in ENTITLED else set())


def _leaks(html: str) -> bool:
    return SECRET_EMAIL in html or SECRET_PHONE in html


def test_editing_without_seeing_keeps_contact_data(post, people: People, person: Person) -> None:
    data = {"name": "Fanta Corrigée", "organisation": people.partner.pk, "emails": "", "is_active": "on"}
    post(people.rapporteur, data, "participants:person_edit", person.uuid)

    person.refresh_from_db()
    assert person.name == "Fanta Corrigée"
    assert [row.email for row in person.emails.all()] == [SECRET_EMAIL]
    assert [row.number for row in person.phones.all()] == [SECRET_PHONE]


def test_contacts_of_many_follow_the_rule_for_one(people: People, person: Person) -> None:
    guest = make_person("Hors Organisation")
    make_role(guest, people.cluster, "focal_point")
    everybody = list(Person.objects.select_related("organisation"))
    for who in WHO:
        user = getattr(people, who)
        by_rule = {someone.pk for someone in everybody if can_see_contacts(user, someone)}
        assert set(Person.objects.contacts_visible_to(user).values_list("pk", flat=True)) == by_rule, who


# --- Who saw them -----------------------------------------------------------------------------------------------------


def seen(**fields: object) -> list[ContactView]:
    return list(ContactView.objects.filter(**fields))


def test_page_of_a_person_is_noted_once_a_day_for_who_sees_its_contacts(people: People, client: Client) -> None:
    person = make_person("Fatou Jointe", people.partner, emails=("fatou@example.org",))
    address = reverse("participants:person_detail", args=[person.uuid])
    for user in (people.coordinator, people.coordinator, people.rapporteur, people.member):
        client.force_login(user)
        client.get(address)

    assert [(view.by, view.person) for view in seen()] == [(people.coordinator, person)]


def test_page_of_an_organisation_is_noted_with_the_number_of_people(people: People, client: Client) -> None:
    """Its member and its focal point can be reached too."""
    for name in ("Fatou Une", "Fatou Deux"):
        make_person(name, people.partner, phones=("+223 70 00 00 01",))
    client.force_login(people.coordinator)
    client.get(reverse("participants:organisation_detail", args=[people.partner.uuid]))

    assert [(view.organisation, view.people_count) for view in seen(by=people.coordinator)] == [(people.partner, 2 + 2)]


def test_forms_that_show_addresses_are_noted(people: People, client: Client) -> None:
    person = make_person("Fatou Jointe", people.partner, emails=("fatou@example.org",))
    chosen = make_list(people.cluster, addresses=[("Bailleur", "bailleur@example.org")])
    client.force_login(people.coordinator)
    client.get(reverse("participants:person_edit", args=[person.uuid]))
    client.get(reverse("participants:distribution_list_edit", args=[people.cluster.uuid, chosen.uuid]))

    assert {view.person or view.cluster for view in seen()} == {person, people.cluster}


def test_log_is_read_by_who_watches_over_those_people(people: People, client: Client) -> None:
    ours = make_person("Fatou Jointe", people.partner, emails=("fatou@example.org",))
    theirs = make_person("Nana Jointe", people.outsider, emails=("nana@example.org",))
    record_view_of(ours, by=people.coordinator)
    record_view_of(theirs, by=people.admin)
    shown = {}
    for user in (people.admin, people.coordinator, people.stranger):
        client.force_login(user)
        page = client.get(reverse("privacy:contact_views")).context["page"]
        shown[user] = {view.person for view in page}

    assert shown == {people.admin: {ours, theirs}, people.coordinator: {ours}, people.stranger: {theirs}}
