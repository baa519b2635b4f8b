from __future__ import annotations

from collections.abc import Iterator

from clusterhub.web import richtext
from clusterhub.web.search.index import Findable, drop, keep
from minutes.content import Content, Item
from minutes.editions import for_edition
from minutes.models import Decision, MinutesVersion

RECORD, RECORD_IN_HOUSE, DECISION = "record", "record_house", "decision"
"""A record twice: as members read it, and as the coordination does."""


def index_record(version: MinutesVersion, content: Content) -> None:
    for findable in record_findables(version, content):
        keep(findable)


def record_findables(version: MinutesVersion, content: Content) -> Iterator[Findable]:
    """The words of the latest version."""
    meeting = version.minutes.meeting
    for kind, edition in ((RECORD, "members"), (RECORD_IN_HOUSE, "coordination")):
        text = "\n".join(filter(None, texts_of(for_edition(content, edition))))  # type: ignore[arg-type]
        yield Findable(kind, meeting.pk, meeting.day, text, meeting.cluster_id)


def texts_of(content: Content) -> Iterator[str]:
    """What is said in it; who was there is no text."""
    yield content.meeting.title
    for section in content.sections:
        yield section.title
        yield richtext.to_text(section.html)
    yield from _of_items(content.items)
    for action in content.actions:
        yield richtext.to_text(action.description_html)


def _of_items(items: tuple[Item, ...]) -> Iterator[str]:
    for item in items:
        yield item.title
        for html in (item.discussion_html, item.status_html, *(outcome.html for outcome in item.outcomes)):
            yield richtext.to_text(html)
        yield from _of_items(item.children)


def index_decision(decision: Decision) -> None:
    keep(decision_findable(decision))


def decision_findable(decision: Decision) -> Findable:
    text = f"{decision.item_title} · {richtext.to_text(decision.text)}"
    return Findable(DECISION, decision.pk, decision.taken_on, text, decision.cluster_id)


def forget_decision(decision: Decision) -> None:
    drop(DECISION, decision.pk)
