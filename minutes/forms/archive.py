from __future__ import annotations

from datetime import timedelta
from typing import Any

from crispy_forms.layout import Column, Layout, Row
from django import forms
from django.utils import timezone

from clusterhub.web.forms import DateInput, HelperMixin

A_YEAR = timedelta(days=365)


class ArchiveForm(HelperMixin, forms.Form):
    since = forms.DateField(label="Du", widget=DateInput)
    until = forms.DateField(label="Au", widget=DateInput)

    layout = Layout(Row(Column("since"), Column("until")))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        today = timezone.localdate()
        super().__init__(*args, initial={"since": today - A_YEAR, "until": today}, **kwargs)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        since, until = given.get("since"), given.get("until")
        if since and until and until < since:
            self.add_error("until", "La fin de la période est avant son début.")
        return given
