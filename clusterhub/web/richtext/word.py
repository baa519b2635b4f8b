"""What Word puts on the clipboard instead of lists: paragraphs that carry a level and begin with their printed mark.

``<p style='mso-list:l0 level2 lfo1'>o   Texte</p>`` is an item of the second level. Its comments go altogether.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import groupby

from clusterhub.web.richtext.blocks import Block, Listing, Paragraph, Run, Table

LEVEL, LEVELS = "data-level", frozenset("123456789")
"""The attribute that carries the level through the sanitiser; it is never stored."""

_PARAGRAPH = re.compile(r"<(p|h[1-6])\b([^<>]*)>", re.IGNORECASE)
_LEVEL = re.compile(r"mso-list:\s*l\d+\s+level([1-9])\b", re.IGNORECASE)
_COMMENT_LIST = re.compile(r"<div\b[^<>]*\bmso-element:\s*comment-list\b", re.IGNORECASE)
_SHORT_LINK = re.compile(r"<a\b([^<>]*)>[^<]{0,40}</a>", re.IGNORECASE)
_BULLET = re.compile(r"[·•▪◦o§Øüvq–-][ \u00a0]+")
_NUMBER = re.compile(r"\(?(?:(\d{1,3})|[a-zA-Z]|[ivxlcIVXLC]{1,6})(?:\.\d{1,3})*[.)][ \u00a0]+")


def unworded(html: str) -> str:
    """The same HTML without Word's comments, its lists' levels written where the sanitiser lets them through."""
    if "mso" not in html:
        return html
    comments = _COMMENT_LIST.search(html)
    html = html[: comments.start()] if comments else html
    return _PARAGRAPH.sub(_with_level, _SHORT_LINK.sub(_without_anchor, html))


def _without_anchor(link: re.Match[str]) -> str:
    """« [AB1] », which leads to a comment."""
    return "" if "msocom" in link[1].lower() else link[0]


def _with_level(tag: re.Match[str]) -> str:
    level = _LEVEL.search(tag[2])
    return f'<p {LEVEL}="{level[1]}">' if level else tag[0]


def nested(blocks: Iterable[Block], deepest: int) -> Iterator[Block]:
    """Paragraphs with a level become lists, in the cells of tables too."""
    for is_list, group in groupby(blocks, lambda block: isinstance(block, Paragraph) and block.level > 0):
        if is_list:
            yield from _listings((block for block in group if isinstance(block, Paragraph)), deepest)
        else:
            yield from (_with_nested_cells(block, deepest) for block in group)


def _with_nested_cells(block: Block, deepest: int) -> Block:
    if isinstance(block, Table):
        for row in block.rows:
            row.cells = [replace(cell, blocks=list(nested(cell.blocks, deepest))) for cell in row.cells]
    return block


def _listings(lines: Iterable[Paragraph], deepest: int) -> Iterator[Listing]:
    opened: list[tuple[int, Listing]] = []
    for line in lines:
        level, item = min(line.level, deepest), _Item(line)
        while opened and (opened[-1][0] > level or (opened[-1][0] == level and item.begins_after(opened[-1][1]))):
            opened.pop()
        if not opened or opened[-1][0] < level:
            listing = Listing(item.ordered)
            if opened:
                opened[-1][1].items[-1].append(listing)
            else:
                yield listing
            opened.append((level, listing))
        opened[-1][1].items.append([item.words])


class _Item:
    """A line of a list without its mark."""

    def __init__(self, line: Paragraph) -> None:
        text = "".join(run.text for run in line.runs)
        number = _NUMBER.match(text)
        mark = number or _BULLET.match(text)
        self.ordered = number is not None
        self.is_first = number is not None and number[1] == "1" and "." not in number[0].rstrip(". )\u00a0")
        self.words = Paragraph(list(_without(line.runs, mark.end() if mark else 0)))

    def begins_after(self, listing: Listing) -> bool:
        """Another list starts: of the other kind, or counted from 1 again."""
        return listing.ordered != self.ordered or (self.is_first and bool(listing.items))


def _without(runs: Iterable[Run], length: int) -> Iterator[Run]:
    """The runs without their first ``length`` characters: a mark may be dressed otherwise than its words."""
    for run in runs:
        cut = min(length, len(run.text))
        length -= cut
        if run.text[cut:]:
            yield replace(run, text=run.text[cut:])
