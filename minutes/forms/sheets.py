"""What is asked before a companion leaves the house."""

from __future__ import annotations

from django import forms

from clusterhub.web.forms import HelperMixin
from minutes.forms.record import SignForm
from participants.enums import ContactListFormat

FILES = [(one.value, one.label) for one in (ContactListFormat.PDF, ContactListFormat.XLSX, ContactListFormat.CSV)]


class SealSheetForm(SignForm):
    """``seen`` names the sheet that was shown."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)


class ContactListForm(HelperMixin, forms.Form):
    format = forms.ChoiceField(label="Format", choices=FILES, widget=forms.RadioSelect)
