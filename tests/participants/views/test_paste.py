import pytest

from participants.models import Membership, Organisation, Person
from tests.factories import People

ORGANISATIONS = "Agronomes du Sahel (ADS)\nPARTEN\nNom (SIGLE"
PEOPLE = "Awa Diarra, directrice, PARTEN, awa@example.org\nIssa Koné, NULLE PART"


def read(post, people: People, name: str, text: str, **more: str):
    return post(people.coordinator, {"text": text, **more}, f"participants:{name}")


@pytest.mark.parametrize("name", ["organisation_paste", "person_paste"])
def test_only_who_may_create_pastes(get, people: People, name: str) -> None:
    answers = [
        get(user, f"participants:{name}").status_code for user in (people.rapporteur, people.member, people.observer)
    ]
    assert answers == [200, 403, 403]


def test_first_step_shows_and_stores_nothing(post, people: People) -> None:
    before = Organisation.objects.count()
    page = read(post, people, "organisation_paste", ORGANISATIONS)

    assert [reading.verdict for reading in page.context["readings"]] == ["new", "known", "undecided"]
    assert "Une parenthèse n’est pas fermée" in page.content.decode()
    assert page.context["form"]["text"].value() == ORGANISATIONS
    assert Organisation.objects.count() == before


def test_second_step_stores_and_keeps_what_is_left(post, people: People) -> None:
    cluster = str(people.cluster.uuid)
    page = read(post, people, "organisation_paste", ORGANISATIONS, cluster=cluster, confirm="1")

    created = Organisation.objects.named("ADS").get()
    assert Membership.objects.filter(cluster=people.cluster, organisation=created).count() == 1
    assert page.context["form"]["text"].value() == "Nom (SIGLE"
    assert str(page.context["form"]["cluster"].value()) == cluster


def test_second_step_returns_to_the_list_when_nothing_is_left(post, people: People) -> None:
    answer = read(post, people, "organisation_paste", "ADS", confirm="1")
    assert answer.url == "/organisations/"


def test_confirmation_form_carries_the_same_list(post, people: People, client) -> None:
    page = read(post, people, "organisation_paste", 'A & "B" <b>\tAB\n\nC\tCD').content.decode()
    value = page.split('<input type="hidden" name="text" value="')[1].split('"')[0]
    assert value == "A &amp; &quot;B&quot; &lt;b&gt;\tAB\n\nC\tCD"


def test_members_are_added_only_to_ones_own_cluster(post, people: People) -> None:
    for user, cluster in ((people.coordinator, people.other_cluster), (people.rapporteur, people.cluster)):
        data = {"text": "ADS", "cluster": str(cluster.uuid), "confirm": "1"}
        page = post(user, data, "participants:organisation_paste")
        assert list(page.context["form"].errors) == ["cluster"]
    assert not Organisation.objects.named("ADS").exists()


def test_people_are_read_then_stored(post, people: People) -> None:
    page = read(post, people, "person_paste", PEOPLE)
    assert [reading.verdict for reading in page.context["readings"]] == ["new", "undecided"]

    page = read(post, people, "person_paste", PEOPLE, confirm="1")
    assert Person.objects.get(name="Awa Diarra").organisation == people.partner
    assert page.context["form"]["text"].value() == "Issa Koné, NULLE PART"


@pytest.mark.parametrize("text", ["", " \n\t", "x\n" * 1001, "\x00"])
def test_empty_or_endless_list_is_refused_beside_the_field(post, people: People, text: str) -> None:
    page = read(post, people, "person_paste", text)
    assert list(page.context["form"].errors) == ["text"]
