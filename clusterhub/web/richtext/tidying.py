"""The same content with single spaces, joined runs, tables that fit, and nothing empty."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import groupby

from clusterhub.web.richtext.blocks import LINE_BREAK, Block, Listing, Paragraph, Run, Table, text_of
from clusterhub.web.richtext.tables import fitted

_SPACES = re.compile(" {2,}")
_WORD_LEFTOVER = re.compile(r"\[bookmark:[^\]]{0,100}\]", re.IGNORECASE)
_EDGE = " \u00a0\u202f\n"


def tidy(blocks: Iterable[Block]) -> list[Block]:
    return [tidied for block in blocks for tidied in _tidy_block(block)]


def _tidy_block(block: Block) -> list[Block]:
    if isinstance(block, Paragraph):
        runs = tidy_runs(block.runs)
        return [Paragraph(runs, block.level)] if runs else []
    if isinstance(block, Listing):
        items = [item for item in map(tidy, block.items) if item]
        return [Listing(block.ordered, items)] if items else []
    return _tidy_table(block) if isinstance(block, Table) else [block]


def _tidy_table(table: Table) -> list[Block]:
    for row in table.rows:
        row.cells = [replace(cell, blocks=tidy(cell.blocks)) for cell in row.cells]
    return fitted(table) if any(cell.blocks for row in table.rows for cell in row.cells) else []


def tidy_runs(runs: Iterable[Run]) -> list[Run]:
    joined = [Run(text_of(group), *dress) for dress, group in groupby(_spaced_once(runs), lambda run: run.dress)]
    return _without_edges(joined)


def _spaced_once(runs: Iterable[Run]) -> Iterator[Run]:
    """One space at most between two words, even where the dress changes; none beside a line break."""
    previous = LINE_BREAK
    for run in runs:
        text = _SPACES.sub(" ", _WORD_LEFTOVER.sub("", run.text))
        text = text.lstrip(" ") if previous[-1] in " \n" else text
        if text:
            yield replace(run, text=text)
            previous = text


def _without_edges(runs: list[Run]) -> list[Run]:
    while runs and not (text := runs[0].text.lstrip(_EDGE)):
        runs = runs[1:]
    if runs:
        runs = [replace(runs[0], text=text), *runs[1:]]
    while runs and not (text := runs[-1].text.rstrip(_EDGE)):
        runs = runs[:-1]
    return [*runs[:-1], replace(runs[-1], text=text)] if runs else []
