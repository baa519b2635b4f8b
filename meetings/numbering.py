"""The numbers that agenda items print with. Computed, never typed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable


def numbers_of(rows: Iterable[tuple[int, int | None]]) -> dict[int, str]:
    """``rows``: (item, item it stands under or None) in the order of their positions. Returns item → « 2 » or « 6.1 ».

    A child may come before its parent: positions only compare among siblings.
    """
    given = list(rows)
    tops = {item: str(rank) for rank, item in enumerate((item for item, parent in given if parent is None), start=1)}
    counted: Counter[int] = Counter()
    numbers = dict(tops)
    for item, parent in given:
        if parent is not None:
            counted[parent] += 1
            numbers[item] = f"{tops[parent]}.{counted[parent]}"
    return numbers
