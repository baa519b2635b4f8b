"""What the room changes on several floors at once."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from actions.models import ActionPoint, ActionReview
from actions.services.proofs import keep_proof
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
    proof_url: str = "",
    file: UploadedFile | None = None,
) -> Answer:
    """What was said in the meeting about an action left by an earlier one, and where it stands.

    Two transactions on purpose: the text is kept even where the status is refused (``StatusMoveRefused``). After a
    Conflict the status is left as it was.
    """
    answer = save_text(target=review, field="comment", text=comment, base_version=base_version, key=key, author=by)
    if not isinstance(answer, Conflict):
        said = {"status": status, "comment": answer.text, "postponed_to": postponed_to, "proof_url": proof_url}
        _report(review.action, said, file, by)
    return answer


@transaction.atomic
def _report(action: ActionPoint, said: dict[str, Any], file: UploadedFile | None, by: User) -> None:
    """A document whose report is refused is not kept."""
    report_on_action(action, by=by, documents=keep_proof(action, file, by=by), **said)
