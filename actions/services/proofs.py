from __future__ import annotations

from django.core.files.uploadedfile import UploadedFile

from actions.models import ActionPoint
from meetings.enums import Visibility
from meetings.models import Document
from meetings.services.documents import upload_document
from participants.models import User


def keep_proof(action: ActionPoint, file: UploadedFile | None, *, by: User) -> list[Document]:
    """What is handed in with a report: for the members, or for the coordination alone. Publishing it is another act.

    Raises ``FileRefused``.
    """
    if not file:
        return []
    restricted = action.visibility == Visibility.COORDINATION
    visibility = Visibility.COORDINATION if restricted else Visibility.MEMBERS
    return [upload_document(cluster=action.cluster, file=file, by=by, visibility=visibility)]
