"""Files of a cluster: kept under a random name, with their digest, and handed out only by the download page."""

from __future__ import annotations

import hashlib
from datetime import date, datetime

from django.conf import settings
from django.core.files.base import File
from django.db import transaction
from django.utils import timezone

from clusterhub.web.folding import strip_control_line
from meetings.enums import DEPOSITED, DocumentState, Visibility
from meetings.errors import ForeignObject, MeetingsError, MoveRefused
from meetings.models import AgendaItem, Document, Meeting
from meetings.services.document_life import check_still_to_come, record_document_event, until_words
from meetings.services.locks import lock_editable
from meetings.services.searching import index_document
from meetings.validators import content_type_of, file_name
from participants.models import Cluster, User


@transaction.atomic
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
    replaces: Document | None = None,
    at: datetime | None = None,
) -> Document:
    """Raises ``FileRefused``. Without a name of its own, the document is called as the file was.

    ``replaces``: the version that it follows. Both stay readable.
    """
    content_type = content_type_of(file, max_bytes=settings.DOCUMENT_MAX_BYTES)
    at = at or timezone.now()
    _check_beginning(cluster, state, comments_until, replaces, at)
    original_name = file_name(file.name or "")
    document = Document.objects.create(
        cluster=cluster,
        name=strip_control_line(name) or original_name.rsplit(".", 1)[0],
        version_label=version_label,
        state=state,
        comments_until=comments_until if state == DocumentState.OPEN else None,
        visibility=visibility,
        first_id=replaces.series if replaces else None,
        decision=replaces.decision if replaces and state == DocumentState.FINAL else None,
        file=file,
        original_name=original_name,
        content_type=content_type,
        size=file.size,
        sha256=_digest(file),
        uploaded_by=by,
        created_at=at,
    )
    record_document_event(document, by=by, at=at, note=until_words(document.comments_until))
    index_document(document)
    return document


def _digest(file: File) -> str:
    digest = hashlib.sha256()
    file.seek(0)
    for chunk in file.chunks():
        digest.update(chunk)
    file.seek(0)
    return digest.hexdigest()


def _check_beginning(cluster: Cluster, state: str, until: date | None, replaces: Document | None, at: datetime) -> None:
    if state not in DEPOSITED:
        raise MoveRefused("Un document se valide par une décision, après son dépôt.")
    if state == DocumentState.OPEN and until is None:
        raise MeetingsError("Indiquez jusqu’à quand le document est ouvert aux observations.")
    if state == DocumentState.OPEN:
        check_still_to_come(until, at)
    if replaces and replaces.cluster_id != cluster.pk:
        raise ForeignObject("Ce document est celui d’un autre cluster.")


@transaction.atomic
def update_document(*, document: Document, name: str, version_label: str, visibility: str) -> Document:
    """What it is called and who may read it. A changed file is another version, a changed state a move."""
    document.name, document.version_label = strip_control_line(name), strip_control_line(version_label)
    document.visibility = visibility
    document.save(update_fields=["name", "version_label", "visibility"])
    index_document(document)
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
