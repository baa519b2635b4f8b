"""Texts typed by several people at once. Nothing that reached the server is lost, nothing is overwritten silently.

A save names the version that it was based on. If that version still stands, one conditional UPDATE replaces it; if not,
the late text goes to the journal (``TextRevision.version`` is null) and, where the two changed different paragraphs, a
new version holds what both wrote. Otherwise the answer is a Conflict: both texts stay, and somebody chooses.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.db import IntegrityError, models, transaction
from django.utils import timezone

from meetings.errors import MeetingNotEditable, TextRefused
from meetings.models import Meeting, Picture, TextRevision
from meetings.services.locks import NOT_EDITABLE, lock_editable
from meetings.services.text_fields import TextField, text_field
from participants.models import User
from participants.models.base import Addressable

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
class Merged(Saved):
    """The text came late; its paragraphs stand beside those that ``author`` had written meanwhile."""

    author: User | None


@dataclass(frozen=True)
class Conflict:
    """Both texts are kept: ``mine`` in the journal under ``key``, ``theirs`` where it stands. ``base`` is what both had
    before them, or None where the journal does not know.
    """

    mine: str
    key: uuid.UUID
    theirs: str
    version: int
    author: User | None
    at: datetime | None
    base: str | None


Answer = Saved | Conflict


class Choice(models.TextChoices):
    BOTH = "both", "Garder les deux"
    MINE = "mine", "La mienne"
    THEIRS = "theirs", "L’autre"


# --- Saving -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Typed:
    """A text as it arrives. ``key`` names this save and stays the same when it is sent again.

    ``since``: the key of the author's own save that this text goes on from, when that one was merged and the author was
    still typing: its version is not what was on the screen.
    """

    text: str
    base_version: int
    key: uuid.UUID
    author: User
    since: uuid.UUID | None = None
    restored: TextRevision | None = None


def save_text(*, target: Addressable, field: str, **typed: Any) -> Answer:
    """Save one text: see ``Typed``. Raises ``TextRefused`` and ``MeetingNotEditable``."""
    known = _known(target, field)
    return _Save.of(known, Typed(**typed), _meeting_of(known, target)).applied(lambda: _locked(known, target))


def save_text_of(
    *, known: TextField, meeting: uuid.UUID, number: uuid.UUID, may_write: Callable[[Meeting], bool], typed: Typed
) -> Answer:
    """The same for the text ``number`` of a meeting, read once, under the lock of its save.

    Raises ``ObjectDoesNotExist`` too: no such text there, or ``may_write`` says no.
    """
    save = _Save.of(known, typed, meeting)
    return save.applied(lambda: _found(known, meeting, number, may_write))


def restore_text(
    *, target: Addressable, known: TextField, revision: TextRevision, base_version: int, key: uuid.UUID, author: User
) -> Answer:
    """Bring an earlier text back: a new save, which says which row its words come from."""
    typed = {"text": revision.text, "base_version": base_version, "key": key, "author": author}
    return save_text(target=target, field=known.name, restored=revision, **typed)


def journal_first_text(*, target: Addressable, field: str, author: User | None) -> None:
    """Keep the words that something was made with, as its version 0. Harmless where the journal has them."""
    first = TextRevision(
        object_uuid=target.uuid,
        object_type=target._meta.model_name or "",
        field=field,
        base_version=0,
        version=0,
        text=getattr(target, field),
        author=author,
        saved_at=target.created_at,
    )
    TextRevision.objects.bulk_create([first], ignore_conflicts=True)


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

    Somebody may have saved again meanwhile: the two are merged, or the answer is a Conflict once more.
    """
    known = _known(target, field)
    standing, version = _standing(known, target)
    if choice == Choice.THEIRS:
        return AlreadySaved(standing, version, timezone.now())
    mine = _journaled(known, target, stale_key, author).text
    text = mine if choice == Choice.MINE else known.joined(standing, mine)
    return save_text(target=target, field=field, text=text, base_version=base_version, key=key, author=author)


