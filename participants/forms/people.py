from __future__ import annotations

from functools import partial
from typing import Any

from crispy_forms.layout import Column, Layout, Row
from django import forms

from clusterhub.web.forms import HelperMixin, LineField, LinesField
from participants.forms.fields import PhoneField
from participants.models import Organisation, Person, User
from participants.rules import can_place_person, can_see_contacts
from participants.validators import validate_name

PLACING = ("organisation", "is_active")
CONTACTS = ("emails", "phones")


class PersonForm(HelperMixin, forms.ModelForm):
    """What this user may not change or see of this person is left out."""

    emails = LinesField(
        label="Adresses électroniques",
        required=False,
        each=forms.EmailField(),
        help_text="Une par ligne, la plus utilisée d’abord.",
    )
    phones = LinesField(label="Téléphones", required=False, each=PhoneField(), help_text="Un par ligne.")

    class Meta:
        model = Person
        fields = ("name", "organisation", "job_title", "is_active")
        field_classes = {"name": LineField, "job_title": LineField}
        help_texts = {
            "name": "Tel qu’il doit s’imprimer dans les comptes rendus.",
            "is_active": "Décochez pour la retirer des listes sans rien effacer.",
        }

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].validators.append(partial(validate_name, limit=150))
        self._limit_organisations(user)
        if self.instance.pk:
            self.initial["emails"] = [row.email for row in self.instance.emails.all()]
            self.initial["phones"] = [row.number for row in self.instance.phones.all()]
            self._leave_out(user)

    def _limit_organisations(self, user: User) -> None:
        placeable = Organisation.objects.placeable_by(user) | Organisation.objects.filter(
            pk=self.instance.organisation_id
        )
        self.fields["organisation"].queryset = placeable.select_related("parent").distinct()
        self.fields["organisation"].empty_label = "Aucune"

    def _leave_out(self, user: User) -> None:
        hidden = () if can_place_person(user, self.instance) else PLACING
        hidden += () if can_see_contacts(user, self.instance) else CONTACTS
        for name in hidden:
            del self.fields[name]

    @property
    def layout(self) -> Layout:
        first = Row(Column("name", css_class="col-md-6"), Column("job_title", css_class="col-md-6"))
        contacts = Row(*(Column(name, css_class="col-md-6") for name in CONTACTS if name in self.fields))
        placing = [name for name in PLACING if name in self.fields]
        return Layout(first, *placing[:1], contacts, *placing[1:])


class InvitationForm(HelperMixin, forms.Form):
    email = forms.EmailField(label="Adresse électronique", help_text="Le lien d’activation y sera envoyé.")
