"""A content arranged for print: chapters in the layout's order, table rows, people by presence. No chapter is empty."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from meetings.wording import of_the
from minutes.content import Content, Outcome, RoleLine, Style
from minutes.layouts import phrases
from minutes.layouts.agenda import RECOMMENDATION, agenda_rows, all_items, without_recommendations
from minutes.layouts.annexes import annexes_of
from minutes.layouts.people import organisations_of, people_of
from minutes.layouts.qr import qr_code
from minutes.layouts.richtext import has_text

CHAIR = "chair"


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrangement:
    """How a layout orders and names things. `titles` are the headings where the cluster gives none; none: no heading.

    `has_opening`: the formula with the date in words, which names the chair. `last_roles` are printed at the end.
    """

    code: str
    heading: str
    chapters: tuple[str, ...]
    titles: dict[str, str] = field(default_factory=dict)
    role_labels: dict[str, str] = field(default_factory=dict)
    last_roles: tuple[str, ...] = ()
    is_numbered: bool = False
    has_opening: bool = False
    options: dict[str, bool] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Chapter:
    number: int
    kind: str
    title: str
    body: Any
    note: str = ""
    code: str = ""
    is_numbered: bool = True

    @property
    def template(self) -> str:
        return "narrative" if isinstance(self.body, str) else self.kind

    @property
    def parts(self) -> tuple[str, str]:
        """The layout's own way to print it, else everybody's."""
        return f"{self.code}/_{self.template}.html", f"common/_{self.template}.html"

    @property
    def heading(self) -> str:
        return f"{self.number}. {self.title}" if self.title and self.is_numbered else self.title


@dataclass(frozen=True, slots=True)
class Recommendation:
    number: str
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class Sheet:
    content: Content
    arrangement: Arrangement
    heading: str
    chapters: tuple[Chapter, ...]

    @property
    def options(self) -> dict[str, bool]:
        return self.arrangement.options

    @property
    def meeting_line(self) -> str:
        return phrases.meeting_line(self.content.meeting)

    @property
    def place_and_date(self) -> tuple[str, str]:
        return phrases.place_and_date(self.content.meeting)

    @property
    def rank_line(self) -> str:
        return phrases.rank_line(self.content.meeting)

    @property
    def style(self) -> Style:
        return self.content.style or Style()

    @property
    def running_title(self) -> str:
        """At the head of every page but the first, below the first line of the cluster's own text."""
        meeting = self.content.meeting
        names = meeting.cluster_name, self.content.document_label, phrases.day(meeting.starts_at)
        own, *_ = self.style.header_text.split("\n")
        return "\n".join(line for line in (own, " · ".join(name for name in names if name)) if line)

    @property
    def foot_lines(self) -> str:
        """At the foot of every page, the cluster's own text first."""
        return "\n".join(line for line in (self.style.footer_text, self.version_line) if line)

    @property
    def version_line(self) -> str:
        version = f"Version {self.content.version_number} · empreinte {self.content.sha256()[:16]}"
        what = "Projet" if self.content.is_draft else "Édition publique" if self.is_published else ""
        return f"{what} · {version}" if what else version

    @property
    def is_published(self) -> bool:
        return self.content.edition == "public" and not self.content.is_draft

    @property
    def edition_line(self) -> str:
        """At the head of what anybody may read."""
        return phrases.PUBLIC_EDITION if self.is_published else ""

    @property
    def signatures_told(self) -> tuple[str, ...]:
        """Who signed the members' edition."""
        return tuple(phrases.signature_made(made) for made in self.content.signed_by)

    @property
    def address_line(self) -> str:
        """Below the version's."""
        address = self.content.verification_url
        return f"\nÀ vérifier sur {address}" if address else ""

    @property
    def qr_code(self) -> str:
        address = self.content.verification_url
        return qr_code(address) if address else ""

    @property
    def erratum_line(self) -> str:
        if not self.content.supersedes:
            return ""
        number, replaced = self.content.version_number, self.content.supersedes
        return f"Erratum (version {number}) : remplace la version {replaced}. {self.content.reason}".strip()

    @property
    def roles(self) -> tuple[RoleLine, ...]:
        """With the layout's labels, unless the cluster chose its own."""
        own = self.style.own_labels
        labels = {role: label for role, label in self.arrangement.role_labels.items() if role not in own}
        return tuple(replace(line, label=labels.get(line.role, line.label)) for line in self.content.roles)

    @property
    def head_roles(self) -> tuple[RoleLine, ...]:
        """Those that neither the opening names nor the end of the document prints."""
        told = (self._chair,) if self.opening else ()
        last = self.arrangement.last_roles
        return tuple(line for line in self.roles if line not in told and line.role not in last)

    @property
    def last_roles(self) -> tuple[RoleLine, ...]:
        return tuple(line for line in self.roles if line.role in self.arrangement.last_roles)

    @property
    def _chair(self) -> RoleLine | None:
        return next((line for line in self.roles if line.role == CHAIR), None)

    @property
    def opening(self) -> str:
        return phrases.opening(self.content.meeting, self._chair) if self.arrangement.has_opening else ""

    @property
    def organisations(self) -> tuple[str, ...]:
        return organisations_of(self.content)

    @property
    def headcount(self) -> int:
        return people_of(self.content).headcount

    @property
    def agenda_sentence(self) -> str:
        return phrases.AGENDA_STATES.get(self.content.meeting.agenda_state, "")

    @property
    def adoption_sentence(self) -> str:
        """Without a number where this edition leaves points out."""
        count = 0 if self.content.left_out.items else len(self.content.items)
        return phrases.adoption(self.content.meeting.agenda_state, count)

    @property
    def closing(self) -> tuple[str, ...]:
        all_discussed = not any(item.state_label for item in all_items(self.content.items))
        in_words = self.arrangement.has_opening
        sentences = (
            phrases.closing_sentence(self.content.meeting, all_discussed=all_discussed, in_words=in_words),
            phrases.next_meeting_sentence(self.content.next_meeting),
        )
        return tuple(sentence for sentence in sentences if sentence)

    @property
    def adoption_line(self) -> str:
        return phrases.adoption_sentence(self.content.adoption)

    @property
    def reservations(self) -> tuple[str, ...]:
        made = self.content.adoption.reservations if self.content.adoption else ()
        return tuple(phrases.reservation_line(each) for each in made)

    @property
    def contact_line(self) -> str:
        return phrases.contact_line(self.content.contact)

    @property
    def done_at(self) -> str:
        return phrases.done_at(self.content.meeting, self.content.frozen_at)


