"""What became of the texts of a meeting: every state that their journal keeps."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Max, QuerySet

from clusterhub.web.differences import Fate, Piece, differences
from clusterhub.web.richtext import excerpt, to_text
from meetings.models import Meeting, Outcome, TextRevision
from meetings.services.text_fields import Shape, TextField, text_field, text_fields
from minutes.selectors.removed import removed_outcomes
from participants.models.base import Addressable

HEADINGS = {
    "agendaitem.title": "Historique du sujet",
    "agendaitem.discussion": "Historique de la discussion",
    "agendaitem.status_note": "Historique du statut",
    "section.body": "Historique de la section",
    "actionpoint.description": "Historique de l’action",
    "actionreview.comment": "Historique de ce qui a été rapporté",
    "decision": "Historique de la décision",
    "recommendation": "Historique de la recommandation",
    "announcement": "Historique de l’annonce",
}
"""By the text, a conclusion by its kind."""
CHOICES = 200
"""How many states one may choose from to compare another with."""


def live_text(meeting: Meeting, known: TextField, number: UUID) -> Addressable:
    """The row that holds a text of this meeting. One of another meeting raises ``ObjectDoesNotExist`` too."""
    rows = known.model._default_manager.select_related(known.meeting)
    return rows.get(uuid=number, **{known.meeting: meeting})


def kept_text(meeting: Meeting, known: TextField, number: UUID) -> Addressable:
    """The same, also of a conclusion that was removed: a row that the database does not have."""
    removed = removed_outcomes(meeting, number) if known.model is Outcome else []
    return removed[0] if removed else live_text(meeting, known, number)


def heading(known: TextField, target: Addressable) -> str:
    return HEADINGS[target.kind if isinstance(target, Outcome) else known.label]


def place(known: TextField, target: Addressable) -> str:
    """Where this text is: its point, and which conclusion of it; else what its row is called."""
    if not isinstance(target, Outcome):
        return str(target)
    words = f"«\u00a0{excerpt(plain(known, target.text), 60)}\u00a0»"
    return f"{target.item}\u00a0: {words}" if target.item_id else words


def is_removed(target: Addressable) -> bool:
    return target.pk is None


# --- All texts of a meeting -------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class TextLine:
    known: TextField
    target: Addressable
    states: int
    saved_at: datetime

    @property
    def title(self) -> str:
        """« Situation des retours : discussions »; a field that names its row says enough."""
        standing = plain(self.known, getattr(self.target, self.known.name))
        return excerpt(standing, 60) if str(self.target) == standing else place(self.known, self.target)

    @property
    def caption(self) -> str:
        """A conclusion is called what it is."""
        words = str(self.target).lower() if isinstance(self.target, Outcome) else self.known.caption
        return f"{words} (retirée)" if is_removed(self.target) else words


def texts_with_history(meeting: Meeting) -> list[TextLine]:
    """The texts of this meeting that were saved, those that changed last first."""
    lines = [line for known in text_fields() for line in _lines(known, _rows(known, meeting))]
    if outcome := text_field("outcome.text"):
        lines += _lines(outcome, removed_outcomes(meeting))
    return sorted(lines, key=lambda line: line.saved_at, reverse=True)


def _rows(known: TextField, meeting: Meeting) -> QuerySet[Addressable]:
    """With those that they hang from: what a row is called by may be there."""
    return known.model._default_manager.filter(**{known.meeting: meeting}).select_related()


def _lines(known: TextField, targets: Iterable[Addressable]) -> Iterator[TextLine]:
    rows = {row.uuid: row for row in targets}
    saved = TextRevision.objects.filter(object_uuid__in=rows, field=known.name).order_by()
    for number, states, at in saved.values_list("object_uuid").annotate(Count("id"), Max("saved_at")):
        yield TextLine(known, rows[number], states, at)


# --- One text ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class State:
    """One row of the journal. ``joined``: the late texts that it holds besides what stood before it."""

    known: TextField
    revision: TextRevision
    joined: tuple[TextRevision, ...]
    standing: int | None

    @property
    def is_standing(self) -> bool:
        return self.standing is not None and self.revision.version == self.standing

    @property
    def is_rich(self) -> bool:
        return self.known.shape is Shape.RICH

    @property
    def name(self) -> str:
        version = self.revision.version
        return f"Version {version}" if version is not None else f"Écrit sur la version {self.revision.base_version}"

    @property
    def plain(self) -> str:
        return plain(self.known, self.revision.text)

    @property
    def excerpt(self) -> str:
        return excerpt(self.plain, 140) or "(vide)"


def plain(known: TextField, text: str) -> str:
    return to_text(text) if known.shape is Shape.RICH else text


def revisions_of(known: TextField, target: Addressable) -> QuerySet[TextRevision]:
    """The latest first."""
    rows = TextRevision.objects.filter(object_uuid=target.uuid, field=known.name)
    return rows.select_related("author__person", "restored").order_by("-id")


def states(known: TextField, target: Addressable, revisions: Iterable[TextRevision]) -> list[State]:
    """Two queries, however many revisions."""
    rows = list(revisions)
    late = revisions_of(known, target).filter(version=None, kept_in__in=[row.version for row in rows if row.version])
    joined: dict[int | None, list[TextRevision]] = {}
    for row in late:
        joined.setdefault(row.kept_in, []).append(row)
    standing = None if is_removed(target) else getattr(target, known.version)
    return [State(known, row, tuple(joined.get(row.version, ())), standing) for row in rows]


def before(known: TextField, target: Addressable, revision: TextRevision) -> TextRevision | None:
    """The version that a text was written on, or that a version replaced."""
    earlier = revisions_of(known, target).filter(version=revision.base_version).first()
    return None if earlier == revision else earlier


@dataclass(frozen=True)
class Comparison:
    state: State
    other: State | None
    pieces: list[Piece]

    @property
    def is_only_dress(self) -> bool:
        """Bold, lists, links: the words are the same."""
        same_words = all(piece.fate == Fate.KEPT for piece in self.pieces)
        return same_words and self.state.revision.text != (self.other.revision.text if self.other else "")


def compared(state: State, other: State | None) -> Comparison:
    return Comparison(state, other, differences(other.plain if other else "", state.plain))
