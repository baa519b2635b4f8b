"""Owners as minutes write them: nearly all are read right, and what is not understood stays as written and is listed.

In the table: part, then ``:``, then an organisation's name, ``=`` and a role, ``*`` for all members, a kind and a name,
``?`` and the text that must stay as written and be asked about, ``…`` and « etc. », which nobody is asked about.
"""

from __future__ import annotations

from pathlib import Path

from actions.parse.owners import ParsedOwners, Party, PartyKind, parse_owners
from clusterhub.web.folding import fold
from tests.actions.parse.test_owners import Names

ENOUGH = 0.95
NAMES = ("DNDS", "OCHA", "UNHCR", "PNUD", "NRC", "CRS", "ACTED", "MINUSMA", "MINUSMA/DDR", "EHP")
KNOWN = Names(
    organisations={fold(name): name for name in NAMES}
    | {"hcr": "UNHCR", "undp": "PNUD", "oim": "OIM", "iom": "OIM", "iom/oim": "OIM"}
    | {"conseil norvegien pour les refugies": "NRC"}
    | {"ministere de la sante, de l'hygiene et du developpement social": "MSHDS"},
    people={"awa": "awa", "salif keba": "salif"},
    groups={"ong internationales": "ong", "rrm": "rrm"},
    clusters={"crp": "crp", "relevement precoce": "crp", "protection": "protection", "icc": "icc"},
)
SIGNS = {PartyKind.ORGANISATION: "", PartyKind.ROLE: "="}


def rows() -> list[tuple[str, str]]:
    """The last column holds the answer: a text may hold semicolons."""
    lines = (Path(__file__).parent / "owner_texts.csv").read_text("utf-8").splitlines()[1:]
    return [(text, answer) for text, _, answer in (line.rpartition(";") for line in lines)]


def told(party: Party, unresolved: tuple[str, ...]) -> str:
    if party.kind is PartyKind.ALL_MEMBERS:
        return f"{party.part}:*"
    if party.kind is PartyKind.TEXT:
        return f"{party.part}:{'?' if party.written in unresolved else '…'}{party.written}"
    return f"{party.part}:{SIGNS.get(party.kind, f'{party.kind} ')}{party.key}"


def misread() -> list[tuple[str, ParsedOwners, str]]:
    read = [(text, parse_owners(text, known=KNOWN), answer) for text, answer in rows()]
    return [
        (text, found, answer)
        for text, found, answer in read
        if "|".join(told(party, found.unresolved) for party in found.parties) != answer
    ]


def test_table_holds_a_hundred_and_fifty_different_texts() -> None:
    assert len({text for text, _ in rows()}) >= 150


def test_nearly_all_are_read_right() -> None:
    wrong = {text: (found.parties, answer) for text, found, answer in misread()}
    assert len(wrong) <= (1 - ENOUGH) * len(rows()), wrong


def test_none_is_wrong_without_saying_so() -> None:
    assert {text: (found.parties, answer) for text, found, answer in misread() if not found.unresolved} == {}
