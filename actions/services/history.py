"""The rows that say who changed what. They are only ever added."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from django.utils import timezone

from actions.models import ActionPoint, ActionUpdate
from meetings.models import Document, MeetingEvent
from participants.models import AccessLink, Organisation, User


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
    author_name: str = "",
    link: AccessLink | None = None,
    due: tuple[date | None, date | None] = (None, None),
    proof_url: str = "",
    corrects: ActionUpdate | None = None,
) -> ActionUpdate:
    """``author_name`` and ``link`` for somebody without an account: the name given, and what let them in.

    ``due``: the deadline before and after, where it moves. ``corrects``: the row that was a slip.
    """
    update = ActionUpdate.objects.create(
        action=action,
        organisation=organisation,
        author=by,
        author_name=(by.display_name if by else author_name or "ClusterHub")[:150],
        link=link,
        before=before,
        after=after,
        comment=comment,
        due_before=due[0],
        due_after=due[1],
        proof_url=proof_url,
        corrects=corrects,
        at=at or timezone.now(),
    )
    if documents:
        update.documents.set(documents)
    return update


def log_followed_meetings(moved: Iterable[tuple[ActionPoint, date | None]], *, event: MeetingEvent, why: str) -> None:
    """Deadlines that moved with the meetings, each with its day before: by whoever moved the meeting, at its hour."""
    updates = (
        ActionUpdate(
            action=action,
            author=event.actor,
            author_name=(event.actor.display_name if event.actor else "ClusterHub")[:150],
            before=action.status,
            after=action.status,
            comment=why,
            due_before=due_before,
            due_after=action.due_on,
            at=event.at,
        )
        for action, due_before in moved
    )
    ActionUpdate.objects.bulk_create(updates, batch_size=200)
