"""What changed from one text to another, word by word."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import Enum
from itertools import takewhile

MAX_PARTS = 1_500
"""Longer texts are compared line by line, and those of more lines as wholes: the time grows faster than the length."""

_WORDS = re.compile(r"\n|[^\S\n]*[^\s]+|[^\S\n]+")
_LINES = re.compile(r"[^\n]*\n|[^\n]+")


class Fate(Enum):
    KEPT = "kept"
    REMOVED = "removed"
    ADDED = "added"


@dataclass(frozen=True)
class Piece:
    fate: Fate
    text: str


def differences(before: str, after: str) -> list[Piece]:
    """Pieces that give ``after`` without what was removed, and the words of ``before`` without what was added."""
    for parts in (_WORDS, _LINES):
        old, new = parts.findall(before), parts.findall(after)
        head = _common(old, new)
        tail = _common(old[head:][::-1], new[head:][::-1])
        middle = old[head : len(old) - tail], new[head : len(new) - tail]
        if max(map(len, middle)) <= MAX_PARTS:
            return _joined([_kept(new[:head]), *_compared(*middle), _kept(new[len(new) - tail :])])
    return _joined([Piece(Fate.REMOVED, before), Piece(Fate.ADDED, after)])


def _common(old: Sequence[str], new: Sequence[str]) -> int:
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(old, new, strict=False)))


def _kept(parts: Sequence[str]) -> Piece:
    return Piece(Fate.KEPT, "".join(parts))


def _compared(old: Sequence[str], new: Sequence[str]) -> Iterator[Piece]:
    """A word is the same whatever the space before it."""
    before, after = ([part.strip(" ") for part in parts] for parts in (old, new))
    for what, start, stop, lo, hi in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if what == "equal":
            yield _kept(new[lo:hi])
        else:
            yield Piece(Fate.REMOVED, "".join(old[start:stop]))
            yield Piece(Fate.ADDED, "".join(new[lo:hi]))


def _joined(pieces: list[Piece]) -> list[Piece]:
    """Without the empty ones; two neighbours of one fate are one piece."""
    joined: list[Piece] = []
    for piece in pieces:
        if piece.text and joined and joined[-1].fate == piece.fate:
            joined[-1] = Piece(piece.fate, joined[-1].text + piece.text)
        elif piece.text:
            joined.append(piece)
    return joined
