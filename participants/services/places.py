"""Places from a CSV: regions, cercles… with or without P-codes."""

from __future__ import annotations

import csv
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.db import transaction

from participants.models import Place


@dataclass(frozen=True)
class PlaceCount:
    created: int
    updated: int


@transaction.atomic
def load_places(path: Path) -> PlaceCount:
    """Create what is new and correct what has changed; places that the file does not name stay.

    A place is known by its code, else by its name and level. Parents stand above their children in the file.
    """
    created = updated = 0
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            is_new, has_changed = _load(row)
            created += is_new
            updated += has_changed and not is_new
    return PlaceCount(created, updated)


def _load(row: dict[str, str]) -> tuple[bool, bool]:
    facts = {
        "name": row["name"],
        "level": int(row["level"]),
        "parent": Place.objects.get(code=row["parent_code"]) if row["parent_code"] else None,
        "valid_from": _date(row["valid_from"]),
        "valid_to": _date(row["valid_to"]),
    }
    place = _find(row) or Place(code=row["code"], code_system=row["code_system"])
    changed = [name for name, value in facts.items() if getattr(place, name) != value]
    for name in changed:
        setattr(place, name, facts[name])
    is_new = place.pk is None
    if changed:
        place.save()
    return is_new, bool(changed)


def _find(row: dict[str, str]) -> Place | None:
    if row["code"]:
        return Place.objects.filter(code_system=row["code_system"], code=row["code"]).first()
    return Place.objects.filter(code="", name=row["name"], level=row["level"]).first()


def _date(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
