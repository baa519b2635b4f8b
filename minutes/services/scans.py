"""The other way to sign: print, sign by hand, and keep the scan beside the sealed document."""

from __future__ import annotations

from datetime import datetime
from pathlib import PurePosixPath

from django.conf import settings
from django.core.files.base import File
from django.db import IntegrityError, transaction
from django.utils import timezone

from meetings.errors import FileRefused
from meetings.validators import content_type_of
from minutes.enums import FileKind, MinutesState
from minutes.errors import ScanRefused
from minutes.models import MinutesFile, MinutesVersion
from minutes.services.files import stored
from minutes.services.record import issue, lock_minutes, move
from participants.models import User

BY_HAND = "Signé à la main, scan déposé"
SUFFIXES = (".pdf", ".jpg", ".jpeg", ".png")


def upload_scan(*, version: MinutesVersion, file: File, by: User | None, at: datetime | None = None) -> MinutesFile:
    """Kept for ever, like what the house issues itself. The first one makes an adopted record a signed one.

    Raises ``ScanRefused``.
    """
    at = at or timezone.now()
    suffix = _checked_suffix(file)
    file.seek(0)
    with stored(file.read(), suffix) as name, transaction.atomic():
        lock_minutes(version.minutes)
        if not version.minutes.is_sealed:
            raise ScanRefused("Le compte rendu n’est pas encore adopté, ou il est en correction.")
        if replacing := version.replaced_by:
            raise ScanRefused(f"Cette version est remplacée par la version {replacing.number}.")
        scan = _kept(version, name, at)
        if version.minutes.state == MinutesState.ADOPTED:
            move(version.minutes, MinutesState.SIGNED, by=by, at=at, reason=BY_HAND)
    return scan


def _kept(version: MinutesVersion, name: str, at: datetime) -> MinutesFile:
    try:
        with transaction.atomic():
            return issue(version, name, kind=FileKind.SCAN, at=at)
    except IntegrityError as error:
        raise ScanRefused("Ce fichier est déjà déposé.") from error


def _checked_suffix(file: File) -> str:
    suffix = PurePosixPath(file.name or "").suffix.lower()
    if suffix not in SUFFIXES:
        raise ScanRefused("Déposez un PDF ou une image JPG ou PNG.")
    try:
        content_type_of(file, max_bytes=settings.DOCUMENT_MAX_BYTES)
    except FileRefused as error:
        raise ScanRefused(str(error)) from error
    return suffix