def lay_out(content: Content, arrangement: Arrangement) -> Sheet:
    found = (chapter for kind in arrangement.chapters for chapter in _chapters(content, kind, arrangement.titles))
    names = {
        "document": content.document_label,
        "of_kind": phrases.of_the_kind(content.meeting.kind_label),
        "cluster": of_the(content.meeting.cluster_name),
    }
    return Sheet(
        content=content,
        arrangement=arrangement,
        heading=arrangement.heading.format(**names),
        chapters=tuple(
            Chapter(number, *rest, arrangement.code, arrangement.is_numbered)
            for number, rest in enumerate(found, start=1)
        ),
    )


def _chapters(content: Content, kind: str, titles: dict[str, str]) -> Iterator[tuple[str, str, Any, str]]:
    title = titles.get(kind, "")
    body, note = _BODIES[kind](content) if kind in _BODIES else (None, "")
    if body or note:
        yield kind, title, body, note
    for section in content.sections:
        if section.kind == kind and has_text(section.html):
            yield kind, section.title or title, section.html, ""


# --- What the chapters hold -------------------------------------------------------------------------------------------


def _agenda(content: Content) -> tuple[Any, str]:
    return agenda_rows(content), phrases.items_left_out(content.left_out.items)


def _discussions(content: Content) -> tuple[Any, str]:
    """The points with their actions."""
    left_out = content.left_out
    notes = phrases.items_left_out(left_out.items), phrases.actions_left_out(left_out.actions)
    return agenda_rows(content, content.actions), " ".join(note for note in notes if note)


def _narration(content: Content) -> tuple[Any, str]:
    """The points without the recommendations, which have a chapter of their own."""
    return _agenda(replace(content, items=without_recommendations(content.items)))


def _recommendations(content: Content) -> tuple[Any, str]:
    return tuple(
        Recommendation(item.number, outcome)
        for item in all_items(content.items)
        for outcome in item.outcomes
        if outcome.kind == RECOMMENDATION
    ), ""


def _points(content: Content) -> tuple[Any, str]:
    return content.items, ""


def _actions(content: Content) -> tuple[Any, str]:
    return content.actions, phrases.actions_left_out(content.left_out.actions)


def _participants(content: Content) -> tuple[Any, str]:
    return people_of(content), ""


def _documents(content: Content) -> tuple[Any, str]:
    return tuple(annexes_of(content)), phrases.documents_left_out(content.left_out.documents)


_BODIES = {
    "points": _points,
    "agenda": _agenda,
    "discussions": _discussions,
    "narration": _narration,
    "recommendations": _recommendations,
    "actions": _actions,
    "participants": _participants,
    "documents": _documents,
}
