"""Conclusions that were taken out of a meeting, as they were last: their words are in the journal."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from meetings.models import Meeting, MeetingEvent, Outcome, TextRevision
from meetings.services.agenda import removed_outcome_events


def removed_outcomes(meeting: Meeting, number: UUID | None = None) -> list[Outcome]:
    """Rows that the database does not have, without ``item_id`` where the point has gone too. All of them, or one."""
    events = {UUID(event.after): event for event in removed_outcome_events(meeting)}
    if number is not None:
        events = {number: events[number]} if number in events else {}
    if not events:
        return []
    back = set(Outcome.objects.filter(uuid__in=events).values_list("uuid", flat=True))
    return list(_as_they_were(meeting, {key: event for key, event in events.items() if key not in back}))


def _as_they_were(meeting: Meeting, events: dict[UUID, MeetingEvent]) -> Iterator[Outcome]:
    saved = TextRevision.objects.filter(object_uuid__in=events, field="text", version__isnull=False)
    last = {row.object_uuid: row for row in saved.order_by("version")}
    items = {str(item.uuid): item for item in meeting.items.all()}
    for key, event in events.items():
        kind, _, item = event.before.partition("/")
        if key in last:
            words = last[key]
            version = words.version or 0
            where = {"item": items[item]} if item in items else {}
            yield Outcome(uuid=key, kind=kind, text=words.text, text_version=version, **where)
