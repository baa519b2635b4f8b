from __future__ import annotations

from collections.abc import Sequence
from typing import Unpack
from uuid import uuid4

from django.db import transaction
from django.utils import timezone

from actions.errors import WordingChanged
from actions.models import ActionPoint, ActionShare
from actions.services.carry_over import carry_action
from actions.services.consequences import follow_close
from actions.services.create import PLAIN_FIELDS, ActionFields, given_due, set_texts
from actions.services.dependence import check_predecessor
from actions.services.due import set_due
from actions.services.handovers import answer_origin
from actions.services.history import log_update
from actions.services.owners import Party, save_owners, understand_owners
from actions.services.searching import index_action
from actions.services.shares import sync_shares
from actions.services.status import follow_shares, forget_own_dates
from actions.wording import JOINED, LEFT
from clusterhub.web import richtext
from clusterhub.web.typography import format_date
from meetings.services.texts import Conflict, save_text
from participants.models import User

WORDED = {"description": "Action", "owner_text": "Responsable(s)", "due_text": "Échéance"}
"""The fields whose former wording stays in the history."""
CHOSEN = {"priority": "Priorité", "visibility": "Diffusion"}
"""And those of which the former choice does: what is important asks for a proof, what is restricted is not told."""
DAY = "Date d’échéance"

EDITED = (
    *PLAIN_FIELDS,
    *("owner_text", "due_text", "due_kind", "due_on", "due_meeting", "due_set_by", "recurrence", "postponed_to"),
)
"""What an edition writes: never the status, which somebody may be changing at the same moment."""


def update_action(
    action: ActionPoint,
    *,
    by: User,
    description: str | None = None,
    base_version: int | None = None,
    **changes: Unpack[ActionFields],
) -> ActionPoint:
    """Correct an action. A text that changes is understood afresh unless ``parties`` or ``due_kind`` are given.

    ``base_version`` is that of the description that was being edited. The former wording goes to the history.
    Raises ``DueIncomplete``, ``TextRefused``, ``MeetingNotEditable``, or ``WordingChanged``: the typed description is
    then in the journal, which is why it is saved in a transaction of its own.
    """
    described = action.description
    if description is not None:
        _reword(action, description, base_version, by)
    with transaction.atomic():
        _hold(action)
        _apply(action, changes, described, by)
    return action


def _hold(action: ActionPoint) -> None:
    """Until the transaction ends, with what others changed since it was read: only what is edited is written over."""
    current = ActionPoint.objects.select_related("cluster", "meeting").select_for_update(of=("self",))
    action.refresh_from_db(from_queryset=current)


def _reword(action: ActionPoint, description: str, base_version: int | None, by: User) -> None:
    """The description is a text like those of the agenda: versioned, journaled, never overwritten silently."""
    if richtext.clean(description) == action.description:
        return
    base = action.description_version if base_version is None else base_version
    answer = save_text(target=action, field="description", text=description, base_version=base, key=uuid4(), author=by)
    if isinstance(answer, Conflict):
        raise WordingChanged(answer.theirs, answer.version)


def _apply(action: ActionPoint, changes: ActionFields, described: str, by: User) -> None:
    former = {name: getattr(action, name) for name in WORDED} | _choices(action) | {"description": described}
    check_predecessor(changes.get("depends_on"), of=action)
    for name in PLAIN_FIELDS:
        if name in changes:
            setattr(action, name, changes[name])  # type: ignore[literal-required]
    set_texts(action, changes)
    _set_changed_due(action, changes, former["due_text"])
    action.save(update_fields=EDITED)
    _log_wording(action, former, by)
    _set_changed_owners(action, changes, former["owner_text"], by)
    index_action(action)
    carry_action(action)


def _set_changed_due(action: ActionPoint, changes: ActionFields, former_text: str) -> None:
    chosen = changes.get("due_kind") or changes.get("due_on")
    if chosen or action.due_text != former_text:
        former = action.due_on
        set_due(action, given_due(action.due_text, changes, day=action.decided_on))
        if action.due_on != former:
            forget_own_dates(action)


def _set_changed_owners(action: ActionPoint, changes: ActionFields, former_text: str, by: User) -> None:
    parties = changes.get("parties")
    if parties is None and action.owner_text == former_text:
        return
    if parties is None:
        parties = understand_owners(action.owner_text, cluster=action.cluster)
    save_owners(action, parties)
    follow_members(action, by=by)


@transaction.atomic
def set_owners(action: ActionPoint, parties: Sequence[Party], *, by: User | None) -> None:
    """Say who is meant. Organisations that come in or go out leave a row each; nobody's answers are lost."""
    _hold(action)
    save_owners(action, parties)
    follow_members(action, by=by)


def follow_members(action: ActionPoint, *, by: User | None) -> None:
    """Bring the shares in line with the parties and with who is a member today. Wants the action locked."""
    was, at = action.status, timezone.now()
    joined, left = sync_shares(action, on=timezone.localdate(at))
    for share in joined:
        _log_share(share, JOINED, by)
    for share in left:
        _log_share(share, LEFT, by)
    if joined or left:
        follow_shares(action, by=by, at=at)
        index_action(action)
        follow_close(action, was=was, at=at)


def _log_share(share: ActionShare, comment: str, by: User | None) -> None:
    log_update(
        share.action,
        by=by,
        before=share.status,
        after=share.status,
        comment=comment,
        organisation=share.organisation,
    )


def _log_wording(action: ActionPoint, former: dict[str, str], by: User) -> None:
    lines = [
        f"{label} : « {richtext.to_text(former[name])} » → « {richtext.to_text(getattr(action, name))} »"
        for name, label in WORDED.items()
        if former[name] != getattr(action, name)
    ]
    chosen = {label: value for label, value in _choices(action).items() if former[label] != value}
    if former["due_text"] != action.due_text:
        chosen.pop(DAY, None)
    lines += [f"{label} : {former[label]} → {value}" for label, value in chosen.items()]
    if lines:
        log_update(action, by=by, before=action.status, after=action.status, comment="\n".join(lines))


def _choices(action: ActionPoint) -> dict[str, str]:
    """By label. The day that a deadline was understood as is one, where its text stays."""
    said = {label: str(getattr(action, f"get_{name}_display")()) for name, label in CHOSEN.items()}
    return {**said, DAY: format_date(action.due_on) if action.due_on else "aucune"}


@transaction.atomic
def withdraw_action(action: ActionPoint, *, by: User | None, reason: str) -> None:
    """Take back what was entered by mistake. The row and its reference stay; the reference is never given again."""
    _hold(action)
    if action.withdrawn_at is None:
        action.withdrawn_at = timezone.now()
        action.save(update_fields=("withdrawn_at",))
        told = log_update(action, by=by, before=action.status, after=action.status, comment=f"Retirée : {reason}")
        answer_origin(action, was=action.status, told=told)
        carry_action(action)
