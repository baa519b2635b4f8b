"""Choices and texts that several forms of this floor share."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from clusterhub.web.forms import LineField, RecordsField
from participants.models import Place
from participants.paste.phones import MAX_LENGTH, is_phone


class LabelledPlacesField(RecordsField):
    """« Kayes (région) », « Kayes (cercle) »."""

    widget = forms.CheckboxSelectMultiple

    def label_from_instance(self, place: Place) -> str:
        return place.label


class LabelledPlaceField(forms.ModelChoiceField):
    label_from_instance = LabelledPlacesField.label_from_instance


class PhoneField(LineField):
    def __init__(self, **options: Any) -> None:
        super().__init__(max_length=MAX_LENGTH, **options)

    def validate(self, value: str) -> None:
        super().validate(value)
        if value and not is_phone(value):
            raise ValidationError("Ce n’est pas un numéro de téléphone.", code="phone")
