from hypothesis import given, settings
from hypothesis import strategies as st

from participants.enums import Verdict
from participants.models import Membership, Organisation, OrganisationAlias
from participants.selectors import lookup_organisation
from participants.services.paste_organisations import import_organisations, read_organisations
from tests.factories import People, make_organisation

LIST = "PARTEN\nChef de file (CHEF)\nAgronomes du Sahel (ADS)\nInconnue sans sigle\nNom (SIGLE"


def verdicts(text: str, people: People) -> list[tuple[str, str]]:
    return [(reading.verdict, reading.reason) for reading in read_organisations(text, user=people.coordinator)]


def test_each_line_gets_a_verdict_and_its_reason(people: People) -> None:
    assert verdicts(LIST, people) == [
        (Verdict.KNOWN, "C’est Organisation PARTEN (PARTEN)."),
        (Verdict.KNOWN, "C’est Organisation CHEF (CHEF)."),
        (Verdict.NEW, ""),
        (Verdict.NEW, ""),
        (Verdict.UNDECIDED, "Une parenthèse n’est pas fermée : écrivez « Nom (SIGLE) »."),
    ]


def test_line_that_names_two_organisations_is_left_to_decide(people: People) -> None:
    (reading,) = verdicts("CHEF;PARTEN", people)
    assert reading == (Verdict.UNDECIDED, "Désigne à la fois Organisation CHEF (CHEF) et Organisation PARTEN (PARTEN).")


def test_line_repeated_in_the_list_is_taken_once(people: People) -> None:
    assert verdicts("Agronomes (ADS)\nADS", people)[1] == (Verdict.KNOWN, "Déjà à la ligne 1.")


def test_lookalike_letters_are_refused(people: People) -> None:
    assert verdicts("РАRTЕN", people)[0][0] == Verdict.UNDECIDED
    make_organisation("OCHA")
    assert verdicts("ОСНА", people) == [(Verdict.KNOWN, "C’est Organisation OCHA (OCHA).")]


def test_unit_is_made_under_its_parent(people: People) -> None:
    import_organisations(text="PARTEN/DDR", user=people.coordinator)

    unit = lookup_organisation("PARTEN/DDR")
    assert unit is not None
    assert (unit.parent, unit.acronym, unit.full_label) == (people.partner, "DDR", "PARTEN/DDR")


def test_no_unit_under_an_organisation_of_another_cluster(people: People) -> None:
    reason = "AILLEURS n’est pas dans vos clusters : vous ne pouvez pas lui ajouter d’unité."
    assert verdicts("AILLEURS/DDR", people) == [(Verdict.UNDECIDED, reason)]


def test_twice_gives_nothing_new(people: People) -> None:
    first = import_organisations(text=LIST, user=people.coordinator, cluster=people.cluster)
    counts = [model.objects.count() for model in (Organisation, OrganisationAlias, Membership)]
    second = import_organisations(text=LIST, user=people.coordinator, cluster=people.cluster)

    assert [organisation.name for organisation in first.created] == ["Agronomes du Sahel", "Inconnue sans sigle"]
    assert first.joined == first.created
    assert (second.created, second.joined) == ([], [])
    assert [model.objects.count() for model in (Organisation, OrganisationAlias, Membership)] == counts
    assert first.left == second.left == "Nom (SIGLE"


def test_lines_left_keep_their_header(people: People) -> None:
    text = "Nom;Type\nBonne;ONG\nMauvaise;cirque"
    assert import_organisations(text=text, user=people.coordinator).left == "Nom;Type\nMauvaise;cirque"


@given(text=st.text(alphabet=st.one_of(st.characters(), st.sampled_from("\t;\n(),/ABC")), max_size=120))
@settings(max_examples=40)
def test_any_list_is_imported_or_left(people: People, text: str) -> None:
    import_organisations(text=text, user=people.admin)
    again = import_organisations(text=text, user=people.admin)
    assert again.created == []


def test_reading_costs_the_same_for_one_and_three(people: People, django_assert_num_queries) -> None:
    for text in ("PARTEN", "PARTEN\nNouvelle\nUne autre (UA)"):
        user = type(people.coordinator).objects.select_related("person__organisation").get(pk=people.coordinator.pk)
        with django_assert_num_queries(2):
            read_organisations(text, user=user)
