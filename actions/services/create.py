from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import TypedDict, Unpack

from django.db import transaction
from django.utils import timezone

from actions.enums import DueKind
from actions.models import ActionPoint
from actions.services.carry_over import carry_action
from actions.services.due import Due, chosen_due, set_due, understand_due
from actions.services.history import log_update
from actions.services.owners import Party, save_owners, understand_owners
from actions.services.references import next_reference
from actions.services.searching import index_action
from actions.services.shares import sync_shares
from clusterhub.web import richtext
from clusterhub.web.folding import strip_control_line
from meetings.enums import Visibility
from meetings.models import AgendaItem, Meeting
from meetings.services.locks import lock_editable
from participants.models import Cluster, Place, User

PLAIN_FIELDS = ("priority", "visibility", "place", "sector", "depends_on")


class ActionFields(TypedDict, total=False):
    """What a person may give of an action. ``parties`` and ``due_kind`` win over what the texts are understood as."""

    owner_text: str
    parties: Sequence[Party] | None
    due_text: str
    due_kind: DueKind | str | None
    due_on: date | None
    recurrence: str
    due_set_by: str
    priority: str
    visibility: str
    place: Place | None
    sector: str
    depends_on: ActionPoint | None
    renewed_from: ActionPoint | None


@transaction.atomic
def create_action(
    *,
    cluster: Cluster,
    by: User | None,
    description: str,
    meeting: Meeting | None = None,
    item: AgendaItem | None = None,
    at: datetime | None = None,
    **given: Unpack[ActionFields],
) -> ActionPoint:
    """A promise, as it was said: the texts are kept as typed, and understood where they can be.

    ``parties`` and ``due_kind`` (with its date…) say what is meant where the texts do not. ``at`` is for promises made
    in the past. Raises ``DueIncomplete``, ``MeetingNotEditable`` or ``RichTextTooLarge``.
    """
    if meeting:
        lock_editable(meeting)
    at = at or timezone.now()
    day = meeting.day if meeting else timezone.localdate(at)
    action = ActionPoint(
        cluster=cluster,
        meeting=meeting,
        item=item,
        decided_on=day,
        description=richtext.clean(description),
        created_by=by,
        created_at=at,
        **{name: given[name] for name in (*PLAIN_FIELDS, "renewed_from") if name in given},  # type: ignore[literal-required]
    )
    if item and item.is_under_restriction:
        action.visibility = Visibility.COORDINATION
    set_texts(action, given)
    set_due(action, given_due(action.due_text, given, day=day))
    action.reference, action.position = next_reference(cluster, day=day)
    action.save()
    parties = given.get("parties")
    save_owners(action, understand_owners(action.owner_text, cluster=cluster) if parties is None else parties)
    sync_shares(action, on=day)
    index_action(action)
    carry_action(action)
    log_update(action, by=by, before="", after=action.status, at=at)
    return action


def set_texts(action: ActionPoint, given: ActionFields) -> None:
    """The owners and the deadline as typed, on one line (not saved)."""
    action.owner_text = strip_control_line(given.get("owner_text", action.owner_text))
    action.due_text = strip_control_line(given.get("due_text", action.due_text))


def given_due(text: str, given: ActionFields, *, day: date) -> Due:
    """The deadline that was chosen, else the one that the text is understood as. Raises ``DueIncomplete``."""
    kind, on = given.get("due_kind"), given.get("due_on")
    if kind:
        recurrence, set_by = given.get("recurrence", ""), given.get("due_set_by", "")
        return chosen_due(DueKind(kind), on=on, recurrence=recurrence, set_by=set_by)
    return Due(DueKind.DATE, on) if on else understand_due(text, day=day)
