from __future__ import annotations

from django import forms

from clusterhub.web.forms import HelperMixin
from clusterhub.web.sheets import CSV, XLSX


class ExportForm(HelperMixin, forms.Form):
    """``filters`` is the query of the list's address."""

    filters = forms.CharField(widget=forms.HiddenInput, required=False, max_length=4000)
    format = forms.ChoiceField(
        label="Format", choices=((XLSX, "XLSX (tableur)"), (CSV, "CSV")), initial=XLSX, widget=forms.RadioSelect
    )
