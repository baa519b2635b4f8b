"""Small pictures for the texts of a meeting: drawn anew, kept once by their digest, never changed."""

from __future__ import annotations

import hashlib
from typing import BinaryIO

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction

from clusterhub.web import pictures
from meetings.errors import FileRefused
from meetings.models import Meeting, Picture
from meetings.services.locks import lock_editable
from participants.models import User

MAX_PER_MEETING = 60
BOUNDS = pictures.Bounds(sent_bytes=8_000_000, sent_pixels=16_000_000, width=1600, height=1600, kept_bytes=250_000)
"""Points enough for the width of a page at 240 to the inch. While it is reduced, a picture takes 13 bytes a point."""


def add_picture(*, meeting: Meeting, file: BinaryIO, by: User) -> Picture:
    """The picture of this meeting with these points: the one that it has already, else a new one.

    Raises ``FileRefused`` and ``MeetingNotEditable``.
    """
    small = _known(file) or _reduced(file)
    with transaction.atomic():
        lock_editable(meeting)
        known = meeting.pictures.filter(sha256=small.sha256).first()
        if known is None:
            return _kept(meeting, small, by)
        _store(known, small.data)
        return known


def _known(file: BinaryIO) -> pictures.Picture | None:
    """What we encoded ourselves, copied from the text of another meeting: it is not encoded a second time."""
    file.seek(0)
    data = file.read(BOUNDS.kept_bytes + 1)
    known = Picture.objects.filter(sha256=hashlib.sha256(data).hexdigest()).first()
    return pictures.Picture(data, known.content_type, known.width, known.height) if known else None


def _reduced(file: BinaryIO) -> pictures.Picture:
    try:
        return pictures.clean_picture(file, BOUNDS)
    except pictures.PictureRefused as refusal:
        raise FileRefused(str(refusal)) from refusal


def _kept(meeting: Meeting, small: pictures.Picture, by: User) -> Picture:
    if meeting.pictures.count() >= MAX_PER_MEETING:
        raise FileRefused(f"Une réunion garde {MAX_PER_MEETING} images au plus : joignez les autres en document.")
    picture = Picture(
        meeting=meeting,
        content_type=small.media_type,
        width=small.width,
        height=small.height,
        size=len(small.data),
        sha256=small.sha256,
        added_by=by,
    )
    _store(picture, small.data)
    picture.save()
    return picture


def _store(picture: Picture, data: bytes) -> None:
    """Where it is shown already its file is there, and says the same; one that was lost or damaged is put back."""
    path = picture.file.field.generate_filename(picture, "")
    if _stored(path) == data:
        picture.file = path
    else:
        default_storage.delete(path)
        picture.file.save(path, ContentFile(data), save=False)


def _stored(path: str) -> bytes | None:
    if not default_storage.exists(path):
        return None
    with default_storage.open(path) as file:
        return file.read()
