from __future__ import annotations

from typing import Any

from django import forms

from clusterhub.web.forms import HelperMixin, PastedField, SheetField
from participants.models import Cluster, User


class ImportForm(HelperMixin, forms.Form):
    """A file, or rows copied from a spreadsheet; as rows it travels in the page from one step to the next."""

    cluster = forms.ModelChoiceField(
        label="Cluster", queryset=Cluster.objects.none(), to_field_name="uuid", empty_label=None
    )
    file = SheetField(label="Fichier XLSX ou CSV", required=False)
    text = PastedField(
        label="Ou les lignes, copiées du tableur avec leurs titres",
        required=False,
        max_length=300_000,
        help_text="Colonnes reconnues : N°, Action, Responsable, Échéance, Statut, Commentaire, Date de la réunion.",
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["cluster"].queryset = Cluster.objects.coordinated_by(user).filter(is_active=True)
        self.fields["text"].widget.attrs["rows"] = "8"

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("file"):
            cleaned["text"] = cleaned["file"]
        elif not cleaned.get("text") and not self.errors:
            self.add_error("file", "Choisissez un fichier, ou collez des lignes.")
        return cleaned
