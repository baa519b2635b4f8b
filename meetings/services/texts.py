"""Texts typed by several people at once. Nothing that reached the server is lost, nothing is overwritten silently.

A save names the version that it was based on. If that version still stands, one conditional UPDATE replaces it; if not,
the late text is journaled beside the one that stands (``TextRevision.version`` is null) and the answer is a Conflict.
"""

from __future__ import annotations

import enum
import uuid
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from typing import Any

from django.db import IntegrityError, models, transaction
from django.utils import timezone

from clusterhub.web import richtext
from clusterhub.web.folding import strip_control, strip_control_line
from meetings.errors import TextRefused
from meetings.models import AgendaItem, Outcome, Picture, Section, TextRevision
from meetings.services.locks import lock_editable
from participants.models import User
from participants.models.base import Addressable

# --- What may be saved ------------------------------------------------------------------------------------------------


class Shape(enum.Enum):
    LINE = "line"
    LINES = "lines"
    RICH = "rich"


@dataclass(frozen=True)
class TextField:
    """A column with a ``<name>_version`` beside it. ``meeting`` is the lookup from its row to the meeting.

    ``pictures``: it may show those of its meeting.
    ``after`` runs in the transaction of a save that was applied (search columns that follow the text).
    """

    model: type[Addressable]
    name: str
    shape: Shape = Shape.RICH
    meeting: str = "meeting"
    required: bool = False
    pictures: bool = False
    after: Callable[[Any], None] | None = None

    @property
    def label(self) -> str:
        return f"{self.model._meta.model_name}.{self.name}"

    @property
    def version(self) -> str:
        return f"{self.name}_version"

    @property
    def caption(self) -> str:
        return str(self.model._meta.get_field(self.name).verbose_name)  # type: ignore[union-attr]

    def cleaned(self, text: str, pictures: Collection[str] = ()) -> str:
        """What is stored. Raises ``TextRefused``."""
        value = _rich(text, pictures) if self.shape is Shape.RICH else _CLEANERS[self.shape](text)
        limit = getattr(self.model._meta.get_field(self.name), "max_length", None)
        if self.required and not value:
            raise TextRefused("Ce texte ne peut pas rester vide.")
        if limit and len(value) > limit:
            raise TextRefused(f"{limit} caractères au plus ; ce texte en a {len(value)}.")
        return value

    def joined(self, first: str, second: str) -> str:
        if self.shape is Shape.LINE:
            return f"{first} / {second}"
        return f"{first}\n{second}" if self.shape is Shape.LINES else first + second


def _rich(text: str, pictures: Collection[str]) -> str:
    try:
        return richtext.clean(text, pictures=pictures)
    except richtext.RichTextTooLarge as error:
        raise TextRefused(str(error)) from error


_CLEANERS: dict[Shape, Callable[[str], str]] = {
    Shape.LINE: strip_control_line,
    Shape.LINES: lambda text: strip_control(text).strip(),
}
_FIELDS: dict[str, TextField] = {}


def register(field: TextField) -> None:
    """Let a text of this floor or of one above be saved with versions."""
    _FIELDS[field.label] = field


def text_field(label: str) -> TextField | None:
    """``agendaitem.discussion`` → its description, or None if it is not a text that may be saved."""
    return _FIELDS.get(label)


for _field in (
    TextField(AgendaItem, "title", Shape.LINE, required=True),
    TextField(AgendaItem, "discussion", pictures=True),
    TextField(AgendaItem, "status_note", pictures=True),
    TextField(Section, "body", pictures=True),
    TextField(Outcome, "text", meeting="item__meeting", required=True),
):
    register(_field)


# --- What a save answers ----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Saved:
    text: str
    version: int
    at: datetime


@dataclass(frozen=True)
class AlreadySaved(Saved):
    """The same save arrived before (its answer was lost), or the same words already stand."""


@dataclass(frozen=True)
class Conflict:
    """Both texts are kept: ``mine`` in the journal under ``key``, ``theirs`` where it stands."""

    mine: str
    key: uuid.UUID
    theirs: str
    version: int
    author: User | None
    at: datetime | None


Answer = Saved | Conflict


class Choice(models.TextChoices):
    BOTH = "both", "Garder les deux"
    MINE = "mine", "La mienne"
    THEIRS = "theirs", "L’autre"


# --- Saving -----------------------------------------------------------------------------------------------------------


def save_text(*, target: Addressable, field: str, text: str, base_version: int, key: uuid.UUID, author: User) -> Answer:
    """Save one text. ``key`` names this save and stays the same when it is sent again.

    Raises ``TextRefused`` and ``MeetingNotEditable``.
    """
    known = _FIELDS[f"{target._meta.model_name}.{field}"]
    cleaned = known.cleaned(text, _pictures_for(known, target, text))
    attempt = _Attempt(known, target, cleaned, base_version, key, author)
    try:
        with transaction.atomic():
            return attempt.saved()
    except IntegrityError:
        earlier = TextRevision.objects.filter(key=key).first()
        if earlier is None:
            raise
        return attempt.replayed(earlier)


