from __future__ import annotations

from typing import Any

from django import forms

from clusterhub.web.forms import SheetForm
from participants.models import Cluster, User

COLUMNS = "Colonnes reconnues : N°, Action, Responsable, Échéance, Statut, Commentaire, Date de la réunion."


class ImportForm(SheetForm):
    cluster = forms.ModelChoiceField(
        label="Cluster", queryset=Cluster.objects.none(), to_field_name="uuid", empty_label=None
    )

    field_order = ("cluster", "text", "file")

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["cluster"].queryset = Cluster.objects.coordinated_by(user).filter(is_active=True)
        self.fields["text"].label = "Les lignes, copiées du tableur avec leurs titres"
        self.fields["text"].help_text = COLUMNS
