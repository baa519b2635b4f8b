from __future__ import annotations

from django import forms
from django.core.exceptions import ValidationError

from actions.coverage import Spot
from clusterhub.web.forms import MAX_DIGITS, LineField
from participants.enums import Sector


class CoverForm(forms.Form):
    """Which cell of the table: « 12:PRO »; either half may be missing."""

    cell = LineField(max_length=40)

    def clean_cell(self) -> Spot:
        place, colon, sector = self.cleaned_data["cell"].partition(":")
        known = not place or (place.isdecimal() and place.isascii() and len(place) <= MAX_DIGITS)
        if not colon or not known or sector not in {"", *Sector.values}:
            raise ValidationError("Cette case n’existe pas.")
        return Spot(int(place) if place else None, sector)
