"""What may be remarked on, and what was."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.db.models import QuerySet

from clusterhub.web.typography import french
from meetings.enums import SectionKind
from minutes.content import Content, Item
from minutes.enums import RemarkAnswer, RemarkKind
from minutes.models import Minutes, Remark

WHOLE = ("ensemble", "L’ensemble du document")


def remarks_on(minutes: Minutes) -> QuerySet[Remark]:
    """On any version, the oldest first."""
    remarks = Remark.objects.filter(version__minutes=minutes.pk).defer("version__content")
    return remarks.select_related("version", "author__person", "answered_by__person")


def accepted_in_vain(minutes: Minutes) -> QuerySet[Remark]:
    """« Acceptée, le texte change », on the latest version: a text that changed would have been circulated again."""
    latest = minutes.versions.order_by("-number").values("pk")[:1]
    return remarks_on(minutes).filter(answer=RemarkAnswer.ACCEPTED, version__in=latest)


def open_objections(minutes: Minutes) -> QuerySet[Remark]:
    return Remark.objects.filter(version__minutes=minutes, kind=RemarkKind.OBJECTION, answered_at=None)


def passages(content: Content) -> dict[str, str]:
    """By its code, what a remark may be about. ``content`` is the members' edition, whoever remarks."""
    return dict((WHOLE, *_sections(content), *_items(content.items), *_actions(content)))


def _sections(content: Content) -> Iterator[tuple[str, str]]:
    for place, section in enumerate(content.sections, 1):
        yield f"section-{place}", section.title or str(SectionKind(section.kind).label)


def _items(items: Sequence[Item]) -> Iterator[tuple[str, str]]:
    for item in items:
        yield f"point-{item.number}", french(f"Point {item.number}, {item.title}")
        yield from _items(item.children)


def _actions(content: Content) -> Iterator[tuple[str, str]]:
    for action in content.actions:
        yield f"action-{action.reference}", f"Action {action.reference}"
