from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from actions.enums import Status
from actions.errors import NotOurAction, StatusMoveRefused
from actions.models import ActionPoint, ActionShare, ActionUpdate
from actions.rules import can_move, status_from_shares
from actions.services.carry_over import carry_action
from actions.services.history import log_update
from actions.services.status import closes, follow_shares, give_status
from clusterhub.web.folding import strip_control, strip_control_line
from meetings.models import Document
from participants.models import Organisation, User


@transaction.atomic
def report_on_action(
    action: ActionPoint,
    *,
    by: User | None,
    status: Status | str,
    comment: str = "",
    organisation: Organisation | None = None,
    note: str = "",
    documents: Sequence[Document] = (),
    at: datetime | None = None,
) -> ActionUpdate:
    """Say where an action stands: an organisation for its share, or (``organisation=None``) the coordination for all.

    Raises ``StatusMoveRefused`` or ``NotOurAction``.
    """
    current = ActionPoint.objects.select_for_update().get(pk=action.pk)
    was, comment, note = current.status, strip_control(comment).strip(), strip_control_line(note)[:500]
    at = at or timezone.now()
    if organisation is None:
        before = current.status
        _check_move(before, status, comment)
        _impose(current, status, comment, note, at)
    else:
        before = _answer(current, organisation, status, comment, note, at)
    update = log_update(
        current,
        by=by,
        before=before,
        after=status,
        comment=comment,
        organisation=organisation,
        at=at,
        documents=documents,
    )
    if organisation is not None:
        alone = current.shares.filter(left_on=None).count() == 1
        follow_shares(current, by=by, at=at, quietly=alone)
    if closes(was, current.status):
        carry_action(current)
    action.refresh_from_db()
    return update


def _answer(action: ActionPoint, organisation: Organisation, status: str, comment: str, note: str, at: datetime) -> str:
    """Write the organisation's own status; returns the one before."""
    share = action.shares.filter(organisation=organisation, left_on=None).first()
    if share is None:
        raise NotOurAction("Cette organisation n’a pas de part dans cette action.")
    before = share.status
    _check_move(before, status, comment)
    _save_share(share, status, note, at)
    return before


def _impose(action: ActionPoint, status: str, comment: str, note: str, at: datetime) -> None:
    """The coordination speaks for the whole. Against what the organisations said, it gives its reason."""
    shares = list(action.shares.filter(left_on=None))
    if len(shares) == 1:
        _save_share(shares[0], status, note, at)
        shares[0].status = status
    against = bool(shares) and status_from_shares(share.status for share in shares) != status
    if against and not comment:
        raise StatusMoveRefused("Ce statut ne suit pas des réponses des organisations : dites pourquoi.")
    action.override_reason = comment[:300] if against else ""
    action.status_note = note
    give_status(action, status, on=timezone.localdate(at))
    action.save(update_fields=("status", "status_note", "completed_on", "override_reason"))


def _save_share(share: ActionShare, status: str, note: str, at: datetime) -> None:
    give_status(share, status, on=timezone.localdate(at))
    share.note = note
    share.save(update_fields=("status", "note", "completed_on"))


def _check_move(before: str, after: str, comment: str) -> None:
    if not can_move(before, after):
        raise StatusMoveRefused("Une action terminée doit d’abord être rouverte.")
    if after == Status.DONE and not comment:
        raise StatusMoveRefused("Dites en quelques mots ce qui a été fait.")
