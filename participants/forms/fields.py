"""Choices and texts that several forms of this floor share."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from clusterhub.web.forms import LineField
from participants.models import Place

_NUMBER = re.compile(r"\+?[\d\s().\-/]{6,}(?:(?:x|poste)\s*\d+)?", re.IGNORECASE)


class LabelledPlacesField(forms.ModelMultipleChoiceField):
    """« Kayes (région) », « Kayes (cercle) »."""

    widget = forms.SelectMultiple(attrs={"size": "8"})

    def label_from_instance(self, place: Place) -> str:
        return f"{place.name} ({place.get_level_display().lower()})"


class LabelledPlaceField(forms.ModelChoiceField):
    label_from_instance = LabelledPlacesField.label_from_instance


class PhoneField(LineField):
    def __init__(self, **options: Any) -> None:
        super().__init__(max_length=40, **options)

    def validate(self, value: str) -> None:
        super().validate(value)
        if not is_phone(value):
            raise ValidationError("Ce n’est pas un numéro de téléphone.", code="phone")


def is_phone(text: str) -> bool:
    return bool(_NUMBER.fullmatch(text)) and sum(char.isdigit() for char in text) >= 6
