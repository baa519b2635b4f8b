"""Bytes as issued: written in full before their row exists, taken away again when it does not come to exist."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from minutes.errors import FileDamaged
from minutes.models import MinutesFile, SealedSheet

FOLDER = "minutes"
GONE = "Ce document ne se trouve plus dans les fichiers. Prévenez l’administrateur."
CHANGED = "Ce document n’est plus celui qui a été émis : il n’est pas montré. Prévenez l’administrateur."


@contextmanager
def stored(data: bytes, suffix: str = ".pdf") -> Iterator[str]:
    """The name under which the bytes are safely on disk. Whatever fails inside leaves no file behind."""
    name = default_storage.save(f"{FOLDER}/{uuid4().hex}{suffix}", ContentFile(data))
    try:
        _flush_to_disk(name)
        yield name
    except BaseException:
        default_storage.delete(name)
        raise


def _flush_to_disk(name: str) -> None:
    """Also the folder, which holds the name. A store without paths has kept the bytes when it answers."""
    try:
        path = Path(default_storage.path(name))
    except NotImplementedError:
        return
    for each in (path, path.parent):
        descriptor = os.open(each, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def read_issued(file: MinutesFile | SealedSheet) -> bytes:
    """Raises ``FileDamaged`` unless the bytes are exactly those that were issued."""
    try:
        with file.file.open("rb") as opened:
            data: bytes = opened.read()
    except OSError as error:
        raise FileDamaged(GONE) from error
    if digest(data) != file.sha256:
        raise FileDamaged(CHANGED)
    return data
