"""Keys on disk: readable by their owner alone from the first byte, never written over."""

import os
from pathlib import Path
from uuid import uuid4

FILE_MODE = 0o600
FOLDER_MODE = 0o700


def make_private_folder(folder: Path) -> None:
    folder.mkdir(mode=FOLDER_MODE, parents=True, exist_ok=True)
    folder.chmod(FOLDER_MODE)


def write_private(path: Path, data: bytes) -> None:
    """Raises FileExistsError rather than replace a key."""
    make_private_folder(path.parent)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, FILE_MODE), "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def replace_private(path: Path, data: bytes) -> None:
    """For what is public and renewed: a certificate, a revocation list. Readers see the old one or the new one."""
    beside = path.with_name(f".{path.name}.{uuid4().hex}")
    write_private(beside, data)
    beside.replace(path)
