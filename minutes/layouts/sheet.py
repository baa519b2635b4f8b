"""A content arranged for print: numbered chapters, flat table rows, people by presence. No chapter is ever empty."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from minutes.content import Attendee, Content, Item, ReviewedMeeting
from minutes.layouts import phrases
from minutes.layouts.richtext import has_text

PRESENT = ("present", "represented", "guest", "observer")
FOLLOW_UP = "follow_up"
FOLLOW_UP_TITLE = "Suivi des recommandations et actions prioritaires précédentes"


@dataclass(frozen=True, slots=True)
class AgendaRow:
    """`is_group` for a heading such as « Divers » that only gathers what is below it."""

    item: Item
    level: int
    is_group: bool
    reviewed: tuple[ReviewedMeeting, ...] = ()


@dataclass(frozen=True, slots=True)
class People:
    """Who was there, as the Participants chapter shows it."""

    listed: tuple[Attendee, ...]
    excused: tuple[Attendee, ...]
    absent: tuple[Attendee, ...]
    organisations: tuple[str, ...]
    headcount: int

    def __bool__(self) -> bool:
        return bool(self.listed or self.excused or self.absent or self.organisations or self.headcount)


@dataclass(frozen=True, slots=True)
class Chapter:
    number: int
    kind: str
    title: str
    body: Any
    note: str = ""

    @property
    def template(self) -> str:
        return "narrative" if isinstance(self.body, str) else self.kind


@dataclass(frozen=True, slots=True)
class Sheet:
    content: Content
    heading: str
    chapters: tuple[Chapter, ...]

    @property
    def meeting_line(self) -> str:
        return phrases.meeting_line(self.content.meeting)

    @property
    def running_title(self) -> str:
        meeting = self.content.meeting
        names = meeting.cluster_name, self.content.document_label, phrases.day(meeting.starts_at)
        return " · ".join(name for name in names if name)

    @property
    def version_line(self) -> str:
        version = f"Version {self.content.version_number} · empreinte {self.content.sha256()[:16]}"
        return f"Projet · {version}" if self.content.is_draft else version

    @property
    def erratum_line(self) -> str:
        if not self.content.supersedes:
            return ""
        return f"Erratum : remplace la version {self.content.supersedes}. {self.content.reason}".strip()

    @property
    def agenda_sentence(self) -> str:
        return phrases.AGENDA_STATES.get(self.content.meeting.agenda_state, "")

    @property
    def closing(self) -> tuple[str, ...]:
        sentences = (
            phrases.closing_sentence(self.content.meeting),
            phrases.next_meeting_sentence(self.content.next_meeting),
        )
        return tuple(sentence for sentence in sentences if sentence)

    @property
    def done_at(self) -> str:
        return phrases.done_at(self.content.meeting, self.content.frozen_at)


def lay_out(content: Content, *, heading: str, chapters: Sequence[str], titles: Mapping[str, str]) -> Sheet:
    found = [chapter for kind in chapters for chapter in _chapters(content, kind, titles.get(kind, ""))]
    return Sheet(
        content=content,
        heading=heading.format(document=content.document_label, cluster=phrases.of_the(content.meeting.cluster_name)),
        chapters=tuple(Chapter(number, *rest) for number, rest in enumerate(found, start=1)),
    )


def _chapters(content: Content, kind: str, title: str) -> Iterator[tuple[str, str, Any, str]]:
    body, note = _TABLES[kind](content) if kind in _TABLES else (None, "")
    if body or note:
        yield kind, title, body, note
    for section in content.sections:
        if section.kind == kind and has_text(section.html):
            yield kind, section.title or title, section.html, ""


def _agenda(content: Content) -> tuple[tuple[AgendaRow, ...], str]:
    items = content.items
    if content.reviewed and not any(item.kind == FOLLOW_UP for item in items):
        items = (Item(number="", kind=FOLLOW_UP, title=FOLLOW_UP_TITLE), *items)
    return tuple(_rows(items, content.reviewed)), phrases.items_left_out(content.left_out.items)


def _rows(items: Sequence[Item], reviewed: tuple[ReviewedMeeting, ...], level: int = 0) -> Iterator[AgendaRow]:
    for item in items:
        told = item.discussion_html or item.status_html or item.state_label or item.outcomes or item.documents
        below = reviewed if item.kind == FOLLOW_UP and level == 0 else ()
        yield AgendaRow(item, level, bool(item.children or below) and not told, below)
        yield from _rows(item.children, reviewed, level + 1)


def _actions(content: Content) -> tuple[Any, str]:
    return content.actions, phrases.actions_left_out(content.left_out.actions)


def _participants(content: Content) -> tuple[People, str]:
    by_state = {state: tuple(a for a in content.attendance if a.state == state) for state in ("excused", "absent")}
    listed = tuple(attendee for attendee in content.attendance if attendee.state in PRESENT)
    organisations = () if listed else content.attendance_organisations
    headcount = content.meeting.headcount or sum(1 for attendee in listed if attendee.name)
    return People(listed, by_state["excused"], by_state["absent"], organisations, headcount), ""


def _documents(content: Content) -> tuple[Any, str]:
    return content.documents, ""


_TABLES = {"agenda": _agenda, "actions": _actions, "participants": _participants, "documents": _documents}
