"""What else moves when an action does."""

from __future__ import annotations

from datetime import datetime

from actions.enums import Status
from actions.models import ActionPoint, ActionUpdate
from actions.services.carry_over import carry_action
from actions.services.handovers import answer_origin
from actions.services.renewal import renew_action
from actions.services.status import closes
from actions.services.telling import tell_followers


def follow_move(action: ActionPoint, *, was: str, told: ActionUpdate) -> None:
    answer_origin(action, was=was, told=told)
    follow_close(action, was=was, at=told.at)


def follow_close(action: ActionPoint, *, was: str, at: datetime) -> None:
    if closes(was, action.status):
        carry_action(action)
    if was != Status.DONE:
        follow_settled(action, at=at)


def follow_settled(action: ActionPoint, *, at: datetime) -> None:
    """It is done, and confirmed where that is needed: those that wait for it are told, the next occurrence is made."""
    if action.is_settled:
        tell_followers(action, at=at)
        renew_action(action, at=at)
