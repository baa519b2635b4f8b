import pytest

from participants.enums import OrganisationKind
from participants.models import Organisation
from tests.factories import People, make_membership, make_organisation, make_place

DATA = {"name": "Agronomes du Sahel", "acronym": "ADS", "kind": OrganisationKind.NATIONAL_NGO, "is_active": "on"}


def listed(page) -> list[str]:
    return [organisation.short_label for organisation in page.context["page"]]


@pytest.mark.parametrize("text", ["ecole du desert", "ÉCOLE", "school", "edd"])
def test_list_searches_every_name_without_accents(get, people: People, text: str) -> None:
    make_organisation("EDD", "École du Désert", aliases=("Desert School",))
    assert listed(get(people.member, "participants:organisation_list", q=text)) == ["EDD"]


def test_list_filters(get, people: People) -> None:
    gao = make_place("Gao")
    ansongo = make_place("Ansongo", 2, parent=gao)
    people.partner.places.add(ansongo)
    retired = make_organisation("FERMEE")
    Organisation.objects.filter(pk=retired.pk).update(is_active=False, kind=OrganisationKind.MEDIA)

    def found(**query: str) -> list[str]:
        return listed(get(people.member, "participants:organisation_list", **query))

    assert found(cluster=str(people.cluster.uuid)) == ["CHEF", "PARTEN", "VIGIE"]
    assert found(place="gao") == ["PARTEN"]
    assert found(active="non") == found(kind=OrganisationKind.MEDIA) == ["FERMEE"]
    assert found(cluster=str(people.other_cluster.uuid)) == found()


def test_search_text_with_what_cannot_be_stored(get, people: People) -> None:
    page = get(people.member, "participants:organisation_list", q="par\x00ten\u202e")
    assert listed(page) == ["PARTEN"]


def test_clusters_of_others_are_not_named(get, people: People) -> None:
    make_membership(people.partner, people.other_cluster)
    for page in (
        get(people.observer, "participants:organisation_list"),
        get(people.observer, "participants:organisation_detail", people.partner.uuid),
    ):
        assert "Abris" not in page.content.decode()


def test_organisation_created_with_its_other_names(post, people: People) -> None:
    gao = make_place("Gao")
    answer = post(
        people.coordinator,
        DATA | {"aliases": "Sahel Agronomists\r\nA.D.S.\r\n\r\n", "places": [gao.pk], "website": "ads.example.org"},
        "participants:organisation_create",
    )

    organisation = Organisation.objects.named("sahel agronomists").get()
    assert answer.url == f"/organisations/{organisation.uuid}/"
    assert organisation.website == "https://ads.example.org"
    assert list(organisation.places.all()) == [gao]


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("name", "organisation parten", "« Organisation PARTEN » désigne déjà Organisation PARTEN (PARTEN)."),
        ("acronym", "Parten", "« PARTEN » désigne déjà Organisation PARTEN (PARTEN)."),
        ("acronym", "UNICЕF", "Ce nom mélange des lettres de plusieurs alphabets : retapez-le au clavier."),
        ("acronym", "СНЕF", "Ce nom mélange des lettres de plusieurs alphabets : retapez-le au clavier."),
        ("aliases", "Libre\nparten", "« PARTEN » désigne déjà Organisation PARTEN (PARTEN)."),
        ("aliases", "\u2060\u2060a\nb" + "b" * 200, "Ce nom est trop long."),
        ("website", "javascript:alert(1)", "Saisissez une URL valide."),
    ],
)
def test_refusal_is_said_beside_the_field_and_text_kept(
    post, people: People, field: str, value: str, message: str
) -> None:
    page = post(people.coordinator, DATA | {field: value}, "participants:organisation_create")

    errors = page.context["form"].errors
    assert list(errors) == [field]
    assert message in errors[field][0]
    assert page.context["form"][field].value() == value
    assert not Organisation.objects.filter(acronym="ADS").exists()


def test_name_that_cannot_be_seen_is_no_name(post, people: People) -> None:
    page = post(people.coordinator, DATA | {"name": "\u200b\x00"}, "participants:organisation_create")
    assert page.context["form"].errors == {"name": ["Ce champ est obligatoire."]}


def test_edit_keeps_names_and_units_in_step(post, people: People) -> None:
    unit = make_organisation("DDR", parent=people.partner)
    post(people.coordinator, DATA | {"acronym": "NEUF"}, "participants:organisation_edit", people.partner.uuid)

    assert Organisation.objects.named("neuf/ddr").get() == unit
    assert not Organisation.objects.named("PARTEN").exists()


def test_organisation_with_units_cannot_become_one(post, people: People) -> None:
    make_organisation("DDR", parent=people.partner)
    page = post(
        people.coordinator, DATA | {"parent": people.lead.pk}, "participants:organisation_edit", people.partner.uuid
    )
    assert page.context["form"].errors == {
        "parent": ["Cette organisation a elle-même des unités : elle ne peut pas en être une."]
    }
