from __future__ import annotations

from typing import Any

from crispy_forms.layout import Layout
from django import forms

from actions.enums import Status
from clusterhub.web.forms import BlockField, HelperMixin, LineField
from clusterhub.web.typography import french

QUICK_STATUSES = (
    (Status.IN_PROGRESS, "En cours"),
    (Status.DONE, "Fait"),
    (Status.BLOCKED, "Bloqué"),
)

TO_BE_SAID = {Status.DONE: "Dites en quelques mots ce qui a été fait.", Status.BLOCKED: "Dites ce qui bloque."}


class PartnerReportForm(HelperMixin, forms.Form):
    """What a partner says of one action. The buttons of the page give the status."""

    name = LineField(
        label="Votre nom", max_length=120, error_messages={"required": "Dites qui répond : votre nom est noté."}
    )
    comment = BlockField(
        label="Ce qui a été fait, ou ce qui bloque",
        max_length=4000,
        required=False,
        help_text=french("Une ligne suffit. Nécessaire pour « fait » et « bloqué »."),
    )
    file = forms.FileField(label="Photo ou fichier", required=False)
    status = forms.ChoiceField(label="Statut", choices=QUICK_STATUSES, required=False)
    layout = Layout("comment", "file", "name")
    marks_required = False

    def __init__(self, *args: Any, is_important: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_important:
            self.fields["file"].help_text = french(
                "Action importante : pour « fait », un document, ou un lien ci-dessus."
            )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if "status" in data and not data["status"]:
            self.add_error(None, "Choisissez « En cours », « Fait » ou « Bloqué ».")
        if (status := data.get("status")) in TO_BE_SAID and data.get("comment") == "":
            self.add_error("comment", TO_BE_SAID[status])
        return data


class PartnerSlipForm(HelperMixin, forms.Form):
    """Takes back the word that is shown."""

    name = LineField(
        label="Votre nom", max_length=120, error_messages={"required": "Dites qui rectifie : votre nom est noté."}
    )
    word = forms.UUIDField(widget=forms.HiddenInput)
    layout = Layout("name", "word")
    marks_required = False
