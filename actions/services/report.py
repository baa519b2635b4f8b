from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from actions.enums import Priority, Status
from actions.errors import NotOurAction, StatusMoveRefused
from actions.models import ActionPoint, ActionShare, ActionUpdate
from actions.rules import MISSING, REOPEN_FIRST, can_edit_action, can_move, status_from_shares
from actions.services.consequences import follow_move
from actions.services.history import log_update
from actions.services.status import STATUS_FIELDS, follow_shares, forget_own_dates, give_status, postpone
from clusterhub.web.folding import strip_control, strip_control_line
from meetings.models import Document
from participants.models import AccessLink, Organisation, User


@dataclass(frozen=True)
class Said:
    """What is said of an action or of a share."""

    status: str
    comment: str
    note: str
    postponed_to: date | None
    proof_url: str
    has_document: bool
    at: datetime

    @property
    def day(self) -> date:
        return timezone.localdate(self.at)

    @property
    def given(self) -> dict[str, object]:
        return {"comment": self.comment, "note": self.note, "postponed_to": self.postponed_to}


@transaction.atomic
def report_on_action(
    action: ActionPoint,
    *,
    by: User | None,
    status: Status | str,
    comment: str = "",
    organisation: Organisation | None = None,
    note: str = "",
    postponed_to: date | None = None,
    proof_url: str = "",
    documents: Sequence[Document] = (),
    at: datetime | None = None,
    author_name: str = "",
    link: AccessLink | None = None,
) -> ActionUpdate:
    """Say where an action stands: an organisation for its share, or (``organisation=None``) the coordination for all.

    Raises ``StatusMoveRefused`` or ``NotOurAction``.
    """
    current = ActionPoint.objects.select_for_update().get(pk=action.pk)
    said = _said(status, comment, note, postponed_to, proof_url, documents, at)
    was, due_before = current.status, current.due_on
    before = _answer(current, organisation, said) if organisation else _impose(current, said, by)
    update = log_update(
        current,
        by=by,
        before=before,
        after=said.status,
        comment=said.comment or said.note,
        organisation=organisation,
        at=said.at,
        documents=documents,
        author_name=author_name,
        link=link,
        due=(due_before if said.postponed_to else None, said.postponed_to),
        proof_url=said.proof_url,
    )
    if organisation is not None:
        alone = current.shares.filter(left_on=None).count() == 1
        follow_shares(current, by=by, at=said.at, quietly=alone)
    follow_move(current, was=was, told=update)
    action.refresh_from_db()
    return update


def _said(
    status: str,
    comment: str,
    note: str,
    postponed_to: date | None,
    proof_url: str,
    documents: Sequence[Document],
    at: datetime | None,
) -> Said:
    """Cleaned. What is awaited or what blocks may also be said in the comment."""
    comment, note = strip_control(comment).strip(), strip_control_line(note)
    if status in (Status.WAITING, Status.BLOCKED):
        note = note or strip_control_line(comment)
    to = postponed_to if status == Status.POSTPONED else None
    url = strip_control_line(proof_url)[:500]
    return Said(status, comment, note[:500], to, url, bool(documents), at or timezone.now())


def _answer(action: ActionPoint, organisation: Organisation, said: Said) -> str:
    """Write the organisation's own status; returns the one before."""
    share = action.shares.filter(organisation=organisation, left_on=None).first()
    if share is None:
        raise NotOurAction("Cette organisation n’a pas de part dans cette action.")
    before = share.status
    _check(action, before, said, organisation)
    _save_share(share, said)
    return before


def _impose(action: ActionPoint, said: Said, by: User | None) -> str:
    """The coordination speaks for the whole; returns the status before. Against the shares, it gives its reason."""
    before, shares = action.status, list(action.shares.filter(left_on=None))
    _check(action, before, said, None)
    if len(shares) == 1:
        _save_share(shares[0], said)
    against = bool(shares) and status_from_shares(share.status for share in shares) != said.status
    if against and not said.comment:
        raise StatusMoveRefused("Ce statut ne suit pas des réponses des organisations : dites pourquoi.", "comment")
    action.override_reason = said.comment[:300] if against else ""
    action.status_note = said.note or (action.status_note if said.status == before else "")
    give_status(action, said.status, on=said.day)
    if said.status == Status.DONE and by and can_edit_action(by, action):
        action.confirmed_at, action.confirmed_by = said.at, by
    action.save(update_fields=STATUS_FIELDS)
    if said.postponed_to:
        postpone(action, to=said.postponed_to)
        forget_own_dates(action)
    return before


def _save_share(share: ActionShare, said: Said) -> None:
    give_status(share, said.status, on=said.day)
    share.note = said.note
    share.postponed_to = said.postponed_to or share.postponed_to
    share.save(update_fields=("status", "note", "completed_on", "postponed_to"))


def _check(action: ActionPoint, before: str, said: Said, organisation: Organisation | None) -> None:
    if not can_move(before, said.status):
        raise StatusMoveRefused(REOPEN_FIRST)
    field, message = MISSING.get(Status(said.status), ("", ""))
    if field and not said.given[field] and (said.status == Status.DONE or said.status != before):
        raise StatusMoveRefused(message, field)
    if said.postponed_to and said.postponed_to <= said.day:
        raise StatusMoveRefused("La nouvelle date est déjà passée.", "postponed_to")
    if said.proof_url and not said.proof_url.startswith(("https://", "http://")):
        raise StatusMoveRefused("Un lien commence par https://.", "proof_url")
    if said.status == Status.DONE and not _is_proved(action, said, organisation):
        raise StatusMoveRefused("Action importante : joignez un document ou donnez un lien.", "file")


def _is_proved(action: ActionPoint, said: Said, organisation: Organisation | None) -> bool:
    """An important action is done with a document or a link, given now or earlier: an organisation's own, for it."""
    if action.priority != Priority.IMPORTANT or said.has_document or said.proof_url:
        return True
    told = action.updates.filter(correction=None)
    told = told.filter(organisation=organisation) if organisation else told
    return told.filter(~Q(proof_url="") | Q(documents__isnull=False)).exists()
