from __future__ import annotations

from typing import Any

from crispy_forms.layout import Column, Layout, Row
from django import forms

from clusterhub.web.forms import HelperMixin, LineField
from participants.validators import validate_name


class SignInForm(HelperMixin, forms.Form):
    """What somebody says of themselves, on their own phone."""

    name = LineField(label="Prénom et nom", max_length=150, validators=[validate_name])
    organisation_name = LineField(label="Organisation", max_length=200, help_text="Le sigle suffit.")
    job_title = LineField(label="Fonction", max_length=150, required=False)
    layout = Layout("name", Row(Column("organisation_name"), Column("job_title")))

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        for name, meaning in (
            ("name", "name"),
            ("organisation_name", "organization"),
            ("job_title", "organization-title"),
        ):
            self.fields[name].widget.attrs["autocomplete"] = meaning
