"""A text with a version, as the room shows it and as it comes back."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from django import forms
from django.db.models import Model

from clusterhub.web.richtext import clean, to_text
from meetings.services.text_fields import Shape, TextField, text_field
from meetings.services.texts import Choice, Typed
from participants.models import User

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
    def has_history(self) -> bool:
        return self.version > 0

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


GONE = "Ce texte n’existe plus dans cette réunion."


class TargetForm(forms.Form):
    """Names one text. That it is of the meeting at this address is asked when its row is read."""

    object = forms.UUIDField()
    field = forms.CharField(max_length=80)

    def clean_field(self) -> TextField:
        known = text_field(self.cleaned_data["field"])
        if known is None:
            raise forms.ValidationError(GONE, code="gone")
        return known


class KeysField(forms.UUIDField):
    """None, one or some keys under one name, as a tuple."""

    widget = forms.MultipleHiddenInput

    def clean(self, value: list[str] | None) -> tuple[uuid.UUID, ...]:
        keys = (super(KeysField, self).clean(one) for one in value or [])
        return tuple(key for key in keys if key)


class TypedForm(forms.Form):
    """The words of one text, and what they go on from."""

    base_version = forms.IntegerField(min_value=0, max_value=LAST_VERSION)
    key = forms.UUIDField()
    since = KeysField(required=False)
    text = forms.CharField(required=False, strip=False)

    def typed_by(self, author: User) -> Typed:
        names = ("base_version", "key", "since", "text")
        return Typed(author=author, **{name: self.cleaned_data[name] for name in names})


class TextForm(TypedForm, TargetForm):
    pass


class RestoreForm(forms.Form):
    base_version = forms.IntegerField(min_value=0, max_value=LAST_VERSION)
    key = forms.UUIDField()


class ChoiceForm(TargetForm):
    base_version = forms.IntegerField(min_value=0, max_value=LAST_VERSION)
    key = forms.UUIDField()
    stale_key = forms.UUIDField()
    choice = forms.ChoiceField(choices=Choice.choices)
