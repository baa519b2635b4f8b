"""The texts that are saved with a version: where each stands, what it may hold, how two of them come together."""

from __future__ import annotations

import enum
from collections.abc import Callable, Collection
from dataclasses import dataclass
from functools import reduce
from typing import Any

from clusterhub.web import richtext
from clusterhub.web.folding import strip_control, strip_control_line
from clusterhub.web.merging import merge_lines
from meetings.errors import TextRefused
from meetings.models import AgendaItem, Outcome, Section
from participants.models.base import Addressable


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

    def meeting_of(self, target: Addressable) -> Any:
        return reduce(getattr, self.meeting.split("__"), target)

    def merged(self, base: str, mine: str, theirs: str) -> str | None:
        """Two stored texts that go back to ``base``, together; None where people have to choose, as for a line."""
        if self.shape is Shape.LINE:
            return None
        merge = richtext.merged if self.shape is Shape.RICH else merge_lines
        together = merge(base, mine, theirs)
        return None if self.required and not together else together

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


def text_fields() -> list[TextField]:
    return list(_FIELDS.values())


for _field in (
    TextField(AgendaItem, "title", Shape.LINE, required=True),
    TextField(AgendaItem, "discussion", pictures=True),
    TextField(AgendaItem, "status_note", pictures=True),
    TextField(Section, "body", pictures=True),
    TextField(Outcome, "text", meeting="item__meeting", required=True),
):
    register(_field)
