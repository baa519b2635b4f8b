"""E-mail and telephone leave the house only for those entitled, on every page of this floor."""

import pytest

from participants.models import Person
from participants.rules import can_see_contacts
from tests.factories import People, make_person, make_role

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
