"""The file that somebody wants checked."""

from __future__ import annotations

from django import forms
from django.core.files.uploadedfile import UploadedFile

from clusterhub.web.forms import HelperMixin

MAX_MEGABYTES = 20
MAX_BYTES = MAX_MEGABYTES * 1_000_000


class VerifyForm(HelperMixin, forms.Form):
    marks_required = False

    file = forms.FileField(
        label="Fichier à vérifier",
        help_text=f"Le PDF tel que vous l’avez reçu, {MAX_MEGABYTES} Mo au plus. Il n’est pas gardé.",
        widget=forms.ClearableFileInput({"accept": ".pdf,.jpg,.jpeg,.png"}),
    )

    def clean_file(self) -> UploadedFile:
        file: UploadedFile = self.cleaned_data["file"]
        if (file.size or 0) > MAX_BYTES:
            raise forms.ValidationError(f"Ce fichier dépasse {MAX_MEGABYTES} Mo : il n’a pas été émis ici.")
        return file
