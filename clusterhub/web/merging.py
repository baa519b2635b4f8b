"""Three-way merging: what two people changed since a text that both had, when they changed different parts of it.

A text is a sequence of parts: paragraphs, items of a list, lines. In doubt there is no merge: people choose better.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Generic, TypeVar

MAX_PARTS, MAX_ADDED = 300, 20
"""The time that a comparison takes grows faster than the number of parts."""

Part = TypeVar("Part", bound=Hashable)


@dataclass(frozen=True)
class Change(Generic[Part]):
    """The parts ``start`` to ``stop`` of the base became ``new``; an addition takes the place of none."""

    start: int
    stop: int
    new: tuple[Part, ...]

    @property
    def is_addition(self) -> bool:
        return self.start == self.stop

    def is_apart_from(self, other: Change[Part]) -> bool:
        if self.is_addition and other.is_addition:
            return self.start != other.start
        return self.stop <= other.start or other.stop <= self.start


Within = Callable[[Sequence[Part], Sequence[Part], Sequence[Part]], "Sequence[Part] | None"]
Alike = Callable[[Part, Part], bool]


def merge_parts(
    base: Sequence[Part], mine: Sequence[Part], theirs: Sequence[Part], *, within: Within[Part], alike: Alike[Part]
) -> list[Part] | None:
    """The base with the changes of both, or None where they do not go together.

    ``within`` is asked where both changed the same parts (base, mine, theirs); ``alike`` whether two parts that were
    added at the same place may be the same one, written twice. Otherwise both stay, theirs first.
    """
    if max(map(len, (base, mine, theirs))) > MAX_PARTS:
        return None
    changes = _woven(base, _changes(base, mine), _changes(base, theirs), within, alike)
    return None if changes is None else _applied(base, changes)


def _changes(base: Sequence[Part], text: Sequence[Part]) -> list[Change[Part]]:
    steps = SequenceMatcher(None, base, text, autojunk=False).get_opcodes()
    return [Change(start, stop, tuple(text[lo:hi])) for what, start, stop, lo, hi in steps if what != "equal"]


def _woven(
    base: Sequence[Part],
    mine: list[Change[Part]],
    theirs: list[Change[Part]],
    within: Within[Part],
    alike: Alike[Part],
) -> list[Change[Part]] | None:
    """All changes, in the order of the base."""
    woven: list[Change[Part]] = []
    while mine and theirs:
        one, other = mine[0], theirs[0]
        if one.is_apart_from(other):
            side = mine if (one.start, one.stop) < (other.start, other.stop) else theirs
            woven.append(side.pop(0))
        elif settled := _settled(base, mine.pop(0), theirs.pop(0), within, alike):
            woven.append(settled)
        else:
            return None
    return [*woven, *mine, *theirs]


def _settled(
    base: Sequence[Part], mine: Change[Part], theirs: Change[Part], within: Within[Part], alike: Alike[Part]
) -> Change[Part] | None:
    """One change for two that meet. Into an empty text both wrote its first words: nobody knows in which order."""
    if mine == theirs:
        return mine
    if (mine.start, mine.stop) != (theirs.start, theirs.stop):
        return None
    if mine.is_addition:
        doubtful = not base or _are_doubtful(mine.new, theirs.new, alike)
        return None if doubtful else Change(mine.start, mine.stop, theirs.new + mine.new)
    new = within(base[mine.start : mine.stop], mine.new, theirs.new)
    return None if new is None else Change(mine.start, mine.stop, tuple(new))


def _are_doubtful(mine: Sequence[Part], theirs: Sequence[Part], alike: Alike[Part]) -> bool:
    too_many = max(len(mine), len(theirs)) > MAX_ADDED
    return too_many or any(alike(one, other) for one in mine for other in theirs)


def _applied(base: Sequence[Part], changes: list[Change[Part]]) -> list[Part]:
    parts: list[Part] = []
    done = 0
    for change in changes:
        parts += [*base[done : change.start], *change.new]
        done = change.stop
    return [*parts, *base[done:]]


# --- Lines ------------------------------------------------------------------------------------------------------------

COMMON_WORDS = 0.7


def are_alike(one: str, other: str) -> bool:
    """Most words of the shorter are in the longer: perhaps the same sentence, gone on with elsewhere."""
    words = [Counter(text.casefold().split()) for text in (one, other)]
    return (words[0] & words[1]).total() >= COMMON_WORDS * min(count.total() for count in words)


def merge_lines(base: str, mine: str, theirs: str) -> str | None:
    parts = [text.splitlines() for text in (base, mine, theirs)]
    lines = merge_parts(*parts, within=lambda *_: None, alike=are_alike)
    return None if lines is None else "\n".join(lines)
