"""An important action is reported done by its owner and confirmed by the coordination, or sent back."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from actions.enums import Status
from actions.errors import StatusMoveRefused
from actions.models import ActionPoint
from actions.services.carry_over import carry_action
from actions.services.consequences import follow_settled
from actions.services.handovers import answer_origin
from actions.services.history import log_update
from actions.services.status import STATUS_FIELDS, follow_shares, give_status
from participants.models import User

CONFIRMED = "Confirmée par la coordination."


@transaction.atomic
def confirm_action(action: ActionPoint, *, by: User) -> None:
    """Raises ``StatusMoveRefused`` when somebody was quicker."""
    current, at = _to_confirm(action), timezone.now()
    current.confirmed_at, current.confirmed_by = at, by
    current.save(update_fields=("confirmed_at", "confirmed_by"))
    told = log_update(current, by=by, before=Status.DONE, after=Status.DONE, comment=CONFIRMED, at=at)
    answer_origin(current, was=Status.DONE, told=told)
    follow_settled(current, at=at)
    action.refresh_from_db()


@transaction.atomic
def send_back_action(action: ActionPoint, *, by: User, reason: str) -> None:
    """Every part said to be done is under way again. Raises ``StatusMoveRefused`` when somebody was quicker."""
    current, at = _to_confirm(action), timezone.now()
    current.override_reason = ""
    give_status(current, Status.IN_PROGRESS, on=timezone.localdate(at))
    current.save(update_fields=STATUS_FIELDS)
    said = f"Renvoyée : {reason}"
    told = log_update(current, by=by, before=Status.DONE, after=Status.IN_PROGRESS, comment=said, at=at)
    _reopen_shares(current, by, at)
    answer_origin(current, was=Status.DONE, told=told)
    carry_action(current)
    action.refresh_from_db()


def _to_confirm(action: ActionPoint) -> ActionPoint:
    current = ActionPoint.objects.select_for_update().get(pk=action.pk)
    if not current.is_to_confirm:
        raise StatusMoveRefused("Cette action n’est plus à confirmer.")
    return current


def _reopen_shares(action: ActionPoint, by: User, at: datetime) -> None:
    for share in action.shares.filter(left_on=None, status=Status.DONE).select_related("organisation"):
        give_status(share, Status.IN_PROGRESS, on=timezone.localdate(at))
        share.save(update_fields=("status", "completed_on"))
    follow_shares(action, by=by, at=at)
