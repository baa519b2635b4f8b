import pytest
from hypothesis import given
from hypothesis import strategies as st

from participants.paste.people import PersonLine, parse_people

pytestmark = pytest.mark.once


def facts(line: PersonLine) -> tuple[str, str, str, tuple[str, ...], tuple[str, ...]]:
    return line.name, line.job_title, line.organisation, line.emails, line.phones


def test_line_with_commas() -> None:
    (line,) = parse_people("Awa Diarra, chargée de suivi, ONG Sahel, awa@example.org, +223 70 11 22 33")
    assert facts(line) == (
        "Awa Diarra",
        "chargée de suivi",
        "ONG Sahel",
        ("awa@example.org",),
        ("+223 70 11 22 33",),
    )


def test_contacts_are_known_by_their_look_in_any_order() -> None:
    (line,) = parse_people("Awa Diarra, awa@example.org, 70112233, PNUD, awa.d@example.net")
    assert facts(line) == ("Awa Diarra", "", "PNUD", ("awa@example.org", "awa.d@example.net"), ("70112233",))


def test_organisation_may_stand_before_the_function() -> None:
    (line,) = parse_people("Awa Diarra, PNUD, chargée de programme")
    assert facts(line.placed("PNUD"))[:3] == ("Awa Diarra", "chargée de programme", "PNUD")


def test_columns_by_their_titles_in_any_order() -> None:
    text = "Prénoms;NOM;Structure;Contact;E-mail\nAwa;DIARRA;PNUD;70 11 22 33 / 66 11 22 33;Awa <awa@example.org>"
    (line,) = parse_people(text)
    assert facts(line) == ("Awa DIARRA", "", "PNUD", ("awa@example.org",), ("70 11 22 33", "66 11 22 33"))


def test_columns_without_titles_come_in_the_announced_order() -> None:
    (line,) = parse_people("Awa Diarra\tDirectrice\tDNDS\tawa@example.org\t20 22 22 22")
    assert facts(line) == ("Awa Diarra", "Directrice", "DNDS", ("awa@example.org",), ("20 22 22 22",))


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("awa@example.org", "Aucun nom sur cette ligne."),
        ("Awa, awa@", "« awa@ » n’est pas une adresse électronique."),
        ("Awa\tX\tY\t\tdemain", "Cellule E1 : « demain » n’est pas un numéro de téléphone."),
        ("Awa " + "a" * 500, "Ligne trop longue pour une personne."),
    ],
)
def test_line_that_cannot_be_read_says_why(text: str, problem: str) -> None:
    assert parse_people(text)[0].problem == problem


@given(st.text(alphabet=st.one_of(st.characters(), st.sampled_from("\t;\n,@/+0123456789")), max_size=300))
def test_any_text_is_read_line_by_line(text: str) -> None:
    numbers = [line.number for line in parse_people(text)]
    assert numbers == sorted(set(numbers))
