"""Which annexes travel inside a sealed file: those that all its readers may have, while they are small.

The others are bound to it by their SHA-256, which it prints.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from minutes.content import DocumentLine, Edition

LARGEST = 2_000_000
LARGEST_TOGETHER = 5_000_000
"""Bytes: a sealed file that is still sent by mail, and checked in two seconds."""


def embedded_where_it_fits(documents: Iterable[DocumentLine], edition: Edition) -> Iterator[DocumentLine]:
    """In their order; what comes after one too many may still fit."""
    left = LARGEST_TOGETHER
    for line in documents:
        fits = _may_travel(line, edition) and line.size <= left
        left -= line.size if fits else 0
        yield replace(line, is_embedded=fits)


def _may_travel(line: DocumentLine, edition: Edition) -> bool:
    is_theirs = line.is_public or edition == "members"
    return is_theirs and not line.is_restricted and 0 < line.size <= LARGEST
