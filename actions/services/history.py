"""The rows that say who changed what. They are only ever added."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.utils import timezone

from actions.models import ActionPoint, ActionUpdate
from meetings.models import Document
from participants.models import Organisation, User


def log_update(
    action: ActionPoint,
    *,
    by: User | None,
    before: str,
    after: str,
    comment: str = "",
    organisation: Organisation | None = None,
    at: datetime | None = None,
    documents: Iterable[Document] = (),
) -> ActionUpdate:
    update = ActionUpdate.objects.create(
        action=action,
        organisation=organisation,
        author=by,
        author_name=by.display_name[:150] if by else "ClusterHub",
        before=before,
        after=after,
        comment=comment,
        at=at or timezone.now(),
    )
    if documents:
        update.documents.set(documents)
    return update
