"""An organisation takes back its last word: its part is again what it was, by a row of its own that names the slip."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from actions.enums import Status
from actions.errors import NotOurAction, NotTakenBack
from actions.models import ActionPoint, ActionShare, ActionUpdate
from actions.second_thoughts import WHOM_TO_ASK, last_word_on
from actions.services.consequences import follow_move
from actions.services.history import log_update
from actions.services.status import follow_shares, give_status
from actions.wording import TAKEN_BACK
from clusterhub.web.typography import french
from participants.models import AccessLink, User


@transaction.atomic
def take_back(
    share: ActionShare, *, word: UUID, by: User | None, author_name: str = "", link: AccessLink | None = None
) -> ActionUpdate | None:
    """``word``: the row that was seen. None when it was taken back already: the same twice is one.

    Nobody is told by mail; who was told that the action is done is not told so again on the same day. What was handed
    in with the slip stays. Raises ``NotOurAction`` or ``NotTakenBack``.
    """
    action = ActionPoint.objects.select_for_update().get(pk=share.action_id)
    if ActionUpdate.objects.filter(corrects__uuid=word, action=action, organisation=share.organisation_id).exists():
        return None
    own = action.shares.select_related("organisation__parent").filter(pk=share.pk, left_on=None).first()
    if own is None:
        raise NotOurAction("Cette organisation n’a pas de part dans cette action.")
    slip, was, at = _slip(own, word), action.status, timezone.now()
    _put_back(own, slip, at)
    update = log_update(
        action,
        by=by,
        before=slip.after,
        after=slip.before,
        comment=french(TAKEN_BACK.format(slip.get_after_display())),
        organisation=own.organisation,
        at=at,
        author_name=author_name,
        link=link,
        corrects=slip,
    )
    follow_shares(action, by=by, at=at, quietly=action.shares.filter(left_on=None).count() == 1)
    follow_move(action, was=was, told=update)
    return update


def _slip(share: ActionShare, word: UUID) -> ActionUpdate:
    found = last_word_on(share)
    if found is None or found.update.uuid != word:
        raise NotTakenBack(f"Une autre réponse a été donnée depuis. {WHOM_TO_ASK}")
    if found.refusal:
        raise NotTakenBack(found.refusal)
    return found.update


def _put_back(share: ActionShare, slip: ActionUpdate, at: datetime) -> None:
    """With what was said beside the status that comes back, as the history has it."""
    own = share.action.updates.filter(organisation=share.organisation_id, corrects=None, correction=None)
    former = own.filter(pk__lt=slip.pk, after=slip.before).order_by("-pk").first()
    is_noted = former and slip.before in (Status.WAITING, Status.BLOCKED)
    give_status(share, slip.before, on=timezone.localdate(at))
    share.note = " ".join(former.comment.split())[:500] if former and is_noted else ""
    share.save(update_fields=("status", "note", "completed_on"))
