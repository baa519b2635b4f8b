import csv
import datetime as dt
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from actions.parse.typed_lines import LineKind, TypedLine, read_line, split_due

pytestmark = pytest.mark.once

DAY = dt.date(2016, 11, 15)
TABLE = (Path(__file__).parent / "due_texts.csv").read_text(encoding="utf-8")
DEADLINES = [row["text"] for row in csv.DictReader(TABLE.splitlines(), delimiter=";") if row["kind"] != "none"]


def read(line: str) -> TypedLine | None:
    return read_line(line, day=DAY)


@pytest.mark.parametrize(
    ("line", "owners", "text", "due"),
    [
        ("@DNDS : partager le fichier", "DNDS", "partager le fichier", ""),
        ("@DNDS: partager le fichier", "DNDS", "partager le fichier", ""),
        ("  @ DNDS\u00a0: partager le fichier  ", "DNDS", "partager le fichier", ""),
        (
            "@DNDS, MINUSMA/DDR : partager le fichier avant le 30 novembre",
            *("DNDS, MINUSMA/DDR", "partager le fichier", "avant le 30 novembre"),
        ),
        ("@tous : remplir la matrice chaque fin de mois", "tous", "remplir la matrice", "chaque fin de mois"),
        (
            "@coordination avec l’appui de l’OCHA : organiser un atelier fin mars.",
            *("coordination avec l’appui de l’OCHA", "organiser un atelier", "fin mars"),
        ),
        ("@HCR : finir la note, au plus tard vendredi", "HCR", "finir la note", "au plus tard vendredi"),
        ("@HCR : finir la note (15 janvier)", "HCR", "finir la note", "15 janvier"),
        ("@HCR : finir la note — dans un bref délai", "HCR", "finir la note", "dans un bref délai"),
        ("@HCR : partager la carte avant le 15", "HCR", "partager la carte", "avant le 15"),
        ("@HCR : se réunir le dernier vendredi du mois", "HCR", "se réunir", "le dernier vendredi du mois"),
        ("@HCR : écrire dix jours après la réunion", "HCR", "écrire", "dix jours après la réunion"),
        ("@HCR : partager la carte semaine 50", "HCR", "partager la carte", "semaine 50"),
        ("@HCR : répondre à OCHA, urgent", "HCR", "répondre à OCHA", "urgent"),
        ("@HCR : envoyer le rapport, mensuel", "HCR", "envoyer le rapport", "mensuel"),
        (
            "@DDR : transmettre le canevas, la date sera communiquée par la DDR",
            *("DDR", "transmettre le canevas", "la date sera communiquée par la DDR"),
        ),
        ("@HCR : présenter : contexte, besoins", "HCR", "présenter : contexte, besoins", ""),
    ],
)
def test_action_is_taken_apart(line: str, owners: str, text: str, due: str) -> None:
    assert read(line) == TypedLine(LineKind.ACTION, text, owners, due)


@pytest.mark.parametrize(
    "text",
    [
        "envoyer le rapport mensuel",
        "prévoir une formation, 5 jours",
        "prévoir la formation (deux semaines)",
        "partager le rapport de fin de mois",
        "relire le compte rendu du vendredi",
        "reporter la mission du 12 juin",
        "partager les chiffres d’avril",
        "diffuser le plan 2017",
        "rédiger le compte rendu de la réunion du 12 juin",
        "voir OCHA pour la mission",
        "préparer le plan du premier trimestre",
        "préparer la prochaine réunion",
        "relire le plan annuel",
        "préparer le 5W et inviter OCHA",
    ],
)
def test_date_that_belongs_to_the_thing_is_no_deadline(text: str) -> None:
    assert split_due(text, day=DAY) == (text, "")


@pytest.mark.parametrize(
    ("line", "kind", "text"),
    [
        ("! Le plan est adopté.", LineKind.DECISION, "Le plan est adopté."),
        ("!le plan est adopté avant le 3 mai", LineKind.DECISION, "le plan est adopté avant le 3 mai"),
        ("r! Que le cluster écrive", LineKind.RECOMMENDATION, "Que le cluster écrive"),
        ("R ! Que le cluster écrive", LineKind.RECOMMENDATION, "Que le cluster écrive"),
        ("? vérifier les chiffres de Gao", LineKind.FOLLOW_UP, "vérifier les chiffres de Gao"),
    ],
)
def test_other_marks(line: str, kind: LineKind, text: str) -> None:
    assert read(line) == TypedLine(kind, text)


def test_point_to_follow_up_may_have_a_deadline() -> None:
    assert read("? vérifier les chiffres avant vendredi") == TypedLine(
        LineKind.FOLLOW_UP, "vérifier les chiffres", due="avant vendredi"
    )


@pytest.mark.parametrize(
    "line",
    [
        "",
        "!",
        "! ?",
        "@",
        "@DNDS",
        "@DNDS partager",
        "@DNDS :",
        "@ : partager",
        "@:",
        "r!",
        "rapport !",
        "Qui ? Le HCR.",
    ]
    + ["Écrire à a@example.org : réponse attendue", "Décision : adopté", "- @DNDS : partager"],
)
def test_anything_else_is_text(line: str) -> None:
    assert read(line) is None


def test_deadlines_of_real_shape_are_found_after_a_comma_and_never_cut_wrong() -> None:
    """What is not found stays in the sentence, where one reads it."""
    found = [split_due(f"partager le fichier, {text}", day=DAY) for text in DEADLINES]
    whole = [due for (_, due), text in zip(found, DEADLINES, strict=True) if due == text.strip(" .;)")]
    assert len(DEADLINES) > 200
    assert len(whole) >= 0.95 * len(DEADLINES)


@given(st.text(alphabet="@!?r: ,;(abcé’\u00a0\u202f\n12 avant le 3 mai", max_size=60))
def test_nothing_that_was_typed_is_left_out(line: str) -> None:
    found = read(line)
    if found:
        letters = [each for each in line if each.isalnum()]
        told = [each for each in found.owners + found.text + found.due if each.isalnum()]
        assert told == (letters[1:] if found.kind is LineKind.RECOMMENDATION else letters)
