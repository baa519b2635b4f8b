"""A spreadsheet that somebody sends, read apart from the web worker."""

from __future__ import annotations

import json
from subprocess import TimeoutExpired
from typing import Any

from clusterhub.web.bounded import run_bounded
from clusterhub.web.folding import strip_control_line

MAX_BYTES = 5_000_000
SECONDS, MEGABYTES = 15, 400

TOO_HEAVY = "Ce fichier est trop lourd : au plus 5 Mo."
TOO_HARD = "Ce fichier demande trop de temps ou de mémoire pour être lu : gardez-en la seule feuille utile."


class SheetRefused(Exception):
    """``str(error)`` is French and meant for the person."""


def read_sheet(data: bytes) -> str:
    """The first visible sheet as pasted from a spreadsheet: a line per row at its own number, tabulations between.

    Raises ``SheetRefused``.
    """
    if len(data) > MAX_BYTES:
        raise SheetRefused(TOO_HEAVY)
    answer = _answer(data)
    if "refused" in answer:
        raise SheetRefused(answer["refused"])
    lines: list[str] = []
    for number, cells in answer["rows"]:
        lines += [""] * (number - len(lines) - 1)
        lines.append("\t".join(strip_control_line(cell) for cell in cells))
    if not lines:
        raise SheetRefused("La première feuille de ce fichier est vide.")
    return "\n".join(lines)


def _answer(data: bytes) -> dict[str, Any]:
    try:
        done = run_bounded("clusterhub.web.sheet_reader", data, seconds=SECONDS, megabytes=MEGABYTES)
        return json.loads(done.stdout)
    except (TimeoutExpired, ValueError) as error:
        raise SheetRefused(TOO_HARD) from error
