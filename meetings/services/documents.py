"""Files of a cluster: kept under a random name, with their digest, and handed out only by the download page."""

from __future__ import annotations

import hashlib
from datetime import date

from django.conf import settings
from django.core.files.base import File
from django.db import transaction

from clusterhub.web.folding import strip_control_line
from meetings.enums import DocumentState, Visibility
from meetings.errors import ForeignObject, MeetingsError
from meetings.models import AgendaItem, Document, Meeting
from meetings.services.locks import lock_editable
from meetings.validators import content_type_of, file_name
from participants.models import Cluster, User


def upload_document(
    *,
    cluster: Cluster,
    file: File,
    by: User | None,
    name: str = "",
    version_label: str = "",
    state: str = DocumentState.FINAL,
    comments_until: date | None = None,
    visibility: str = Visibility.MEMBERS,
) -> Document:
    """Raises ``FileRefused``. Without a name of its own, the document is called as the file was."""
    content_type = content_type_of(file, max_bytes=settings.DOCUMENT_MAX_BYTES)
    _check_dates(state, comments_until)
    original_name = file_name(file.name or "")
    return Document.objects.create(
        cluster=cluster,
        name=strip_control_line(name) or original_name.rsplit(".", 1)[0],
        version_label=version_label,
        state=state,
        comments_until=comments_until,
        visibility=visibility,
        file=file,
        original_name=original_name,
        content_type=content_type,
        size=file.size,
        sha256=_digest(file),
        uploaded_by=by,
    )


def _digest(file: File) -> str:
    digest = hashlib.sha256()
    file.seek(0)
    for chunk in file.chunks():
        digest.update(chunk)
    file.seek(0)
    return digest.hexdigest()


def _check_dates(state: str, comments_until: date | None) -> None:
    if state == DocumentState.OPEN and comments_until is None:
        raise MeetingsError("Indiquez jusqu’à quand le document est ouvert aux observations.")


def update_document(
    *,
    document: Document,
    name: str,
    version_label: str,
    state: str,
    comments_until: date | None,
    visibility: str,
) -> Document:
    """Everything but the file: a changed file is another document."""
    _check_dates(state, comments_until)
    document.name, document.version_label = strip_control_line(name), version_label
    document.state, document.comments_until, document.visibility = state, comments_until, visibility
    document.save(update_fields=["name", "version_label", "state", "comments_until", "visibility"])
    return document


@transaction.atomic
def attach_document(*, document: Document, to: Meeting | AgendaItem) -> None:
    meeting = to if isinstance(to, Meeting) else to.meeting
    lock_editable(meeting)
    if document.cluster_id != meeting.cluster_id:
        raise ForeignObject("Ce document est celui d’un autre cluster.")
    to.documents.add(document)


@transaction.atomic
def detach_document(*, document: Document, from_: Meeting | AgendaItem) -> None:
    """The document itself stays."""
    lock_editable(from_ if isinstance(from_, Meeting) else from_.meeting)
    from_.documents.remove(document)
