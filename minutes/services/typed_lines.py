"""What a marked line of the minutes becomes: an action, a decision, a recommendation."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.html import escape
from django.utils.text import capfirst

from actions.enums import DueKind
from actions.models import ActionOwner, ActionPoint
from actions.parse.due_dates import parse_due
from actions.parse.typed_lines import TypedLine
from actions.services.create import create_action
from actions.services.due import set_due, understand_due
from actions.services.owners import owners_from, understand_owners
from meetings.enums import OutcomeKind
from meetings.models import AgendaItem, Outcome
from meetings.services.agenda import add_outcome
from participants.models import User


def make_from_line(*, item: AgendaItem, line: TypedLine, by: User) -> ActionPoint | Outcome:
    """Raises ``MeetingsError``, ``ActionsError`` or ``RichTextTooLarge``."""
    text = escape(capfirst(line.text))
    if not line.is_action:
        return add_outcome(item=item, kind=OutcomeKind(line.kind), text=text, by=by)
    meeting = item.meeting
    return create_action(
        cluster=meeting.cluster,
        meeting=meeting,
        item=item,
        by=by,
        description=text,
        owner_text=line.owners,
        due_text=line.due,
    )


@dataclass(frozen=True)
class Promise:
    """The action that a line would give, with its owners; nothing is saved."""

    action: ActionPoint
    owners: list[ActionOwner]
    doubt: str = ""
    """What to look at in the deadline."""


def foresee_action(*, item: AgendaItem, line: TypedLine) -> Promise:
    meeting = item.meeting
    action = ActionPoint(cluster=meeting.cluster, meeting=meeting, owner_text=line.owners, due_text=line.due)
    set_due(action, understand_due(line.due, day=meeting.day))
    owners = owners_from(action, understand_owners(line.owners, cluster=meeting.cluster))
    return Promise(action, owners, _doubt(line, action))


def _doubt(line: TypedLine, action: ActionPoint) -> str:
    found = parse_due(line.due, meeting_on=action.meeting.day) if action.meeting and line.due else None
    if found is None or found.is_sure or action.due_kind == DueKind.APPROXIMATE:
        return ""
    return found.warning or "Échéance à vérifier."
