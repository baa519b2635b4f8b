from __future__ import annotations

from pathlib import Path

from django.core.files.base import File

from actions.models import ActionPoint
from meetings.enums import Visibility
from meetings.models import Document
from meetings.services.documents import upload_document
from participants.models import User

LONGEST_NAME = 100
"""Of the file, after the action's reference: among a cluster's documents « photo » says nothing."""


def keep_proof(action: ActionPoint, file: File | None, *, by: User | None) -> list[Document]:
    """What is handed in with a report: for the members, or for the coordination alone. Publishing it is another act.

    Raises ``FileRefused``.
    """
    if not file:
        return []
    restricted = action.visibility == Visibility.COORDINATION
    visibility = Visibility.COORDINATION if restricted else Visibility.MEMBERS
    name = f"{action.reference} : {Path(file.name or '').stem[:LONGEST_NAME]}"
    return [upload_document(cluster=action.cluster, file=file, by=by, name=name, visibility=visibility)]