def _pictures_for(known: TextField, target: Addressable, text: str) -> Collection[str]:
    """The numbers of the pictures that this text may show. A text without any asks nothing of the database."""
    if not known.pictures or "/images/" not in text:
        return ()
    pictures = Picture.objects.filter(meeting=_meeting_of(known, target))
    return {str(number) for number in pictures.values_list("uuid", flat=True)}


def _meeting_of(known: TextField, target: Addressable) -> Any:
    return reduce(getattr, known.meeting.split("__"), target)


def journal_first_text(*, target: Addressable, field: str, author: User | None) -> None:
    """Keep the words that something was made with, as its version 0."""
    TextRevision.objects.create(
        object_uuid=target.uuid,
        object_type=target._meta.model_name or "",
        field=field,
        base_version=0,
        version=0,
        text=getattr(target, field),
        author=author,
    )


def resolve_conflict(
    *,
    target: Addressable,
    field: str,
    choice: Choice,
    stale_key: uuid.UUID,
    base_version: int,
    key: uuid.UUID,
    author: User,
) -> Answer:
    """Apply the choice between the text journaled under ``stale_key`` and the one that stands at ``base_version``.

    Somebody may have saved again meanwhile: the answer is then a Conflict once more.
    """
    known = _FIELDS[f"{target._meta.model_name}.{field}"]
    standing, version = _standing(known, target)
    if choice == Choice.THEIRS:
        return AlreadySaved(standing, version, timezone.now())
    mine = _journaled(known, target, stale_key, author).text
    text = mine if choice == Choice.MINE else known.joined(standing, mine)
    return save_text(target=target, field=field, text=text, base_version=base_version, key=key, author=author)


@dataclass(frozen=True)
class _Attempt:
    """One save, cleaned and about to be tried."""

    known: TextField
    target: Addressable
    text: str
    base_version: int
    key: uuid.UUID
    author: User

    def saved(self) -> Answer:
        _require_editable(self.known, self.target)
        if self._replaced():
            revision = self._journaled(version=self.base_version + 1)
            if self.known.after:
                self.known.after(self.target)
            return Saved(self.text, self.base_version + 1, revision.saved_at)
        standing, version = _standing(self.known, self.target)
        if standing == self.text:
            return AlreadySaved(standing, version, timezone.now())
        self._journaled(version=None)
        return self._conflict()

    def replayed(self, earlier: TextRevision) -> Answer:
        """The answer to a key that is in the journal already."""
        theirs = (earlier.author_id, earlier.object_uuid, earlier.field, earlier.text)
        if theirs != (self.author.pk, self.target.uuid, self.known.name, self.text):
            raise TextRefused("Cet envoi porte la clé d’un autre texte. Rechargez la page et recommencez.")
        if earlier.version is None:
            return self._conflict()
        return AlreadySaved(earlier.text, earlier.version, earlier.saved_at)

    def _replaced(self) -> bool:
        known, version = self.known, self.base_version + 1
        rows = known.model._default_manager.filter(pk=self.target.pk, **{known.version: self.base_version})
        if not rows.update(**{known.name: self.text, known.version: version}):
            return False
        setattr(self.target, known.name, self.text)
        setattr(self.target, known.version, version)
        return True

    def _journaled(self, *, version: int | None) -> TextRevision:
        return TextRevision.objects.create(
            object_uuid=self.target.uuid,
            object_type=self.known.model._meta.model_name or "",
            field=self.known.name,
            base_version=self.base_version,
            version=version,
            text=self.text,
            author=self.author,
            key=self.key,
        )

    def _conflict(self) -> Conflict:
        theirs, version = _standing(self.known, self.target)
        same_field = TextRevision.objects.filter(object_uuid=self.target.uuid, field=self.known.name)
        last = same_field.filter(version=version).select_related("author__person").first()
        return Conflict(
            self.text, self.key, theirs, version, last.author if last else None, last.saved_at if last else None
        )


def _require_editable(known: TextField, target: Addressable) -> None:
    """The lock makes the adoption of the record wait for the save, or the save for the adoption."""
    meeting = _meeting_of(known, target)
    if meeting is not None:
        lock_editable(meeting)


def _standing(known: TextField, target: Addressable) -> tuple[str, int]:
    return known.model._default_manager.values_list(known.name, known.version).get(pk=target.pk)


def _journaled(known: TextField, target: Addressable, key: uuid.UUID, author: User) -> TextRevision:
    mine = TextRevision.objects.filter(key=key, object_uuid=target.uuid, field=known.name, author=author).first()
    if mine is None:
        raise TextRefused("Ce texte n’est plus au journal sous cette clé. Rechargez la page.")
    return mine
