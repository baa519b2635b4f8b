"""A text with a version, as the room shows it and as it comes back."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from typing import Any

from django import forms
from django.db.models import Model

from clusterhub.web.richtext import clean, to_text
from meetings.models import Meeting
from meetings.services.texts import Choice, Shape, TextField, text_field

LAST_VERSION = 2**31 - 2
"""What the column can still raise by one."""


@dataclass(frozen=True)
class TextBox:
    """One textarea (or one line) with what its save needs. ``key`` serves where scripts do not run."""

    known: TextField
    target: Model
    caption: str
    hint: str = ""

    @property
    def value(self) -> str:
        return getattr(self.target, self.known.name)

    @property
    def as_typed(self) -> str:
        """What a plain textarea shows: text without tags, where that says it all (no emphasis, no link, no table)."""
        if not self.is_rich:
            return self.value
        plain = to_text(self.value)
        return plain if clean(plain) == self.value else self.value

    @property
    def version(self) -> int:
        return getattr(self.target, self.known.version)

    @property
    def html_id(self) -> str:
        return f"{self.known.name}-{self.target.uuid}"

    @property
    def key(self) -> uuid.UUID:
        return uuid.uuid4()

    @property
    def is_rich(self) -> bool:
        return self.known.shape is Shape.RICH

    @property
    def is_line(self) -> bool:
        return self.known.shape is Shape.LINE


def text_box(target: Model, name: str, caption: str, hint: str = "") -> TextBox:
    known = text_field(f"{target._meta.model_name}.{name}")
    if known is None:
        raise KeyError(name)
    return TextBox(known, target, caption, hint)


class TargetForm(forms.Form):
    """Names one text of one meeting. A text of another meeting does not exist here."""

    object = forms.UUIDField()
    field = forms.CharField(max_length=80)

    def __init__(self, data: Any, *, meeting: Meeting) -> None:
        super().__init__(data)
        self.meeting = meeting

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        known = text_field(values.get("field", ""))
        target = self._target(known, values.get("object")) if known else None
        if target is None:
            raise forms.ValidationError("Ce texte n’existe plus dans cette réunion.", code="gone")
        return {**values, "known": known, "target": target}

    def _target(self, known: TextField, number: uuid.UUID | None) -> Model | None:
        """The row with its meeting: one query."""
        rows = known.model._default_manager.select_related(known.meeting)
        return rows.filter(uuid=number, **{known.meeting: self.meeting}).first()


class TextForm(TargetForm):
    base_version = forms.IntegerField(min_value=0, max_value=LAST_VERSION)
    key = forms.UUIDField()
    text = forms.CharField(required=False, strip=False)


class ChoiceForm(TargetForm):
    base_version = forms.IntegerField(min_value=0, max_value=LAST_VERSION)
    key = forms.UUIDField()
    stale_key = forms.UUIDField()
    choice = forms.ChoiceField(choices=Choice.choices)
