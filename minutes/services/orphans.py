"""Files of records that a killed process left behind, put aside by the clock."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

from django.apps import apps
from django.core.files.storage import default_storage
from django.db.models import FileField
from django.utils import timezone

from minutes.services.files import FOLDER

ORPHAN_AFTER = timedelta(days=1)
"""No request takes that long: a file that no row knows by then belongs to a process that was killed."""
ASIDE = "ecartes"


def put_orphans_aside(*, at: datetime | None = None) -> int:
    """Files of records that no row knows are moved, not deleted: an older database may have been restored."""
    at = at or timezone.now()
    known = set(_known_names())
    orphans = [name for name in _issued_names() if name not in known and _age(name, at) > ORPHAN_AFTER]
    for name in orphans:
        _move_aside(Path(default_storage.path(name)))
    return len(orphans)


def _known_names() -> Iterator[str]:
    for model in apps.get_models():
        for field in model._meta.concrete_fields:
            if isinstance(field, FileField):
                yield from model._default_manager.values_list(field.name, flat=True)


def _issued_names() -> list[str]:
    if not default_storage.exists(FOLDER):
        return []
    return [f"{FOLDER}/{name}" for name in default_storage.listdir(FOLDER)[1]]


def _age(name: str, at: datetime) -> timedelta:
    return at - default_storage.get_modified_time(name)


def _move_aside(path: Path) -> None:
    aside = path.parent.parent / ASIDE
    aside.mkdir(mode=0o700, exist_ok=True)
    path.replace(aside / path.name)