def _known(target: Addressable, field: str) -> TextField:
    known = text_field(f"{target._meta.model_name}.{field}")
    if known is None:
        raise KeyError(field)
    return known


# --- Under the lock of the meeting: the adoption of its record waits for the save, or the save for the adoption -------


_ASKED = ("cluster_id", "state", "adopted_at", "correcting_since")


def _locked(known: TextField, target: Addressable) -> Addressable:
    meeting = known.meeting_of(target)
    if meeting is not None:
        lock_editable(meeting)
    return target


def _found(
    known: TextField, meeting: uuid.UUID, number: uuid.UUID, may_write: Callable[[Meeting], bool]
) -> Addressable:
    """The row, its meeting and the lock: one query, of what a save asks for."""
    asked = ("uuid", "created_at", known.name, known.version, *(f"{known.meeting}__{name}" for name in _ASKED))
    rows = known.model._default_manager.select_related(known.meeting).only(*asked)
    locked = rows.select_for_update(of=(known.meeting,))
    target = locked.get(uuid=number, **{f"{known.meeting}__uuid": meeting})
    of_it = known.meeting_of(target)
    if not may_write(of_it):
        raise ObjectDoesNotExist
    if not of_it.is_editable:
        raise MeetingNotEditable(NOT_EDITABLE)
    return target


@dataclass(frozen=True)
class _Save:
    """One save, cleaned and about to be tried."""

    known: TextField
    typed: Typed
    text: str

    @classmethod
    def of(cls, known: TextField, typed: Typed, meeting: uuid.UUID | None) -> _Save:
        return cls(known, typed, known.cleaned(typed.text, _pictures_for(known, meeting, typed.text)))

    def applied(self, take: Callable[[], Addressable]) -> Answer:
        target = None
        try:
            with transaction.atomic():
                target = take()
                return self._tried(target)
        except IntegrityError:
            earlier = TextRevision.objects.filter(key=self.typed.key).first()
            if earlier is None or target is None:
                raise
            return self._replayed(target, earlier)

    def _tried(self, target: Addressable) -> Answer:
        base = self.typed.base_version
        if self.typed.since or not self._replaced(target, self.text, base):
            return self._come_late(target)
        revision = self._journaled(target, version=base + 1)
        return Saved(self.text, base + 1, revision.saved_at)

    def _replaced(self, target: Addressable, text: str, version: int) -> bool:
        """The words that the row was made with go to the journal before they go from the row."""
        known, former = self.known, getattr(target, self.known.name)
        rows = known.model._default_manager.filter(pk=target.pk, **{known.version: version})
        if not rows.update(**{known.name: text, known.version: version + 1}):
            return False
        if version == 0 and former:
            journal_first_text(target=target, field=known.name, author=None)
        self._show(target, text, version + 1)
        if known.after:
            known.after(target)
        return True

    def _show(self, target: Addressable, text: str, version: int) -> None:
        setattr(target, self.known.name, text)
        setattr(target, self.known.version, version)

    # --- Too late for that version ------------------------------------------------------------------------------------

    def _come_late(self, target: Addressable) -> Answer:
        standing, version = _standing(self.known, target, locked=True)
        if standing == self.text:
            self._journaled(target, kept_in=version)
            self._show(target, standing, version)
            return AlreadySaved(standing, version, timezone.now())
        base = self._base(target)
        together = None if base is None else self.known.merged(base, self.text, standing)
        if together is None:
            self._journaled(target)
            return self._conflict(target)
        return self._merged(target, standing, version, together)

    def _merged(self, target: Addressable, standing: str, version: int, together: str) -> Merged:
        last = _last(self.known, target, version)
        author = last.author if last else None
        if together == standing:
            revision = self._journaled(target, kept_in=version)
            self._show(target, standing, version)
            return Merged(standing, version, revision.saved_at, author)
        self._journaled(target, kept_in=version + 1)
        self._replaced(target, together, version)
        both = {"base_version": version, "version": version + 1, "text": together}
        revision = self._journaled(target, **both, key=uuid.uuid4(), restored=None)
        return Merged(together, version + 1, revision.saved_at, author)

    def _base(self, target: Addressable) -> str | None:
        """What the typed text goes on from: the version that it names, or the author's own save that was merged."""
        if self.typed.since is None:
            return self._shared(target)
        own = _rows(self.known, target).filter(key=self.typed.since, author=self.typed.author)
        stands = models.Q(version__isnull=False) | models.Q(kept_in__isnull=False)
        return own.filter(stands).values_list("text", flat=True).first()

    def _shared(self, target: Addressable) -> str | None:
        """A field that was made empty has no version 0 in the journal."""
        version = self.typed.base_version
        texts = _rows(self.known, target).filter(version=version).values_list("text", flat=True)
        return next(iter(texts), "" if version == 0 else None)

    def _conflict(self, target: Addressable) -> Conflict:
        theirs, version = _standing(self.known, target)
        last = _last(self.known, target, version)
        author, at = (last.author, last.saved_at) if last else (None, None)
        return Conflict(self.text, self.typed.key, theirs, version, author, at, self._shared(target))

    # --- Sent again ---------------------------------------------------------------------------------------------------

    def _replayed(self, target: Addressable, earlier: TextRevision) -> Answer:
        """The answer to a key that is in the journal already."""
        theirs = (earlier.author_id, earlier.object_uuid, earlier.field, earlier.text)
        if theirs != (self.typed.author.pk, target.uuid, self.known.name, self.text):
            raise TextRefused("Cet envoi porte la clé d’un autre texte. Rechargez la page et recommencez.")
        if earlier.version is not None:
            return AlreadySaved(earlier.text, earlier.version, earlier.saved_at)
        if earlier.kept_in is None:
            return self._conflict(target)
        kept = _last(self.known, target, earlier.kept_in)
        if kept is None or kept.text == earlier.text:
            return AlreadySaved(earlier.text, earlier.kept_in, earlier.saved_at)
        return Merged(kept.text, earlier.kept_in, earlier.saved_at, kept.author)

    def _journaled(self, target: Addressable, **fields: Any) -> TextRevision:
        typed = self.typed
        given = {"base_version": typed.base_version, "text": self.text, "key": typed.key, "author": typed.author}
        given["restored"] = typed.restored
        return TextRevision.objects.create(
            object_uuid=target.uuid,
            object_type=self.known.model._meta.model_name or "",
            field=self.known.name,
            **(given | fields),
        )


