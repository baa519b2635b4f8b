import pytest

from participants.models import AccessLink, Person
from tests.factories import People, make_person


def listed(page) -> list[str]:
    return [person.name for person in page.context["page"]]


def test_list_shows_the_people_of_ones_clusters(get, people: People) -> None:
    everybody = ["Awa Coordination", "Bakary Rapporteur", "Kadi Membre", "Ouria Point Focal"]
    assert listed(get(people.member, "participants:person_list")) == [*everybody, "Sidi Observateur"]
    assert listed(get(people.observer, "participants:person_list")) == ["Sidi Observateur"]
    assert listed(get(people.stranger, "participants:person_list")) == ["Nana Ailleurs"]


def test_list_filters(get, people: People) -> None:
    make_person("Éléonore Keïta", people.partner)

    def found(**query: str) -> list[str]:
        return listed(get(people.member, "participants:person_list", **query))

    assert found(q="eleonore KEITA") == ["Éléonore Keïta"]
    assert found(organisation="parten") == ["Éléonore Keïta", "Kadi Membre", "Ouria Point Focal"]
    assert found(organisation="vigi") == ["Sidi Observateur"]
    assert found(cluster=str(people.cluster.uuid), organisation="CHEF") == ["Awa Coordination", "Bakary Rapporteur"]


def test_person_created_with_addresses_and_numbers(post, people: People) -> None:
    data = {
        "name": "  Awa\u00a0 Diarra\x00 ",
        "organisation": people.partner.pk,
        "job_title": "Directrice",
        "emails": "awa@example.org\r\nAWA@example.org\r\nmembre@example.org",
        "phones": "+223 70 11 22 33\n20 22 22 22 poste 12",
        "is_active": "on",
    }
    post(people.coordinator, data, "participants:person_create")

    person = Person.objects.get(folded="awa diarra")
    assert (person.name, person.organisation) == ("Awa Diarra", people.partner)
    assert [row.email for row in person.emails.all()] == ["awa@example.org", "membre@example.org"]
    assert [row.number for row in person.phones.all()] == ["+223 70 11 22 33", "20 22 22 22 poste 12"]


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("emails", "awa@example.org\nawa@", "« awa@ » : Saisissez une adresse de courriel valide."),
        ("phones", "demain", "« demain » : Ce n’est pas un numéro de téléphone."),
        ("name", "Аwa Diarra", "Ce nom mélange des lettres de plusieurs alphabets : retapez-le au clavier."),
    ],
)
def test_refusal_is_said_beside_the_field_and_text_kept(
    post, people: People, field: str, value: str, message: str
) -> None:
    page = post(people.coordinator, {"name": "Awa Diarra", field: value}, "participants:person_create")

    assert page.context["form"].errors == {field: [message]}
    assert page.context["form"][field].value() == value


def test_invitation_is_sent_from_the_page(post, people: People, sent_mail) -> None:
    person = make_person("Awa Diarra", people.partner)
    answer = post(people.coordinator, {"email": "awa@example.org"}, "participants:person_invite", person.uuid)

    assert answer.url == f"/personnes/{person.uuid}/"
    assert AccessLink.objects.get().person == person
    assert [message.to for message in sent_mail()] == [["awa@example.org"]]


def test_invitation_to_the_address_of_an_account_says_so(post, people: People, sent_mail) -> None:
    person = make_person("Awa Diarra", people.partner)
    page = post(people.coordinator, {"email": "membre@example.org"}, "participants:person_invite", person.uuid)

    message = "Cette adresse est déjà celle d’un compte : choisissez-en une autre."
    assert page.context["form"].errors == {"email": [message]}
    assert sent_mail() == []
