from hypothesis import given, settings
from hypothesis import strategies as st

from participants.enums import Verdict
from participants.models import Person
from participants.services.paste_people import import_people, read_people
from tests.factories import People, make_person

LIST = """Nom\tFonction\tOrganisation\tE-mail\tTéléphone
Awa Diarra\tDirectrice\tparten\tawa@example.org\t70 11 22 33
Kadi Membre\t\tPARTEN\t\t
Issa Koné\tChef de projet\tINCONNUE\t\t
\tSans nom\tPARTEN\t\t"""


def verdicts(text: str, people: People) -> list[tuple[str, str]]:
    return [(reading.verdict, reading.reason) for reading in read_people(text, user=people.coordinator)]


def test_each_line_gets_a_verdict_and_its_reason(people: People) -> None:
    assert verdicts(LIST, people) == [
        (Verdict.NEW, ""),
        (Verdict.KNOWN, "Déjà dans le répertoire."),
        (
            Verdict.UNDECIDED,
            "Cellule C4 : organisation « INCONNUE » inconnue : ajoutez-la d’abord, ou corrigez son nom.",
        ),
        (Verdict.UNDECIDED, "Cellule A5 : aucun nom sur cette ligne."),
    ]


def test_people_are_created_in_the_organisation_found_by_alias(people: People) -> None:
    done = import_people(text=LIST, user=people.coordinator)

    (awa,) = done.created
    assert (awa.name, awa.job_title, awa.organisation) == ("Awa Diarra", "Directrice", people.partner)
    assert [row.email for row in awa.emails.all()] == ["awa@example.org"]
    assert [row.number for row in awa.phones.all()] == ["70 11 22 33"]
    assert done.left.splitlines()[1:] == LIST.splitlines()[3:]


def test_twice_gives_nothing_new(people: People) -> None:
    import_people(text=LIST, user=people.coordinator)
    count = Person.objects.count()

    assert import_people(text=LIST, user=people.coordinator).created == []
    assert Person.objects.count() == count


def test_organisation_found_wherever_it_stands_on_the_line(people: People) -> None:
    (reading,) = read_people("Issa Koné, PARTEN, chef de projet, issa@example.org", user=people.coordinator)
    assert (reading.organisation, reading.line.job_title) == (people.partner, "chef de projet")


def test_homonym_elsewhere_is_left_to_decide(people: People) -> None:
    make_person("Issa Koné", people.lead)
    reason = "Ce nom est déjà dans le répertoire (CHEF). Si c’est quelqu’un d’autre, ajoutez-le à part."
    assert verdicts("Issa Koné, PARTEN", people) == [(Verdict.UNDECIDED, reason)]


def test_people_of_other_clusters_are_not_revealed(people: People) -> None:
    make_person("Issa Koné", people.outsider)
    assert verdicts("Issa Koné, PARTEN", people) == [(Verdict.NEW, "")]


def test_nobody_is_put_in_another_clusters_organisation(people: People) -> None:
    reason = "AILLEURS n’est pas dans vos clusters : ajoutez-la d’abord au vôtre."
    assert verdicts("Issa Koné, AILLEURS", people) == [(Verdict.UNDECIDED, reason)]


def test_address_shared_by_two_people(people: People) -> None:
    text = "Awa Diarra, PARTEN, bureau@example.org\nIssa Koné, PARTEN, bureau@example.org"
    assert len(import_people(text=text, user=people.coordinator).created) == 2


@given(text=st.text(alphabet=st.one_of(st.characters(), st.sampled_from("\t;\n,@/+0123456789AB")), max_size=120))
@settings(max_examples=40)
def test_any_list_is_imported_or_left(people: People, text: str) -> None:
    import_people(text=text, user=people.admin)
    assert import_people(text=text, user=people.admin).created == []
