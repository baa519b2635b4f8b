"""The day on which an action was decided (docs/decisions/0035)."""

from __future__ import annotations

from actions.services.searching import index_action
from meetings.models import Meeting


def take_along(meeting: Meeting) -> None:
    """A meeting that moves takes the day of its actions with it, here and in the search."""
    for action in meeting.actions.all():
        action.decided_on = meeting.day
        action.save(update_fields=("decided_on",))
        index_action(action)
