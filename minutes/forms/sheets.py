"""What is asked before a companion leaves the house."""

from __future__ import annotations

from django import forms

from clusterhub.web.forms import HelperMixin
from minutes.forms.record import SignForm
from participants.enums import ContactListFormat


class SealSheetForm(SignForm):
    """``seen`` names the sheet that was shown."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)


class ContactListForm(HelperMixin, forms.Form):
    format = forms.ChoiceField(label="Format", choices=ContactListFormat.choices, widget=forms.RadioSelect)
