"""Reads a meeting into its fiche de suivi: what it has to follow up, as it stood when it opened."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby

from django.db.models import Q
from django.utils import timezone

from actions.enums import OPEN_STATUSES, Status
from actions.models import ActionPoint
from actions.selectors.carried import carried_over
from actions.selectors.mine import RECENT
from actions.selectors.reported import closed_before, last_words
from actions.wording import due_label
from clusterhub.web.richtext import to_text
from clusterhub.web.typography import format_date
from meetings.enums import Visibility
from meetings.models import AgendaItem, Meeting
from meetings.numbering import numbers_of
from meetings.rules import can_see_live_text
from minutes.companions import FollowUpGroup, FollowUpLine, FollowUpSheet
from minutes.selectors.freeze import meeting_facts
from minutes.selectors.record import content_of, latest_version, minutes_of
from participants.models import User


@dataclass(frozen=True)
class _Followed:
    action: ActionPoint
    status: str
    times_carried: int = 0
    notes: tuple[str, ...] = ()

    @property
    def origin(self) -> Meeting | None:
        return self.action.meeting

    @property
    def origin_label(self) -> str:
        return f"Réunion du {format_date(self.origin.day)}" if self.origin else "Entre deux réunions"


def follow_up_sheet(meeting: Meeting, user: User) -> FollowUpSheet:
    """Everything for the coordination; for members their edition. Constantly many queries."""
    return _sheet(meeting, in_house=can_see_live_text(user, meeting))


def members_sheet(meeting: Meeting) -> FollowUpSheet:
    """What is released and not restricted: the edition that is sealed."""
    return _sheet(meeting, in_house=False)


def members_open_count(meeting: Meeting) -> int:
    """How many actions the members' edition shows as still open."""
    shown, _ = _shown(list(_followed(meeting, {})), in_house=False)
    return sum(one.status in OPEN_STATUSES for one in shown)


def _sheet(meeting: Meeting, *, in_house: bool) -> FollowUpSheet:
    found = sorted(_followed(meeting, _said_there(meeting, in_house=in_house)), key=_oldest_first)
    shown, left_out = _shown(found, in_house=in_house)
    words = last_words([one.action for one in shown], until=meeting.closed_at or timezone.now())
    items = _item_labels(shown)
    older = [one for one in shown if _is_unmet(one, meeting)]
    others = [one for one in shown if one not in older]
    return FollowUpSheet(
        meeting=meeting_facts(meeting),
        as_of=timezone.localdate(meeting.opened_at or timezone.now()).isoformat(),
        groups=tuple(
            FollowUpGroup(label=label, lines=tuple(_line(one, words, items) for one in group))
            for label, group in groupby(others, key=lambda one: one.origin_label)
        ),
        unmet=tuple(_line(one, words, items, origin=one.origin_label) for one in older),
        left_out=left_out,
        is_in_house=in_house,
    )


def _shown(found: list[_Followed], *, in_house: bool) -> tuple[list[_Followed], int]:
    """What the edition prints, and how many it leaves out."""
    hidden = set() if in_house else _restricted(found)
    shown = [one for one in found if one.action.pk not in hidden and (in_house or one.action.is_released)]
    return shown, len(hidden)


def _item_labels(shown: list[_Followed]) -> dict[int, str]:
    """« 2. Situation des déplacés »: the points of the meetings of origin, as they are numbered there."""
    meetings = {one.action.meeting_id for one in shown if one.action.item_id}
    rows = list(AgendaItem.objects.filter(meeting__in=meetings).values_list("meeting_id", "pk", "parent_id", "title"))
    labels: dict[int, str] = {}
    for meeting_id in meetings:
        own = [(pk, parent_id, title) for origin, pk, parent_id, title in rows if origin == meeting_id]
        numbers = numbers_of((pk, parent_id) for pk, parent_id, _ in own)
        labels |= {pk: f"{numbers[pk]}. {title}" for pk, _, title in own}
    return labels


def _followed(meeting: Meeting, said: dict[str, str]) -> Iterator[_Followed]:
    """What is carried to the meeting, and what was closed between the previous one and this one."""
    for group in carried_over(meeting):
        for one in group.actions:
            notes = said.get(one.action.reference, ""), one.status_note
            yield _Followed(one.action, one.status, one.times_carried, tuple(dict.fromkeys(filter(None, notes))))
    since = meeting.previous.starts_at if meeting.previous else meeting.starts_at - RECENT
    for update in closed_before(meeting, since=since):
        yield _Followed(update.action, update.after)


def _said_there(meeting: Meeting, *, in_house: bool) -> dict[str, str]:
    """What was reported in the meeting, by reference. Members read it in the version that is out."""
    if in_house:
        reviews = meeting.action_reviews.exclude(comment="").values_list("action__reference", "comment")
        return {reference: to_text(comment) for reference, comment in reviews}
    latest = latest_version(minutes_of(meeting)) if meeting.circulated_at else None
    reviewed = content_of(latest).reviewed if latest else ()
    return {action.reference: action.comment for group in reviewed for action in group.actions}


def _restricted(found: list[_Followed]) -> set[int]:
    """Actions for the coordination only, or made under a point that is."""
    closed = Visibility.COORDINATION
    under = Q(item__visibility=closed) | Q(item__parent__visibility=closed)
    actions = ActionPoint.objects.filter(pk__in=[one.action.pk for one in found if one.action.is_released])
    return set(actions.filter(under | Q(visibility=closed)).order_by().values_list("pk", flat=True))


def _is_unmet(one: _Followed, meeting: Meeting) -> bool:
    """Still open, and older than the previous meeting."""
    previous = meeting.previous
    return one.status in OPEN_STATUSES and previous is not None and one.action.decided_on < previous.day


def _oldest_first(one: _Followed) -> tuple[float, int, int, str]:
    begun = one.origin.starts_at.timestamp() if one.origin else float("inf")
    return begun, one.action.meeting_id or 0, one.action.position, one.action.reference


def _line(one: _Followed, words: dict[int, str], items: dict[int, str], *, origin: str = "") -> FollowUpLine:
    action = one.action
    done_on = action.completed_on if one.status == Status.DONE else None
    return FollowUpLine(
        reference=action.reference,
        item=items.get(action.item_id or 0, ""),
        description_html=action.description,
        owners_text=action.owner_text,
        due_text=due_label(action),
        status_label=str(Status(one.status).label),
        done_on=done_on.isoformat() if done_on else "",
        origin=origin,
        times_carried=one.times_carried,
        notes=tuple(_without_repeats((words.get(action.pk, ""), *one.notes))),
    )


def _without_repeats(notes: tuple[str, ...]) -> list[str]:
    """One that another already quotes says nothing new."""
    told = list(dict.fromkeys(filter(None, notes)))
    return [note for note in told if not any(note != other and note in other for other in told)]
