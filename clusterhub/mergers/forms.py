"""With whom, and why."""

from __future__ import annotations

from typing import Any

from django import forms

from clusterhub.web.forms import HelperMixin, LineField
from participants.models import Organisation, Person, User
from participants.selectors import lookup_organisation, people_called
from participants.validators import validate_name


class ChooseOrganisationForm(HelperMixin, forms.Form):
    marks_required = False
    name = LineField(label="Nom, sigle ou autre nom de la fiche en trop", max_length=200)

    def __init__(self, *args: Any, own: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.own = own

    def clean_name(self) -> Organisation:
        found = lookup_organisation(self.cleaned_data["name"])
        if found is None:
            raise forms.ValidationError("Aucune organisation ne porte ce nom.")
        if found.pk == self.own.pk:
            raise forms.ValidationError("C’est déjà un nom de cette organisation.")
        return found


class ChoosePersonForm(HelperMixin, forms.Form):
    marks_required = False
    name = LineField(label="Nom de la fiche en trop", max_length=150, validators=[validate_name])

    def __init__(self, *args: Any, own: Person, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.own, self.user = own, user

    def clean_name(self) -> Person:
        name = self.cleaned_data["name"]
        called = (person for people in people_called([name], self.user).values() for person in people)
        found = [person for person in called if person.pk != self.own.pk]
        if not found:
            raise forms.ValidationError("Personne d’autre que vous puissiez voir ne porte ce nom.")
        if len(found) > 1:
            raise forms.ValidationError("Plusieurs personnes portent ce nom : choisissez-en une dans la liste.")
        return found[0]


class MergeForm(HelperMixin, forms.Form):
    reason = LineField(
        label="Pourquoi c’est la même",
        max_length=300,
        required=False,
        help_text="Par exemple : nom changé en 2019, faute de frappe, saisie deux fois. Reste dans l’historique.",
    )
