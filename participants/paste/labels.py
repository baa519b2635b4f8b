"""How organisations are written in lists: « Nom (SIGLE) », « SIGLE », « IOM/OIM », « MINUSMA/DDR »."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TypeVar

from clusterhub.web.folding import fold

_NAME_AND_ACRONYM = re.compile(r"(?P<name>[^()]*[^()\s])\s*\(\s*(?P<acronym>[^()]*[^()\s])\s*\)")
_ACRONYM_LENGTH = 20

Found = TypeVar("Found")


def split_label(text: str) -> tuple[str, str]:
    """Name and sigle; a lone sigle (short, capitals, no space) is both."""
    text = " ".join(text.split())
    if match := _NAME_AND_ACRONYM.fullmatch(text):
        return match["name"], match["acronym"]
    return text, text if _looks_like_acronym(text) else ""


def _looks_like_acronym(text: str) -> bool:
    return len(text) <= _ACRONYM_LENGTH and " " not in text and text.isupper()


def candidate_folds(text: str) -> frozenset[str]:
    """Every folded text that may name the organisation meant; for one query over many labels."""
    return frozenset(key for tier in _tiers(text) for key in tier if key)


def resolve_label(text: str, find: Callable[[str], Found | None]) -> Found | None:
    """The one thing meant: by the whole text, else by name or sigle, else by both halves of ``IOM/OIM``."""
    whole, label, halves = _tiers(text)
    found = find(whole[0]) or _only(find(key) for key in label if find(key))
    return found or _only(find(key) for key in halves)


def _tiers(text: str) -> tuple[list[str], list[str], list[str]]:
    name, acronym = split_label(text)
    label = [fold(name), fold(acronym)] if acronym != name else []
    halves = [fold(part) for part in text.split("/")] if "/" in text else []
    return [fold(text)], label, halves


def _only(found: object) -> Found | None:
    """The one thing that all of them are; ``None`` where one is missing or two differ."""
    distinct = list(dict.fromkeys(found))  # type: ignore[call-overload]
    return distinct[0] if len(distinct) == 1 else None
