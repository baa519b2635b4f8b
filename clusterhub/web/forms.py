"""What every stand-alone form shares: its crispy helper, and the widgets that browsers understand."""

from __future__ import annotations

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout
from django import forms


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
