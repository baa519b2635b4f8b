from __future__ import annotations

from django import forms


class OperationForm(forms.Form):
    """The key that a script gives to what it sends; a plain form has none."""

    operation = forms.UUIDField(required=False)
