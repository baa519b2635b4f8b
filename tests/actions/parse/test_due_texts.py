"""Deadlines as minutes write them: nearly all are read right, and those that are not say that they are not sure."""

from __future__ import annotations

import csv
import datetime as dt
from pathlib import Path

from actions.parse.due_dates import Due, parse_due

MEETING_ON = dt.date(2016, 11, 15)
"""A Tuesday."""
ENOUGH = 0.95


def texts() -> list[dict[str, str]]:
    with (Path(__file__).parent / "due_texts.csv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file, delimiter=";"))


def told(due: Due) -> tuple[str, str, str]:
    return due.kind, due.on.isoformat() if due.on else "", due.recurrence or ""


def misread() -> list[tuple[str, Due, tuple[str, str, str]]]:
    read = [(row, parse_due(row["text"], meeting_on=MEETING_ON)) for row in texts()]
    wanted = [(row["text"], due, (row["kind"], row["on"], row["recurrence"])) for row, due in read]
    return [(text, due, right) for text, due, right in wanted if told(due) != right]


def test_table_holds_two_hundred_different_texts() -> None:
    assert len({row["text"] for row in texts()}) >= 200


def test_nearly_all_are_read_right() -> None:
    wrong = {text: (told(due), right) for text, due, right in misread()}
    assert len(wrong) <= (1 - ENOUGH) * len(texts()), wrong


def test_none_is_wrong_without_saying_so() -> None:
    assert {text: (told(due), right) for text, due, right in misread() if due.is_sure} == {}
