"""A line marked in the flow of the minutes."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms

from actions.parse.typed_lines import TypedLine, read_line
from clusterhub.web.forms import LineField

NOT_UNDERSTOOD = (
    "Cette ligne reste du texte : « @responsables : action avant le… », « ! décision », « ? point à suivre »."
)


class TypedLineForm(forms.Form):
    line = LineField(max_length=2000)

    def __init__(self, *args: Any, day: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.day = day

    def clean_line(self) -> TypedLine:
        found = read_line(self.cleaned_data["line"], day=self.day)
        if found is None:
            raise forms.ValidationError(NOT_UNDERSTOOD, code="text")
        return found
