"""Choices and texts that several forms of this floor share."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from clusterhub.web.forms import LineField, RecordsField
from participants.models import Person, Place
from participants.paste.phones import MAX_LENGTH, is_phone


class LabelledPlacesField(RecordsField):
    """« Kayes (région) », « Kayes (cercle) »."""

    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, place: Place) -> str:
        return place.label


class LabelledPlaceField(forms.ModelChoiceField):
    label_from_instance = LabelledPlacesField.label_from_instance


class PeopleField(RecordsField):
    """« Awa Traoré (PNUD) »: two people may have one name."""

    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, person: Person) -> str:
        return f"{person.name} ({person.organisation.short_label})" if person.organisation else person.name


class PersonField(forms.ModelChoiceField):
    label_from_instance = PeopleField.label_from_instance


class ClusterCodeField(LineField):
    def __init__(self, **options: Any) -> None:
        super().__init__(label="Code", max_length=12, **options)

    def clean(self, value: Any) -> str:
        code = super().clean(value).upper()
        if not code.isalnum() or not code.isascii():
            raise ValidationError("Des lettres sans accent et des chiffres seulement.")
        return code


class PhoneField(LineField):
    def __init__(self, **options: Any) -> None:
        super().__init__(max_length=MAX_LENGTH, **options)

    def validate(self, value: str) -> None:
        super().validate(value)
        if value and not is_phone(value):
            raise ValidationError("Ce n’est pas un numéro de téléphone.", code="phone")
