"""The files of annexes: whether they still are what was deposited, and their bytes to embed."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator

from django.db.models import Q

from meetings.models import Document, Meeting
from meetings.querysets import DocumentQuerySet
from minutes.content import Content
from minutes.errors import AnnexDamaged

GONE = "L’annexe « {} » ne se trouve plus dans les fichiers : retirez-la, ou déposez-la de nouveau."
CHANGED = "L’annexe « {} » n’est plus le fichier qui a été déposé : retirez-la, ou déposez-la de nouveau."
PIECE = 1 << 20


def damage_to(document: Document) -> str:
    """In French, what is wrong with the file; nothing when its bytes have the SHA-256 of the day it was deposited."""
    digest = hashlib.sha256()
    try:
        with document.file.open("rb") as opened:
            while piece := opened.read(PIECE):
                digest.update(piece)
    except (OSError, ValueError):
        return GONE.format(document)
    return "" if digest.hexdigest() == document.sha256 else CHANGED.format(document)


def damages_to(documents: Iterable[Document]) -> Iterator[tuple[Document, str]]:
    for document in documents:
        if damage := damage_to(document):
            yield document, damage


def documents_of(meeting: Meeting) -> DocumentQuerySet:
    """Joined to it or to one of its points."""
    return Document.objects.filter(Q(meetings=meeting) | Q(items__meeting=meeting)).distinct()


def documents_in(content: Content) -> DocumentQuerySet:
    return Document.objects.filter(uuid__in=[line.uuid for line in content.documents if line.uuid])


def embedded_files(content: Content) -> dict[str, bytes]:
    """By their SHA-256, which was just found to be theirs. Raises ``AnnexDamaged``."""
    embedded = [line for line in content.documents if line.is_embedded]
    documents = {str(document.uuid): document for document in documents_in(content)} if embedded else {}
    return {line.sha256: _bytes_of(documents[line.uuid], line.sha256) for line in embedded}


def _bytes_of(document: Document, sha256: str) -> bytes:
    try:
        with document.file.open("rb") as opened:
            data: bytes = opened.read()
    except (OSError, ValueError) as error:
        raise AnnexDamaged(GONE.format(document)) from error
    if hashlib.sha256(data).hexdigest() != sha256:
        raise AnnexDamaged(CHANGED.format(document))
    return data
