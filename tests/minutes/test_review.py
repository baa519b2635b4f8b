"""The printed dashboard: two pages at most however much there is, each picture told in words."""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader

from clusterhub.web.charts import BLUE, RED, Bar, Chart, Tone
from minutes.companions import Cell, Figure, Panel, Review, companion_html
from minutes.companions.reviews import ROWS_PRINTED
from minutes.render.engine import render_pdf
from tests.minutes.reading import text_of

pytestmark = pytest.mark.once

LONG = "Direction nationale du développement social et de l’économie solidaire"
COLUMNS = (
    ("Ancienneté", "Ouvertes", "En retard", "Sans échéance ferme"),
    ("Organisation", "Ouvertes", "En retard", "Réalisées", "À temps"),
    ("Réunion", "Jusqu’à la diffusion", "Puis jusqu’à la signature"),
)


def panel(key: str, columns: tuple[str, ...], rows: int, name: str = LONG) -> Panel:
    bars = [Bar(f"{name} {number}", (number, 1), f"{number + 1}") for number in range(rows)]
    figures = [*(Cell(text="1 250") for _ in columns[2:]), Cell(text="12", note="100 %")]
    lines = [(Cell(text=f"{name} {number}"), *figures) for number in range(rows)]
    return Panel(
        key=key,
        title="De la réunion à la signature",
        note="Situation au 22/11/2026, de celles décidées jusqu’à la fin de la période.",
        chart=Chart("Actions", bars, (Tone("En retard", RED), Tone("Les autres", BLUE))),
        columns=columns,
        rows=tuple(lines),
    )


def crowd(rows: int) -> Review:
    short = [panel(f"court-{number}", COLUMNS[0], min(rows, 4), "De six mois à un an") for number in range(3)]
    long = [panel(f"long-{number}", COLUMNS[number % 3], rows) for number in range(4)]
    return Review(
        cluster_name="Cluster Protection",
        full_name="Cluster Protection du Mali",
        period_label="année 2016",
        as_of="2016-12-31",
        figures=tuple(Figure(label=f"Comptes rendus {n}", value=Cell(text="1 250", note="50 %")) for n in range(9)),
        panels=(*short, *long),
    )


def test_review_prints_on_two_pages_at_most_and_says_what_it_leaves_out(tmp_path: Path) -> None:
    pdf = render_pdf(companion_html(crowd(200))).pdf
    told = text_of(pdf, tmp_path)
    assert len(PdfReader(BytesIO(pdf)).pages) == 2
    assert f"Et {200 - ROWS_PRINTED} autres lignes, dans le tableau de bord." in told
    assert "Situation au 31 décembre 2016, édition des membres" in told


def test_each_picture_is_told_in_words() -> None:
    alternatives = re.findall(r'<img src="data:image/svg[^"]+" alt="([^"]+)">', companion_html(crowd(3)))
    assert len(alternatives) == 7
    assert all(words.startswith("Actions. ") for words in alternatives)
    assert sum(f"{LONG} 2 : 3" in words.replace("\u00a0", " ") for words in alternatives) == 4


def test_without_rows_there_are_words_instead_of_a_picture() -> None:
    html = companion_html(crowd(0))
    assert "<img" not in html
    assert html.count("Rien dans cette période.") == 7
