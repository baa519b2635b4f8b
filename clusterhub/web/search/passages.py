"""The part of a text where the words stand, as pieces: the page escapes each and marks those that were looked for."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from clusterhub.web.search.stems import composed, words_of

BEFORE, LENGTH = 70, 260


@dataclass(frozen=True)
class Piece:
    text: str
    is_hit: bool = False


def passage_in(text: str, stems: Collection[str], *, length: int = LENGTH) -> list[Piece]:
    """Around the first of the words; from the beginning where none stands in the text."""
    line = " ".join(composed(text).split())
    hits = [(start, end) for start, end, stem in words_of(line) if stem in stems]
    begin = _word_start(line, hits[0][0] - BEFORE) if hits else 0
    until = _word_end(line, begin, begin + length)
    return [
        *([Piece("… ")] if begin else []),
        *_pieces(line, [hit for hit in hits if begin <= hit[0] and hit[1] <= until], begin, until),
        *([Piece(" …")] if until < len(line) else []),
    ]


def _word_start(line: str, place: int) -> int:
    return line.find(" ", place) + 1 if place > 0 else 0


def _word_end(line: str, begin: int, place: int) -> int:
    if place >= len(line):
        return len(line)
    found = line.rfind(" ", begin, place)
    return found if found > begin else place


def _pieces(line: str, hits: list[tuple[int, int]], begin: int, until: int) -> list[Piece]:
    pieces, place = [], begin
    for start, end in hits:
        pieces += [Piece(line[place:start]), Piece(line[start:end], is_hit=True)]
        place = end
    return [piece for piece in (*pieces, Piece(line[place:until])) if piece.text]
