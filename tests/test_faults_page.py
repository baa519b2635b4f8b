"""docs/faults.md names every fault test, and none that is not there; the long set runs them all, and keeps its bars."""

import re
from pathlib import Path

import pytest

from tests.databases import ROOT
from tests.faults.__main__ import COUNTED, STEPS
from tests.faults.bars import Outcome, bars, read

PAGE = ROOT / "docs" / "faults.md"
WRITTEN = re.compile(r"^def (test_\w+)", re.MULTILINE)
NAMED = re.compile(r"`(test_\w+)(?:\[\w+\])?`")
MARKED = re.compile(r"mark\.faults$|marks=pytest\.mark\.faults", re.MULTILINE)
FIGURES = {
    "enregistrements acquittés (sqlite)": [5_000],
    "enregistrements acquittés (postgresql)": [5_000],
    "perdus, doublés ou manquants": [0, 0],
    "serveur tué": [40, 20],
    "base tuée": [20],
    "navigateur tué": [9, 9],
    "coupures du navigateur": [100],
    "textes revenus": [100],
    "acquittés avant la coupure": [8],
    "acquittés avant la coupure et manquants": [0],
    "dit après (s)": [0.6, 4.6],
    "à 600 ms et 50 kbit/s, ouvre en (s)": [2.8],
    "à 600 ms et 50 kbit/s, enregistre en (s)": [1.4],
    "pas de la machine (sqlite)": [10_000],
    "pas de la machine (postgresql)": [10_000],
    "touches": [1_900],
    "caractères imprimés": [2_800],
}


def test_page_names_each_fault_test() -> None:
    written = {name for path in (ROOT / "tests/faults").glob("test_*.py") for name in WRITTEN.findall(path.read_text())}
    assert set(NAMED.findall(PAGE.read_text())) == written


# --- The long set -----------------------------------------------------------------------------------------------------


def test_long_set_runs_every_file_with_a_fault_in_it() -> None:
    places = [ROOT / part.path for lanes in STEPS for lane in lanes for part in lane]
    marked = [path for path in (ROOT / "tests").rglob("test_*.py") if MARKED.search(path.read_text())]
    assert len(marked) > 5
    assert [path for path in marked if not any(path.is_relative_to(place) for place in places)] == []


def test_what_the_first_step_leaves_out_is_run_by_another() -> None:
    others = " or ".join(part.which for lanes in STEPS[1:] for lane in lanes for part in lane)
    assert [words for words in COUNTED if words not in others] == []


def outcome(changed: dict[str, list[float]] | None = None, **kinds: int | list[str]) -> Outcome:
    return Outcome(**{"figures": FIGURES | (changed or {}), "passed": 60} | kinds)  # type: ignore[arg-type]


def missed(outcome: Outcome, *, minutes: float = 30) -> list[str]:
    return [bar.what for bar in bars(outcome, minutes=minutes) if not bar.holds]


def test_bars_hold_at_their_very_figures() -> None:
    assert missed(outcome()) == []


WORSE: list[tuple[str, list[float]]] = [
    ("enregistrements acquittés (sqlite)", [4_999]),
    ("enregistrements acquittés (postgresql)", [4_999]),
    ("perdus, doublés ou manquants", [0, 1]),
    ("perdus, doublés ou manquants", [0]),
    ("serveur tué", [0, 0]),
    ("base tuée", [4]),
    ("navigateur tué", [0, 0]),
    ("coupures du navigateur", [99]),
    ("textes revenus", [99]),
    ("acquittés avant la coupure et manquants", [1]),
    ("dit après (s)", [0.6, 5.1]),
    ("à 600 ms et 50 kbit/s, ouvre en (s)", [3]),
    ("pas de la machine (sqlite)", [9_999]),
    ("touches", [2_800]),
]


@pytest.mark.parametrize(("name", "figures"), WORSE)
def test_bar_is_missed_by_one(name: str, figures: list[float]) -> None:
    assert len(missed(outcome({name: figures}))) == 1


def test_run_without_figures_misses_every_bar() -> None:
    assert len(missed(Outcome(), minutes=40)) == len(bars(Outcome(), minutes=40))


def test_failed_test_and_long_run_are_missed_bars() -> None:
    assert missed(outcome(failed=["test_disk_full"]), minutes=40) == ["chaque essai", "moins de 40 minutes"]


def test_figures_are_read_from_the_files_of_every_part(tmp_path: Path) -> None:
    for number, child in enumerate(("", "<failure/>", "<skipped/>")):
        figure = f'<properties><property name="textes revenus" value="{number}"/></properties>'
        case = f'<testcase name="essai{number}">{figure}{child}</testcase>'
        (tmp_path / f"{number}.xml").write_text(f"<testsuites><testsuite>{case}</testsuite></testsuites>")

    found = read(tmp_path)

    assert (found.passed, found.failed, found.skipped) == (1, ["essai1"], ["essai2"])
    assert found.figures == {"textes revenus": [0, 1, 2]}
