"""Texts typed by several people at once. Nothing that reached the server is lost, nothing is overwritten silently.

A save names the version that it was based on. If that version still stands, one conditional UPDATE replaces it; if not,
the late text goes to the journal (``TextRevision.version`` is null) and, where the two changed different paragraphs, a
new version holds what both wrote. Otherwise the answer is a Conflict: both texts stay, and somebody chooses.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
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

    ``since``: the keys of the author's own saves that this text goes on from, the latest first: one that was merged
    while the author was still typing (its version is not what was on the screen), or one whose answer had not come.
    Those that never arrived count for nothing.
    """

    text: str
    base_version: int
    key: uuid.UUID
    author: User
    since: Sequence[uuid.UUID] = ()
    restored: TextRevision | None = None


def save_text(*, target: Addressable, field: str, **typed: Any) -> Answer:
    """Save one text: see ``Typed``. Raises ``TextRefused`` and ``MeetingNotEditable``."""
    known = _known(target, field)
    return _Save.of(known, Typed(**typed), _meeting_of(known, target)).applied(lambda: _locked(known, target))


def save_text_of(
    *, known: TextField, meeting: uuid.UUID, number: uuid.UUID, may_write: Callable[[Meeting], bool], typed: Typed
) -> Answer:
    """The same for the text ``number`` of a meeting, which is read under the lock of its save.

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
    standing, version = _standing(_Row(known, known.model._default_manager.all(), target.uuid))
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


@dataclass
class _Row:
    """The row that holds a text, among those where it may be. A save in time replaces its words unread."""

    known: TextField
    rows: models.QuerySet
    uuid: uuid.UUID
    read: Addressable | None = None

    @property
    def target(self) -> Any:
        if self.read is None:
            self.read = self.rows.select_related(self.known.meeting).get(uuid=self.uuid)
        return self.read

    def show(self, text: str, version: int) -> None:
        if self.read is not None:
            setattr(self.read, self.known.name, text)
            setattr(self.read, self.known.version, version)


def _locked(known: TextField, target: Addressable) -> _Row:
    meeting = known.meeting_of(target)
    if meeting is not None:
        lock_editable(meeting)
    return _Row(known, known.model._default_manager.all(), target.uuid, target)


def _found(known: TextField, meeting: uuid.UUID, number: uuid.UUID, may_write: Callable[[Meeting], bool]) -> _Row:
    asked = Meeting.objects.only("cluster_id", "state", "adopted_at", "correcting_since")
    of_it = asked.select_for_update().get(uuid=meeting)
    if not may_write(of_it):
        raise ObjectDoesNotExist
    if not of_it.is_editable:
        raise MeetingNotEditable(NOT_EDITABLE)
    return _Row(known, known.model._default_manager.filter(**{known.meeting: of_it}), number)


@dataclass(frozen=True)
class _Save:
    """One save, cleaned and about to be tried."""

    known: TextField
    typed: Typed
    text: str

    @classmethod
    def of(cls, known: TextField, typed: Typed, meeting: uuid.UUID | None) -> _Save:
        return cls(known, typed, known.cleaned(typed.text, _pictures_for(known, meeting, typed.text)))

    def applied(self, take: Callable[[], _Row]) -> Answer:
        row = None
        try:
            with transaction.atomic():
                row = take()
                return self._placed(row)._tried(row)
        except IntegrityError:
            earlier = TextRevision.objects.filter(key=self.typed.key).first()
            if earlier is None or row is None:
                raise
            return self._replayed(row, earlier)

    def _placed(self, row: _Row) -> _Save:
        """On the version that the author's own save before made, where that is what he had typed."""
        if not self.typed.since:
            return self
        own = self._own(row)
        version = self.typed.base_version if own is None else self._version_of(row, own)
        since = () if own is None or version is not None else (own.key,)
        base = self.typed.base_version if version is None else version
        return replace(self, typed=replace(self.typed, base_version=base, since=since))

    def _own(self, row: _Row) -> TextRevision | None:
        """The latest of the author's saves that this text goes on from, among those that stand."""
        since = list(self.typed.since)
        own = _rows(self.known, row).filter(key__in=since, author=self.typed.author)
        stands = models.Q(version__isnull=False) | models.Q(kept_in__isnull=False)
        return min(own.filter(stands), key=lambda one: since.index(one.key), default=None)

    def _version_of(self, row: _Row, own: TextRevision) -> int | None:
        """None where what stands holds somebody else's words beside."""
        if own.version is not None or own.kept_in is None:
            return own.version
        kept = _last(self.known, row, own.kept_in)
        return own.kept_in if kept is not None and kept.text == own.text else None

    def _tried(self, row: _Row) -> Answer:
        base = self.typed.base_version
        if self.typed.since or not self._replaced(row, self.text, base):
            return self._come_late(row)
        revision = self._journaled(row, version=base + 1)
        return Saved(self.text, base + 1, revision.saved_at)

    def _replaced(self, row: _Row, text: str, version: int) -> bool:
        """The words that the row was made with go to the journal before they go from the row."""
        known = self.known
        former = getattr(row.target, known.name) if version == 0 else ""
        standing = row.rows.filter(uuid=row.uuid, **{known.version: version})
        if not standing.update(**{known.name: text, known.version: version + 1}):
            return False
        if former:
            journal_first_text(target=row.target, field=known.name, author=None)
        row.show(text, version + 1)
        if known.after:
            known.after(row.target)
        return True

    # --- Too late for that version ------------------------------------------------------------------------------------

    def _come_late(self, row: _Row) -> Answer:
        standing, version = _standing(row, locked=True)
        if standing == self.text:
            self._journaled(row, kept_in=version)
            row.show(standing, version)
            return AlreadySaved(standing, version, timezone.now())
        base = self._base(row)
        together = None if base is None else self.known.merged(base, self.text, standing)
        if together is None:
            self._journaled(row)
            return self._conflict(row)
        return self._merged(row, standing, version, together)

    def _merged(self, row: _Row, standing: str, version: int, together: str) -> Merged:
        last = _last(self.known, row, version)
        author = last.author if last else None
        if together == standing:
            revision = self._journaled(row, kept_in=version)
            row.show(standing, version)
            return Merged(standing, version, revision.saved_at, author)
        self._journaled(row, kept_in=version + 1)
        self._replaced(row, together, version)
        both = {"base_version": version, "version": version + 1, "text": together}
        revision = self._journaled(row, **both, key=uuid.uuid4(), restored=None)
        return Merged(together, version + 1, revision.saved_at, author)

    def _base(self, row: _Row) -> str | None:
        """What the typed text goes on from: the version that it names, or the author's own save that was merged."""
        own = self._own(row) if self.typed.since else None
        return self._shared(row) if own is None else own.text

    def _shared(self, row: _Row) -> str | None:
        """A field that was made empty has no version 0 in the journal."""
        version = self.typed.base_version
        texts = _rows(self.known, row).filter(version=version).values_list("text", flat=True)
        return next(iter(texts), "" if version == 0 else None)

    def _conflict(self, row: _Row) -> Conflict:
        theirs, version = _standing(row)
        last = _last(self.known, row, version)
        author, at = (last.author, last.saved_at) if last else (None, None)
        return Conflict(self.text, self.typed.key, theirs, version, author, at, self._shared(row))

    # --- Sent again ---------------------------------------------------------------------------------------------------

    def _replayed(self, row: _Row, earlier: TextRevision) -> Answer:
        """The answer to a key that is in the journal already."""
        theirs = (earlier.author_id, earlier.object_uuid, earlier.field, earlier.text)
        if theirs != (self.typed.author.pk, row.uuid, self.known.name, self.text):
            raise TextRefused("Cet envoi porte la clé d’un autre texte. Rechargez la page et recommencez.")
        if earlier.version is not None:
            return AlreadySaved(earlier.text, earlier.version, earlier.saved_at)
        if earlier.kept_in is None:
            return self._conflict(row)
        kept = _last(self.known, row, earlier.kept_in)
        if kept is None or kept.text == earlier.text:
            return AlreadySaved(earlier.text, earlier.kept_in, earlier.saved_at)
        return Merged(kept.text, earlier.kept_in, earlier.saved_at, kept.author)

    def _journaled(self, row: _Row, **fields: Any) -> TextRevision:
        typed = self.typed
        given = {"base_version": typed.base_version, "text": self.text, "key": typed.key, "author": typed.author}
        given["restored"] = typed.restored
        return TextRevision.objects.create(
            object_uuid=row.uuid,
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


def _rows(known: TextField, target: Addressable | _Row) -> models.QuerySet[TextRevision]:
    return TextRevision.objects.filter(object_uuid=target.uuid, field=known.name)


def _last(known: TextField, target: _Row, version: int) -> TextRevision | None:
    return _rows(known, target).filter(version=version).select_related("author__person").first()


def _standing(row: _Row, *, locked: bool = False) -> tuple[str, int]:
    rows = row.rows.values_list(row.known.name, row.known.version)
    return (rows.select_for_update(of=("self",)) if locked else rows).get(uuid=row.uuid)


def _journaled(known: TextField, target: Addressable, key: uuid.UUID, author: User) -> TextRevision:
    mine = _rows(known, target).filter(key=key, author=author).first()
    if mine is None:
        raise TextRefused("Ce texte n’est plus au journal sous cette clé. Rechargez la page.")
    return mine
