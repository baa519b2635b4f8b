"""Whether an uploaded file is what its name says, and safe to keep. Of archives only the list of members is read."""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Iterable
from pathlib import PurePosixPath

import filetype
from django.core.files.base import File

from clusterhub.web.folding import strip_control_line
from meetings.errors import FileRefused

_OOXML = "application/vnd.openxmlformats-officedocument"
_ODF = "application/vnd.oasis.opendocument"
PLAIN = {"pdf": "application/pdf", "png": "image/png", "jpg": "image/jpeg", "jpeg": "image/jpeg"}
OFFICE = {
    "docx": (f"{_OOXML}.wordprocessingml.document", "word/document.xml"),
    "xlsx": (f"{_OOXML}.spreadsheetml.sheet", "xl/workbook.xml"),
    "pptx": (f"{_OOXML}.presentationml.presentation", "ppt/presentation.xml"),
}
OPEN_DOCUMENT = {
    "odt": f"{_ODF}.text",
    "ods": f"{_ODF}.spreadsheet",
    "odp": f"{_ODF}.presentation",
}
TEXT = {"csv": "text/csv", "txt": "text/plain"}
ACCEPTED = (*PLAIN, *OFFICE, *OPEN_DOCUMENT, *TEXT)

MAX_MEMBERS = 5_000
MAX_DIRECTORY_BYTES = 2_000_000
MAX_UNPACKED_BYTES = 300_000_000
MAX_NAME = 200

_END = struct.Struct("<4s4H2LH")
_END_MAGIC, _ZIP64_MAGIC = b"PK\x05\x06", b"PK\x06\x07"
_LONGEST_COMMENT = 65_535
_TEXT_CONTROLS = frozenset(range(32)) - frozenset(b"\t\n\r\f")


def in_megabytes(size: int) -> str:
    return f"{size / 1_000_000:.4g} Mo".replace(".", ",")


def file_name(name: str) -> str:
    """What the visitor called the file, as it may be shown and sent back: one line, no folder, 200 characters."""
    last = strip_control_line(name).replace("\\", "/").rsplit("/", 1)[-1].strip(". ")
    if len(last) <= MAX_NAME:
        return last
    suffix = PurePosixPath(last).suffix
    kept = suffix if len(suffix) <= 10 else ""
    return last[: MAX_NAME - len(kept)] + kept


def content_type_of(file: File, *, max_bytes: int) -> str:
    """The content type that the file's name and bytes agree on. Raises ``FileRefused``."""
    extension = PurePosixPath(file_name(file.name or "")).suffix.lower().lstrip(".")
    if extension not in ACCEPTED:
        raise FileRefused(f"Ce type de fichier n’est pas accepté. Types acceptés : {', '.join(ACCEPTED)}.")
    if not file.size:
        raise FileRefused("Ce fichier est vide.")
    if file.size > max_bytes:
        raise FileRefused(f"Ce fichier est trop lourd : {in_megabytes(max_bytes)} au plus.")
    if extension in TEXT:
        return _text_type(file, extension)
    return _plain_type(file, extension) if extension in PLAIN else _zipped_type(file, extension)


def _lie(extension: str) -> FileRefused:
    return FileRefused(f"Le contenu de ce fichier n’est pas celui d’un fichier .{extension}.")


def _head(file: File) -> bytes:
    file.seek(0)
    return file.read(8192)


def _text_type(file: File, extension: str) -> str:
    """Any text without control characters; bytes that name another format are refused."""
    head = _head(file)
    if filetype.guess(head) or _TEXT_CONTROLS & set(head):
        raise _lie(extension)
    return TEXT[extension]


def _plain_type(file: File, extension: str) -> str:
    found = filetype.guess(_head(file))
    if found is None or found.mime != PLAIN[extension]:
        raise _lie(extension)
    return PLAIN[extension]


def _zipped_type(file: File, extension: str) -> str:
    check_zip_directory(file)
    try:
        with zipfile.ZipFile(file) as archive:
            members = archive.infolist()
            _check_members(members)
            return _office_type(archive, {member.filename for member in members}, extension)
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError, KeyError, RuntimeError) as error:
        raise _lie(extension) from error
    finally:
        file.seek(0)


def check_zip_directory(file: File) -> None:
    """Refuse a huge directory before ``zipfile`` reads it whole: the end of the file says how long it is."""
    file.seek(max(0, (file.size or 0) - _END.size - _LONGEST_COMMENT))
    tail = file.read()
    start = tail.rfind(_END_MAGIC)
    if start < 0 or len(tail) < start + _END.size:
        raise FileRefused("Ce fichier est abîmé ou n’est pas un document bureautique.")
    _, _, _, _, count, directory_bytes, _, _ = _END.unpack_from(tail, start)
    is_zip64 = tail[max(0, start - 20) : start].startswith(_ZIP64_MAGIC)
    if is_zip64 or count > MAX_MEMBERS or directory_bytes > MAX_DIRECTORY_BYTES:
        raise FileRefused("Ce fichier contient trop d’éléments pour être accepté.")


def _check_members(members: Iterable[zipfile.ZipInfo]) -> None:
    if sum(member.file_size for member in members) > MAX_UNPACKED_BYTES:
        raise FileRefused("Une fois décompressé, ce fichier serait trop lourd pour être accepté.")


def _office_type(archive: zipfile.ZipFile, names: set[str], extension: str) -> str:
    if extension in OPEN_DOCUMENT:
        with archive.open("mimetype") as member:
            if member.read(200).decode("ascii", "replace").strip() != OPEN_DOCUMENT[extension]:
                raise _lie(extension)
        return OPEN_DOCUMENT[extension]
    content_type, main_part = OFFICE[extension]
    if main_part not in names or "[Content_Types].xml" not in names:
        raise _lie(extension)
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        raise FileRefused("Ce fichier contient des macros : enregistrez-le sans macros avant de le déposer.")
    return content_type
