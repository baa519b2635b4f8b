from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import TypedDict

from django.db import transaction
from django.utils import timezone

from actions.enums import DueKind, Priority
from actions.models import ActionPoint
from actions.services.carry_over import carry_action
from actions.services.due import Due, chosen_due, set_due, understand_due
from actions.services.history import log_update
from actions.services.owners import Party, save_owners, understand_owners
from actions.services.references import next_reference
from actions.services.searching import fold_action
from actions.services.shares import sync_shares
from clusterhub.web import richtext
from clusterhub.web.folding import strip_control_line
from meetings.enums import Visibility
from meetings.models import AgendaItem, Meeting
from participants.models import Cluster, Place, User


class ActionFields(TypedDict, total=False):
    """What a person may give of an action. ``parties`` and ``due_kind`` win over what the texts are understood as."""

    description: str
    owner_text: str
    parties: Sequence[Party] | None
    due_text: str
    due_kind: DueKind | None
    due_on: date | None
    recurrence: str
    due_set_by: str
    priority: Priority
    visibility: Visibility
    place: Place | None
    sector: str
    depends_on: ActionPoint | None


@transaction.atomic
def create_action(
    *,
    cluster: Cluster,
    by: User | None,
    description: str,
    meeting: Meeting | None = None,
    item: AgendaItem | None = None,
    owner_text: str = "",
    parties: Sequence[Party] | None = None,
    due_text: str = "",
    due_kind: DueKind | None = None,
    due_on: date | None = None,
    recurrence: str = "",
    due_set_by: str = "",
    priority: Priority = Priority.NORMAL,
    visibility: Visibility = Visibility.MEMBERS,
    place: Place | None = None,
    sector: str = "",
    depends_on: ActionPoint | None = None,
    at: datetime | None = None,
) -> ActionPoint:
    """A promise, as it was said: the texts are kept as typed, and understood where they can be.

    ``parties`` and ``due_kind`` (with its date…) say what is meant where the texts do not. ``at`` is for promises made
    in the past. Raises ``DueIncomplete`` or ``RichTextTooLarge``.
    """
    at = at or timezone.now()
    day = meeting.day if meeting else timezone.localdate(at)
    reference, number = next_reference(cluster, day=day)
    action = ActionPoint(
        cluster=cluster,
        meeting=meeting,
        item=item,
        reference=reference,
        position=number,
        description=richtext.clean(description),
        owner_text=strip_control_line(owner_text),
        due_text=strip_control_line(due_text),
        priority=priority,
        visibility=visibility,
        place=place,
        sector=sector,
        depends_on=depends_on,
        created_by=by,
        created_at=at,
    )
    set_due(action, given_due(due_text, due_kind, due_on, recurrence, due_set_by, day=day))
    action.save()
    save_owners(action, understand_owners(owner_text, cluster=cluster, day=day) if parties is None else parties)
    sync_shares(action, on=day)
    fold_action(action)
    carry_action(action)
    log_update(action, by=by, before="", after=action.status, at=at)
    return action


def given_due(text: str, kind: DueKind | None, on: date | None, recurrence: str, set_by: str, *, day: date) -> Due:
    """The deadline that was chosen, else the one that the text is understood as."""
    if kind is not None:
        return chosen_due(DueKind(kind), on=on, recurrence=recurrence, set_by=set_by)
    if on is not None:
        return Due(DueKind.DATE, on)
    return understand_due(text, day=day)
