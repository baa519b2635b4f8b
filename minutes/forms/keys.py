"""A certificate brought from elsewhere, and the end of one."""

from __future__ import annotations

from datetime import datetime

from django import forms
from django.utils import timezone

from clusterhub.web.forms import DateTimeInput, HelperMixin
from clusterhub.web.typography import french
from minutes.enums import RevocationReason
from minutes.forms.record import SignForm

MOST_KILOBYTES = 100


class ImportKeyForm(SignForm):
    field_order = ("file", "opened_by", "password")
    file = forms.FileField(
        label="Fichier de la clé",
        help_text="Un PKCS#12, dont le nom finit par .p12 ou .pfx. Il contient la clé, son certificat et sa chaîne.",
        widget=forms.ClearableFileInput({"accept": ".p12,.pfx"}),
    )
    opened_by = forms.CharField(
        label="Mot de passe de ce fichier",
        strip=False,
        help_text="Il sert une fois et n’est pas gardé.",
        widget=forms.PasswordInput({"autocomplete": "off"}),
    )

    def clean_file(self) -> bytes:
        file = self.cleaned_data["file"]
        if file.size > MOST_KILOBYTES * 1000:
            raise forms.ValidationError("Ce fichier est trop gros pour être une clé : donnez un fichier .p12 ou .pfx.")
        data: bytes = file.read()
        return data


class NewKeyForm(SignForm):
    pass


class RevokeKeyForm(HelperMixin, forms.Form):
    reason = forms.ChoiceField(label="Pourquoi", choices=RevocationReason.choices, widget=forms.RadioSelect)
    since = forms.DateTimeField(
        label="À ne plus croire depuis le",
        required=False,
        widget=DateTimeInput,
        help_text=french(
            "Si la clé a été perdue ou copiée avant aujourd’hui : les signatures faites depuis ne valent plus."
        ),
    )

    def clean_since(self) -> datetime | None:
        since: datetime | None = self.cleaned_data["since"]
        if since and since > timezone.now():
            raise forms.ValidationError("Ce moment est à venir.")
        return since
