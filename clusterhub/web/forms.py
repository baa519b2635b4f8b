"""What every stand-alone form shares: its crispy helper, and the widgets that browsers understand."""

from __future__ import annotations

import re
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout
from django import forms
from django.core.exceptions import ValidationError

from clusterhub.web.folding import strip_control, strip_control_line
from clusterhub.web.sheet_upload import MAX_BYTES, SheetRefused, read_sheet

MAX_DIGITS = 18
"""Of a record's number, in either database."""
BETWEEN_THOUSANDS = re.compile(r"(?<=\d)\s(?=\d{3}(?!\d))")


class HelperMixin:
    """Makes a form renderable by ``ui/form.html``. ``layout`` may be set to a crispy layout for columns or fieldsets.

    Required fields are marked « (obligatoire) » unless ``marks_required`` is off (short forms where all are).
    """

    layout: Layout | None = None
    marks_required = True

    @property
    def helper(self) -> FormHelper:
        helper = FormHelper()
        helper.form_tag = False
        helper.disable_csrf = True
        helper.layout = self.layout
        return helper

    @property
    def files_lost(self) -> list[forms.BoundField]:
        """Where a file was chosen while something else is to be corrected: no browser chooses it again."""
        return [field for field in self.visible_fields() if field.html_name in self.files and not field.errors]


class DateInput(forms.DateInput):
    """The browser's own date picker, which only takes the ISO form."""

    input_type = "date"

    def __init__(self, attrs: dict[str, str] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


class TimeInput(forms.TimeInput):
    input_type = "time"

    def __init__(self, attrs: dict[str, str] | None = None) -> None:
        super().__init__(attrs, format="%H:%M")


class DateTimeInput(forms.DateTimeInput):
    input_type = "datetime-local"

    def __init__(self, attrs: dict[str, str] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%dT%H:%M")


class RichTextarea(forms.Textarea):
    """A text that may hold paragraphs, lists and emphasis; scripts find it by ``data-rich``."""

    def __init__(self, attrs: dict[str, str] | None = None) -> None:
        super().__init__({"rows": "4", "data-rich": "", **(attrs or {})})


class LineField(forms.CharField):
    """One line that can be stored, printed and put into a mail's subject."""

    def to_python(self, value: Any) -> str:
        return strip_control_line(str(value)) if value not in self.empty_values else self.empty_value


class BlockField(forms.CharField):
    """Several lines without what cannot be stored or seen."""

    widget = forms.Textarea(attrs={"rows": "3"})

    def to_python(self, value: Any) -> str:
        return strip_control(str(value)).strip() if value not in self.empty_values else self.empty_value


class CountField(forms.IntegerField):
    """A whole number as people write it: « 1 250 » too, which a number box of the browser would not take."""

    widget = forms.TextInput(attrs={"inputmode": "numeric"})

    def to_python(self, value: Any) -> int | None:
        return super().to_python(BETWEEN_THOUSANDS.sub("", value) if isinstance(value, str) else value)


class PastedField(BlockField):
    """Rows as copied from a spreadsheet: an empty first cell, or an empty first line, is part of them."""

    def __init__(self, **options: Any) -> None:
        super().__init__(strip=False, **options)

    def to_python(self, value: Any) -> str:
        text = strip_control(str(value)) if value not in self.empty_values else ""
        return text.rstrip() if text.strip() else self.empty_value


class SheetField(forms.FileField):
    """A spreadsheet; comes out as the text that copying its first sheet would give."""

    widget = forms.FileInput(attrs={"accept": ".xlsx,.csv"})

    def clean(self, data: Any, initial: Any = None) -> str:
        file = super().clean(data, initial)
        try:
            return read_sheet(file.read(MAX_BYTES + 1)) if file else ""
        except SheetRefused as refusal:
            raise ValidationError(str(refusal)) from refusal


class LinesField(BlockField):
    """Several values, one per line, each once. ``each`` is the field that cleans one of them; its message is kept."""

    def __init__(self, *, each: forms.Field | None = None, **options: Any) -> None:
        super().__init__(**options)
        self.each = each or LineField(max_length=200)

    def clean(self, value: Any) -> list[str]:
        lines = [line.strip() for line in super().clean(value).splitlines()]
        return list(dict.fromkeys(self._clean_line(line) for line in lines if line))

    def _clean_line(self, line: str) -> str:
        try:
            return self.each.clean(line)
        except ValidationError as error:
            raise ValidationError([f"« {line} » : {message}" for message in error.messages]) from error

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list | tuple) else value

    def has_changed(self, initial: Any, data: Any) -> bool:
        return super().has_changed(self.prepare_value(initial), data)


class RecordsField(forms.ModelMultipleChoiceField):
    """Several records. A number too long to be a record's is a wrong choice: databases break on it."""

    def clean(self, value: Any) -> Any:
        for key in value or ():
            if str(key).lstrip("-").isdecimal() and len(str(key)) > MAX_DIGITS:
                raise ValidationError(
                    self.error_messages["invalid_choice"], code="invalid_choice", params={"value": key}
                )
        return super().clean(value)


class SheetForm(HelperMixin, forms.Form):
    """A spreadsheet, or rows copied from one. As ``text`` it travels in the page from one step to the next."""

    text = PastedField(label="La liste, une ligne par entrée", required=False, max_length=300_000)
    file = SheetField(
        label="Ou un fichier XLSX ou CSV", required=False, help_text="La première feuille visible du classeur est lue."
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("file"):
            cleaned["text"] = cleaned["file"]
        elif not cleaned.get("text") and not self.errors:
            self.add_error("text", "Collez des lignes, ou choisissez un fichier.")
        return cleaned

    def show_rows(self) -> None:
        """Those of the file come back in the page, where they can be corrected."""
        self.data = self.data.copy()
        self.data["text"] = self.cleaned_data["text"]
