"""The headings of sheets as people write them."""

from __future__ import annotations

import pytest

from participants.paste.headers import Header, column_of, find_header
from participants.paste.lines import kept_lines, read_rows
from participants.paste.organisations import parse_organisations
from participants.paste.people import HEADERS as PEOPLE
from participants.paste.people import parse_people

pytestmark = pytest.mark.once

HEADERS = {"action": "action", "actions": "action", "recommandation": "action", "recommandations": "action"}
HEADERS |= {"responsable": "owner", "echeance": "due", "calendrier": "due", "etat": "status", "suivi": "comment"}


@pytest.mark.parametrize(
    ("written", "column"),
    [
        *(
            ("Échéance :", "due"),
            ("RESPONSABLE(S)", "owner"),
            ("Responsable (structure)", "owner"),
            ("État.", "status"),
        ),
        *(("Recommandations / Actions", "action"), ("Action et recommandation(s)", "action")),
        *(("Actions / Échéance", ""), ("Actions & autres", ""), ("", ""), ("/", ""), ("Actions prévues hier", "")),
    ],
)
def test_heading_as_written(written: str, column: str) -> None:
    assert column_of(written, HEADERS) == column


def test_headings_in_two_lines() -> None:
    text = "FICHE\n\n\tRecommandations / Actions\tCoût\tSuivi\n\t\t\tÉchéance\tÉtat\n1\tFormer\t5\t22/11\tFait"
    lines = list(enumerate(text.split("\n"), start=1))
    assert find_header(lines, HEADERS) == Header(3, 4, ("", "action", "", "due", "status"), ("Coût",))
    (row,) = read_rows(text, headers=HEADERS, order=())
    assert row.cells == {"action": "Former", "due": "22/11", "status": "Fait"}
    assert row.cell("due") == "D5"
    assert kept_lines(text, [5], headers=HEADERS) == "\n".join(text.split("\n")[2:])


def test_headings_once_more_are_no_entry() -> None:
    rows = read_rows("Action\tÉtat\nFormer\tFait\nActions\tÉtat\nSuivre\tFait", headers=HEADERS, order=())
    assert [row.cells["action"] for row in rows] == ["Former", "Suivre"]


def test_number_beside_a_name_is_no_part_of_it() -> None:
    text = "N°\tSigle\tNom de l’organisation\tZones\n8\tPNUD\n9\t\tEnfance et paix\nONG nationales\n"
    lines = [(line.name, line.acronym, line.problem) for line in parse_organisations(text)]
    assert lines == [
        ("PNUD", "PNUD", ""),
        ("Enfance et paix", "", ""),
        ("", "", "Cellule C4 : aucun nom sur cette ligne."),
    ]


@pytest.mark.parametrize("heading", ["Nom & Prénom", "Noms et prénom(s)", "Nom/Prénom", "Nom, prénoms"])
def test_name_and_first_name_are_one_column(heading: str) -> None:
    assert column_of(heading, PEOPLE) == "name"


def test_long_column_that_is_left_out_does_not_matter() -> None:
    notes = "à Gao (" * 100
    (organisation,) = parse_organisations(f"Sigle;Nom;Activités\nSONI;Solidarité;{notes}")
    (person,) = parse_people(f"Nom;Fonction;Activités\nAwa Test;Cheffe;{notes}")
    assert (organisation.problem, person.problem) == ("", "")


@pytest.mark.parametrize("address", ["a" * 300 + "@example.org", "awa@" + "b" * 250 + ".org", "a..wa@example.org"])
def test_address_that_no_mail_reaches_is_refused(address: str) -> None:
    (line,) = parse_people(f"Nom;Email\nAwa Test;fanta@example.org, {address}")
    assert line.problem == f"Cellule B2 : « {address[:80]} » n’est pas une adresse électronique."


def test_addresses_and_numbers_may_share_a_column() -> None:
    line, bare = parse_people("Nom;Email / Téléphone\nAwa Test;76 12 34 56 / awa@example.org\nFanta Test;f@example.org")
    assert (line.emails, line.phones, line.problem) == (("awa@example.org",), ("76 12 34 56",), "")
    assert (bare.emails, bare.phones, bare.problem) == (("f@example.org",), (), "")
