import pytest
from hypothesis import given
from hypothesis import strategies as st

from participants.enums import OrganisationKind
from participants.paste.organisations import OrganisationLine, parse_organisations

pytestmark = pytest.mark.once


def understood(text: str) -> list[tuple[str, str, str, tuple[str, ...]]]:
    return [
        (line.name, line.acronym, line.kind, line.aliases) for line in parse_organisations(text) if not line.problem
    ]


def test_one_per_line_by_name_and_acronym() -> None:
    text = "Programme des Nations Unies (PNUD)\r\n\r\n- AVSF\nDirection Nationale du Développement Social ( DNDS )"
    assert understood(text) == [
        ("Programme des Nations Unies", "PNUD", "", ()),
        ("AVSF", "AVSF", "", ()),
        ("Direction Nationale du Développement Social", "DNDS", "", ()),
    ]


def test_columns_of_a_spreadsheet_with_their_titles() -> None:
    text = (
        "Sigle\tNom complet\tType\tAutres noms\nOIM\tOrganisation internationale pour les migrations\tSNU\tIOM, IOM/OIM"
    )
    name = "Organisation internationale pour les migrations"
    assert understood(text) == [(name, "OIM", OrganisationKind.UNITED_NATIONS, ("IOM", "IOM", "OIM"))]


@pytest.mark.parametrize("mark", [";", "\t"])
def test_columns_without_titles(mark: str) -> None:
    text = mark.join(("Handicap International", "HI", "ONG internationale"))
    assert understood(text) == [("Handicap International", "HI", OrganisationKind.INTERNATIONAL_NGO, ())]


def test_unknown_column_is_left_out() -> None:
    assert understood("N°;Nom;Sigle\n1;Croix-Rouge malienne;CRM") == [("Croix-Rouge malienne", "CRM", "", ())]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("12345", "Aucun nom sur cette ligne."),
        ("( )", "Aucun nom sur cette ligne."),
        ("Nom (SIGLE", "Une parenthèse n’est pas fermée : écrivez « Nom (SIGLE) »."),
        ("Nom;SIG;cirque", "Cellule C1 : type « cirque » inconnu : écrivez par exemple « ONG nationale »."),
        ("a" * 501, "Ligne trop longue pour un nom d’organisation."),
    ],
)
def test_line_that_cannot_be_read_says_why(text: str, problem: str) -> None:
    assert parse_organisations(text)[0].problem == problem


def test_lines_keep_their_number_and_text() -> None:
    (line,) = parse_organisations("\n\n  CARE ")
    assert line == OrganisationLine(3, "  CARE", "CARE", "CARE")


@given(st.text(alphabet=st.one_of(st.characters(), st.sampled_from("\t;\n(),/")), max_size=300))
def test_any_text_is_read_line_by_line(text: str) -> None:
    numbers = [line.number for line in parse_organisations(text)]
    assert numbers == sorted(set(numbers))
