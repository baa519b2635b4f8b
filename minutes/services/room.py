"""What the room changes on several floors at once."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from actions.models import ActionReview, ActionUpdate
from actions.services.proofs import keep_proof
from actions.services.report import report_on_action
from participants.models import User


@transaction.atomic
def report_in_meeting(*, review: ActionReview, by: User, file: UploadedFile | None = None, **said: Any) -> ActionUpdate:
    """Where an action left by an earlier meeting stands: see ``report_on_action``.

    The document of a report that is refused is not kept.
    """
    action = review.action
    return report_on_action(action, by=by, documents=keep_proof(action, file, by=by), **said)
