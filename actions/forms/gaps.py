from __future__ import annotations

from django import forms
from django.core.exceptions import ValidationError

from actions.coverage import Spot
from clusterhub.web.forms import MAX_DIGITS, LineField
from participants.enums import Sector

GAPS = "lacunes"
"""In the address: only what is to be covered is listed."""


class CoverForm(forms.Form):
    """Which cell of the table: « 12:PRO »; either half may be missing. ``vue``: where the button stood."""

    cell = LineField(max_length=40)
    vue = forms.ChoiceField(choices=[(GAPS, "À couvrir")], required=False)

    def clean_cell(self) -> Spot:
        place, colon, sector = self.cleaned_data["cell"].partition(":")
        known = not place or (place.isdecimal() and place.isascii() and len(place) <= MAX_DIGITS)
        if not colon or not known or sector not in {"", *Sector.values}:
            raise ValidationError("Cette case n’existe pas.")
        return Spot(int(place) if place else None, sector)
