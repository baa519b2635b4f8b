"""The texts that a coordination is writing: not frozen yet, so no index holds them."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from meetings.models import Meeting
from participants.enums import Standing
from participants.models import User

NEWEST = 40
_TAG = re.compile(r"<[^>]*>")


def live_texts(user: User) -> Iterator[tuple[Meeting, str]]:
    """The newest records that are not sealed, in the clusters that this person coordinates: each with all its words."""
    open_records = Meeting.objects.with_open_record().filter(cluster_id__in=user.clusters_with(Standing.COORDINATION))
    related = open_records.select_related("cluster").prefetch_related("items__outcomes", "sections")
    for meeting in related.order_by("-starts_at", "-id")[:NEWEST]:
        yield meeting, "\n".join(_plain(text) for text in _texts_of(meeting) if text)


def _texts_of(meeting: Meeting) -> Iterator[str]:
    yield meeting.title
    for section in meeting.sections.all():
        yield from (section.title, section.body)
    for item in meeting.items.all():
        yield from (item.title, item.discussion, item.status_note)
        yield from (outcome.text for outcome in item.outcomes.all())


def _plain(text: str) -> str:
    """Of what was cleaned when it was saved."""
    return html.unescape(_TAG.sub(" ", text))