# --- Reading ----------------------------------------------------------------------------------------------------------


def _pictures_for(known: TextField, meeting: uuid.UUID | None, text: str) -> Collection[str]:
    """The numbers of the pictures that this text may show. A text without any asks nothing of the database."""
    if not known.pictures or meeting is None or "/images/" not in text:
        return ()
    return {str(number) for number in Picture.objects.filter(meeting__uuid=meeting).values_list("uuid", flat=True)}


def _meeting_of(known: TextField, target: Addressable) -> uuid.UUID | None:
    meeting = known.meeting_of(target)
    return meeting and meeting.uuid


def _rows(known: TextField, target: Addressable) -> models.QuerySet[TextRevision]:
    return TextRevision.objects.filter(object_uuid=target.uuid, field=known.name)


def _last(known: TextField, target: Addressable, version: int) -> TextRevision | None:
    return _rows(known, target).filter(version=version).select_related("author__person").first()


def _standing(known: TextField, target: Addressable, *, locked: bool = False) -> tuple[str, int]:
    rows = known.model._default_manager.values_list(known.name, known.version)
    return (rows.select_for_update() if locked else rows).get(pk=target.pk)


def _journaled(known: TextField, target: Addressable, key: uuid.UUID, author: User) -> TextRevision:
    mine = _rows(known, target).filter(key=key, author=author).first()
    if mine is None:
        raise TextRefused("Ce texte n’est plus au journal sous cette clé. Rechargez la page.")
    return mine
