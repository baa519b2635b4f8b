"""What a meeting says of an earlier record: adopted, adopted with reservations, put off."""

from __future__ import annotations

from typing import Any

from crispy_forms.layout import Column, Layout, Row
from django import forms

from clusterhub.web.forms import BlockField, HelperMixin, LineField
from clusterhub.web.typography import french
from minutes.forms.record import AdoptForm
from minutes.models import Remark
from minutes.services.approvals import Reserved

ROWS = 4
"""Reservations that can be typed at once."""
MAX_LENGTH = 1000


class AdoptInSessionForm(AdoptForm):
    @property
    def reserved(self) -> list[Reserved]:
        return []


class ReservationsForm(AdoptInSessionForm):
    """Open objections that become reservations, and what else was reserved."""

    def __init__(self, *args: Any, objections: list[Remark], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.objections = {str(each.uuid): each for each in objections}
        rows = []
        if objections:
            self.fields["objections"] = forms.MultipleChoiceField(
                label="Objections ouvertes à inscrire comme réserves",
                choices=[(number, _presented(each)) for number, each in self.objections.items()],
                widget=forms.CheckboxSelectMultiple,
                required=False,
            )
            rows.append("objections")
        for number in range(1, ROWS + 1):
            self.fields[f"text_{number}"] = BlockField(label=f"Réserve {number}", max_length=MAX_LENGTH, required=False)
            self.fields[f"organisation_{number}"] = LineField(
                label=f"Émise par (réserve {number})", max_length=200, required=False
            )
            rows.append(
                Row(
                    Column(f"text_{number}", css_class="col-md-8"),
                    Column(f"organisation_{number}", css_class="col-md-4"),
                )
            )
        self.layout = Layout("seen", *rows, *(name for name in ("confirmed",) if name in self.fields))

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        for number in range(1, ROWS + 1):
            if cleaned.get(f"organisation_{number}") and not cleaned.get(f"text_{number}"):
                self.add_error(f"text_{number}", "Écrivez la réserve, ou effacez l’organisation.")
        if not self.errors and not self.reserved:
            self.add_error(None, "Écrivez au moins une réserve, ou adoptez sans réserve.")
        return cleaned

    @property
    def reserved(self) -> list[Reserved]:
        chosen = [self.objections[number] for number in self.cleaned_data.get("objections", ())]
        typed = (
            (self.cleaned_data[f"text_{number}"], self.cleaned_data[f"organisation_{number}"])
            for number in range(1, ROWS + 1)
        )
        return [
            *(Reserved.from_objection(each) for each in chosen),
            *(Reserved.typed(text, organisation) for text, organisation in typed if text),
        ]


def _presented(remark: Remark) -> str:
    return french(f"{remark.author} ({remark.passage}) : {remark.text}")


class PostponeForm(HelperMixin, forms.Form):
    reason = BlockField(label="Pourquoi (s’imprime au compte rendu de cette réunion)", max_length=300, required=False)
