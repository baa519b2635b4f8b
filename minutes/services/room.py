"""What the room changes on several floors at once."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from actions.models import ActionReview
from actions.services.report import report_on_action
from meetings.services.texts import Answer, Conflict, save_text
from participants.models import User


def report_in_meeting(
    *,
    review: ActionReview,
    status: str,
    comment: str,
    base_version: int,
    key: UUID,
    by: User,
    postponed_to: date | None = None,
) -> Answer:
    """What was said in the meeting about an action left by an earlier one, and where it stands.

    Two transactions on purpose: the text is kept even where the status is refused (``StatusMoveRefused``). After a
    Conflict the status is left as it was.
    """
    answer = save_text(target=review, field="comment", text=comment, base_version=base_version, key=key, author=by)
    if not isinstance(answer, Conflict):
        report_on_action(review.action, by=by, status=status, comment=answer.text, postponed_to=postponed_to)
    return answer
