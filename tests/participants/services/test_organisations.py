import pytest
from hypothesis import given
from hypothesis import strategies as st

from participants.errors import AliasTaken
from participants.models import Organisation, OrganisationAlias
from participants.selectors import lookup_organisation, lookup_organisations
from participants.services.organisations import create_organisation, save_organisation
from tests.factories import make_organisation

pytestmark = pytest.mark.django_db


@pytest.fixture
def oim() -> Organisation:
    return make_organisation("OIM", "Organisation internationale pour les migrations", aliases=("IOM",))


@pytest.fixture
def pnud() -> Organisation:
    return make_organisation("PNUD", "Programme des Nations Unies pour le développement", aliases=("UNDP",))


@pytest.mark.parametrize(
    "text",
    [
        "PNUD",
        "pnud",
        " Pnud ",
        "UNDP",
        "ＵＮＤＰ",
        "UN\u200bDP",
        "programme des nations unies pour le developpement",
        "Programme des Nations Unies pour le développement (PNUD)",
        "PNUD/UNDP",
        "Bureau pays (PNUD)",
    ],
)
def test_organisation_found_however_written(pnud: Organisation, oim: Organisation, text: str) -> None:
    assert lookup_organisation(text) == pnud


@pytest.mark.parametrize("text", ["", "/", "()", "PNUD/OIM", "PNUD/INCONNU", "PNUD (OIM)", "Nations Unies", "\ud800"])
def test_organisation_not_guessed(pnud: Organisation, oim: Organisation, text: str) -> None:
    assert lookup_organisation(text) is None


def test_both_halves_of_a_double_acronym_find_one(oim: Organisation) -> None:
    assert lookup_organisation("IOM/OIM") == oim


def test_many_names_cost_one_query(pnud, oim, django_assert_num_queries) -> None:
    with django_assert_num_queries(1):
        found = lookup_organisations(["UNDP", "oim", "IOM/OIM", "inconnue"])
    assert found == {"UNDP": pnud, "oim": oim, "IOM/OIM": oim, "inconnue": None}


@given(text=st.text(max_size=60))
def test_lookup_never_raises(db: None, text: str) -> None:
    assert lookup_organisation(text) is None


def test_own_names_follow_a_change_of_acronym(pnud: Organisation) -> None:
    pnud.acronym = "PNUD Mali"
    save_organisation(pnud)

    assert lookup_organisation("PNUD") is None
    assert lookup_organisation("PNUD Mali") == pnud
    assert lookup_organisation("UNDP") == pnud


def test_other_names_are_replaced_only_when_given(pnud: Organisation) -> None:
    save_organisation(pnud, aliases=["PNUD-Mali"])

    assert list(pnud.aliases.filter(is_own=False).values_list("text", flat=True)) == ["PNUD-Mali"]
    assert lookup_organisation("UNDP") is None


def test_alias_of_another_organisation_refused_and_named(pnud: Organisation, oim: Organisation) -> None:
    with pytest.raises(AliasTaken) as refusal:
        save_organisation(oim, aliases=["undp"])

    assert str(refusal.value) == ("« UNDP » désigne déjà Programme des Nations Unies pour le développement (PNUD).")
    assert lookup_organisation("IOM") == oim


def test_refused_organisation_leaves_nothing(pnud: Organisation) -> None:
    with pytest.raises(AliasTaken):
        create_organisation(name="Une autre", acronym="Pnud")

    assert not Organisation.objects.filter(name="Une autre").exists()


def test_name_repeated_as_acronym_is_one_alias() -> None:
    care = make_organisation("CARE", "CARE", aliases=("care ", "Care"))

    assert list(care.aliases.values_list("text", "is_own")) == [("CARE", True)]


def test_unit_answers_to_its_parent_and_acronym() -> None:
    mission = make_organisation("MINUSMA", "Mission des Nations Unies")
    unit = make_organisation("DDR", "Section Désarmement", parent=mission)

    assert lookup_organisation("MINUSMA/DDR") == unit
    assert lookup_organisation("minusma/ddr") == unit
    assert lookup_organisation("Section Désarmement") == unit


def test_unit_gives_up_its_bare_acronym_to_another() -> None:
    first, second = (make_organisation(acronym) for acronym in ("HCR", "UNICEF"))
    protection = make_organisation("PROT", "Protection", parent=first)
    other = make_organisation("PROT", "Protection", parent=second)

    assert lookup_organisation("PROT") == protection
    assert lookup_organisation("UNICEF/PROT") == other


def test_unit_follows_its_parent_renamed() -> None:
    mission = make_organisation("MINUSMA")
    unit = make_organisation("DDR", parent=mission)
    mission.acronym = "ONU-Mali"
    save_organisation(mission)

    assert lookup_organisation("ONU-Mali/DDR") == unit
    assert lookup_organisation("MINUSMA/DDR") is None


def test_aliases_are_unique_in_the_database(pnud: Organisation) -> None:
    folded = OrganisationAlias.objects.values_list("folded", flat=True)
    assert sorted(folded) == ["pnud", "programme des nations unies pour le developpement", "undp"]
