"""The bars of the long set, each with what was counted, from what its tests noted in the files of their outcomes."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from xml.etree import ElementTree

SAVES_ON_EACH = 5_000
BROWSER_KILLS = 100
DATABASE_KILLS = 5
TOLD_WITHIN = 5
SLOW_LINE = 3
MACHINE_STEPS = 10_000
"""Each is followed by all that must hold."""
MINUTES = 40


@dataclass
class Outcome:
    figures: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    passed: int = 0
    failed: list[str] = field(default_factory=list)
    skipped: list[str] = field(default_factory=list)

    def total(self, what: str) -> int:
        return int(sum(self.figures.get(what, [])))

    def starting(self, words: str) -> list[float]:
        return [figure for what, found in self.figures.items() if what.startswith(words) for figure in found]


@dataclass(frozen=True)
class Bar:
    what: str
    counted: str
    holds: bool

    def __str__(self) -> str:
        return f"{'tenue ' if self.holds else 'MANQUÉE'}  {self.what} : {self.counted}"


def read(folder: Path) -> Outcome:
    outcome = Outcome()
    for path in sorted(folder.glob("*.xml")):
        for case in ElementTree.parse(path).iter("testcase"):  # noqa: S314  pytest's own file
            _add(outcome, case)
    return outcome


def _add(outcome: Outcome, case: ElementTree.Element) -> None:
    name = case.get("name", "")
    if case.find("failure") is not None or case.find("error") is not None:
        outcome.failed.append(name)
    elif case.find("skipped") is not None:
        outcome.skipped.append(name)
    else:
        outcome.passed += 1
    for figure in case.iter("property"):
        outcome.figures[figure.get("name", "")].append(float(figure.get("value", "")))


def bars(outcome: Outcome, *, minutes: float) -> list[Bar]:
    return [*_saves(outcome), *_browsers(outcome), *_told(outcome), *_stories(outcome), *_run(outcome, minutes)]


def _saves(outcome: Outcome) -> list[Bar]:
    of = {engine: outcome.total(f"enregistrements acquittés ({engine})") for engine in ("sqlite", "postgresql")}
    lost, database = outcome.figures.get("perdus, doublés ou manquants", []), outcome.total("base tuée")
    server, browser = outcome.total("serveur tué"), outcome.total("navigateur tué")
    return [
        Bar(
            f"{2 * SAVES_ON_EACH} enregistrements acquittés, la moitié sur chaque base",
            f"{sum(of.values())} (SQLite {of['sqlite']}, PostgreSQL {of['postgresql']})",
            min(of.values()) >= SAVES_ON_EACH,
        ),
        Bar("aucun perdu ni doublé", f"{int(sum(lost))} sur {len(lost)} bases", len(lost) == 2 and not any(lost)),
        Bar(
            f"coupures au hasard pendant ce temps, dont PostgreSQL {DATABASE_KILLS} fois",
            f"serveur {server}, PostgreSQL {database}, navigateur {browser}",
            server > 0 and browser > 0 and database >= DATABASE_KILLS,
        ),
    ]


def _browsers(outcome: Outcome) -> list[Bar]:
    back, kills = outcome.total("textes revenus"), outcome.total("coupures du navigateur")
    said = outcome.figures.get("acquittés avant la coupure et manquants", [])
    return [
        Bar(
            f"{BROWSER_KILLS} textes revenus sur {BROWSER_KILLS}",
            f"{back} sur {kills}",
            back == kills >= BROWSER_KILLS,
        ),
        Bar(
            "aucun texte dit enregistré ne manque après une coupure à tout moment",
            f"{int(sum(said))} sur {outcome.total('acquittés avant la coupure')}",
            bool(said) and not any(said),
        ),
    ]


def _told(outcome: Outcome) -> list[Bar]:
    told = outcome.starting("dit après")
    slow = outcome.starting("à 600 ms et 50 kbit/s")
    return [
        Bar(
            f"la personne le sait en {TOLD_WITHIN} s",
            f"{max(told, default=0):.1f} s au plus, {len(told)} pannes",
            bool(told) and max(told) <= TOLD_WITHIN,
        ),
        Bar(
            f"à 600 ms et 50 kbit/s, ouvre et enregistre en {SLOW_LINE} s",
            " et ".join(f"{seconds:.1f} s" for seconds in slow),
            len(slow) == 2 and max(slow) < SLOW_LINE,
        ),
    ]


def _stories(outcome: Outcome) -> list[Bar]:
    steps = outcome.starting("pas de la machine")
    keys, printed = outcome.total("touches"), outcome.total("caractères imprimés")
    return [
        Bar(
            f"{MACHINE_STEPS} pas de deux personnes sur une mauvaise ligne, sur chaque base",
            " et ".join(f"{count:.0f}" for count in steps),
            len(steps) == 2 and min(steps) >= MACHINE_STEPS,
        ),
        Bar(
            "la réunion de juin 2017 à 60 mots par minute, en moins de touches que de caractères imprimés",
            f"{keys} touches, {printed} caractères",
            0 < keys < printed,
        ),
    ]


def _run(outcome: Outcome, minutes: float) -> list[Bar]:
    count = f"{outcome.passed} passés, {len(outcome.failed)} échoués, {len(outcome.skipped)} non faits"
    names = ", ".join([*outcome.failed, *outcome.skipped])
    return [
        Bar("chaque essai", f"{count}{names and f' : {names}'}", not outcome.failed and outcome.passed > 0),
        Bar(f"moins de {MINUTES} minutes", f"{minutes:.1f}", minutes < MINUTES),
    ]
