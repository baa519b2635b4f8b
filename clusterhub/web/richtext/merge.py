"""Two rich texts that go back to the same one, joined paragraph by paragraph, lists item by item, tables whole."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

from clusterhub.web.merging import are_alike, merge_parts
from clusterhub.web.richtext.blocks import Block, Listing, to_html, to_lines

Item: TypeAlias = list[Block]


@dataclass(frozen=True)
class Unit:
    """A part that is the same as another when it is written the same."""

    html: str
    blocks: Item = field(compare=False)


Units: TypeAlias = Sequence[Unit]


def merge_blocks(base: Item, mine: Item, theirs: Item) -> Item | None:
    """None when both changed the same paragraph."""
    units = [[_unit([block]) for block in blocks] for blocks in (base, mine, theirs)]
    merged = merge_parts(*units, within=_within_block, alike=_alike)
    return None if merged is None else [block for unit in merged for block in unit.blocks]


def _unit(blocks: Item) -> Unit:
    return Unit(to_html(blocks), blocks)


def _alike(one: Unit, other: Unit) -> bool:
    return are_alike(*(" ".join(to_lines(unit.blocks)) for unit in (one, other)))


def _within_block(*sides: Units) -> Units | None:
    """Items that two people changed in the same list."""
    lists = [side[0].blocks[0] for side in sides if len(side) == 1]
    listings = [block for block in lists if isinstance(block, Listing)]
    if len(listings) < len(sides) or len({listing.ordered for listing in listings}) > 1:
        return None
    items = merge_parts(
        *([_unit(item) for item in listing.items] for listing in listings), within=_within_item, alike=_alike
    )
    return None if items is None else [_unit([Listing(listings[0].ordered, [unit.blocks for unit in items])])]


def _within_item(*sides: Units) -> Units | None:
    """What stands under one item: its own lists."""
    if any(len(side) != 1 for side in sides):
        return None
    base, mine, theirs = (side[0].blocks for side in sides)
    merged = merge_blocks(base, mine, theirs)
    return None if merged is None else [_unit(merged)]
