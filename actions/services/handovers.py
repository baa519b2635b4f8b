"""An action brought before another cluster, and the answer that comes back.

The action stays where it is and has one truth there. Accepted, the other cluster makes an action of its own, under its
own rights; what is said of it comes back as rows of the first one's history.
"""

from __future__ import annotations

from html import escape

from django.db import transaction
from django.utils import timezone

from actions.enums import HandoverState, Status
from actions.errors import HandoverRefused
from actions.models import ActionHandover, ActionPoint, ActionUpdate
from actions.notifications import send_handover, send_handover_answer
from actions.services.create import create_action
from actions.services.history import log_update
from actions.services.telling import coordination_of
from clusterhub.web import richtext
from clusterhub.web.folding import strip_control
from clusterhub.web.typography import to_name
from meetings.enums import Visibility
from participants.models import Cluster, User


@transaction.atomic
def hand_over(action: ActionPoint, *, to: Cluster, by: User | None, reason: str) -> ActionHandover:
    """Bring it before another coordination, which sees its wording and the reason. Raises ``HandoverRefused``."""
    current = ActionPoint.objects.select_for_update().get(pk=action.pk)
    if current.visibility == Visibility.COORDINATION:
        raise HandoverRefused("Une action réservée à la coordination ne se transmet pas.")
    if to.pk == current.cluster_id:
        raise HandoverRefused("Cette action est déjà dans ce cluster.")
    if current.handovers.filter(to_cluster=to).exclude(state=HandoverState.REFUSED).exists():
        raise HandoverRefused("Cette action a déjà été transmise à ce cluster.")
    text = richtext.to_text(current.description)
    handover = ActionHandover.objects.create(
        action=current, to_cluster=to, text=text, reason=strip_control(reason).strip(), asked_by=by
    )
    _note(handover, f"Transmise {to_name(to.short_name)} : {handover.reason}", by)
    for box in coordination_of(to):
        send_handover(handover, box)
    return handover


@transaction.atomic
def accept_handover(handover: ActionHandover, *, by: User, owner_text: str, due_text: str = "") -> ActionPoint:
    """Make it an action of the other cluster, with its own owners. Raises ``HandoverRefused`` or ``DueIncomplete``."""
    current = _awaited(handover)
    origin = current.action
    current.copy = create_action(
        cluster=current.to_cluster,
        by=by,
        description=escape(f"{current.text}\n\nTransmise par {origin.cluster.short_name} ({origin.reference})."),
        owner_text=owner_text,
        due_text=due_text,
        priority=origin.priority,
        place=origin.place,
        sector=origin.sector,
    )
    _answer(current, HandoverState.ACCEPTED, by, f"Acceptée sous la référence {current.copy.reference}.")
    return current.copy


@transaction.atomic
def refuse_handover(handover: ActionHandover, *, by: User, reason: str) -> None:
    """Raises ``HandoverRefused`` when it was answered meanwhile."""
    _answer(_awaited(handover), HandoverState.REFUSED, by, strip_control(reason).strip())


def answer_origin(action: ActionPoint, *, was: str, told: ActionUpdate) -> None:
    """What is said of a copy is told where it comes from: its words only if members may read them there."""
    handover = ActionHandover.objects.filter(copy=action).select_related("action", "to_cluster").first()
    if handover is None or (was == action.status and not told.comment):
        return
    said = f" {told.comment}" if action.visibility != Visibility.COORDINATION else ""
    status = "réalisé, à confirmer" if action.is_to_confirm else Status(action.status).label.lower()
    _note(handover, f"{handover.to_cluster.short_name} ({action.reference}), {status}.{said}", None)
    if action.is_settled or action.status == Status.DROPPED or action.withdrawn_at:
        _tell(handover)


def _awaited(handover: ActionHandover) -> ActionHandover:
    rows = ActionHandover.objects.select_for_update(of=("self",)).select_related("action__cluster", "to_cluster")
    current = rows.get(pk=handover.pk)
    if not current.is_awaited:
        raise HandoverRefused("Cette transmission a déjà reçu sa réponse.")
    return current


def _answer(handover: ActionHandover, state: HandoverState, by: User, answer: str) -> None:
    handover.state, handover.answer = state, answer
    handover.answered_by, handover.answered_at = by, timezone.now()
    handover.save()
    _note(handover, f"{handover.to_cluster.short_name} : {state.label.lower()}. {answer}", by)
    _tell(handover)


def _note(handover: ActionHandover, comment: str, by: User | None) -> None:
    action = handover.action
    log_update(action, by=by, before=action.status, after=action.status, comment=comment)


def _tell(handover: ActionHandover) -> None:
    for box in coordination_of(handover.action.cluster):
        send_handover_answer(handover, box)
