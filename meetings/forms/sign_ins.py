from __future__ import annotations

from typing import Any

from crispy_forms.layout import Column, Layout, Row
from django import forms

from clusterhub.web.forms import HelperMixin, LineField
from participants.paste.people import parse_people
from participants.selectors import lookup_organisation
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


class NewcomerLineForm(HelperMixin, forms.Form):
    """Somebody in one line, as one says it: the parts are known by their place and by their look."""

    marks_required = False

    line = LineField(
        label="En une ligne",
        max_length=500,
        help_text="Nom, fonction, organisation, adresse, téléphone. Adresse et téléphone enregistrent la personne.",
    )

    def clean_line(self) -> dict[str, Any]:
        people = parse_people(self.cleaned_data["line"])
        if len(people) != 1 or people[0].problem:
            reason = people[0].problem if people else ""
            raise forms.ValidationError(reason or "Commencez par le nom : « Awa Démé, chargée de projet, SIA ».")
        [found] = people
        known = next((word for word in found.words if lookup_organisation(word)), found.organisation)
        found = found.placed(known)
        return {
            "name": found.name,
            "job_title": found.job_title,
            "organisation_name": found.organisation,
            "email": next(iter(found.emails), ""),
            "phone": next(iter(found.phones), ""),
            "save_person": bool(found.emails or found.phones),
        }
