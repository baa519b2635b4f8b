"""What can be asked of a list of actions: to keep its filters, or to change those that are ticked."""

from __future__ import annotations

from typing import Any

from crispy_forms.layout import Column, Layout, Row
from django import forms
from django.http import QueryDict
from django.utils import timezone

from actions.enums import Status
from actions.filters import ActionFilter
from actions.models import ActionPoint
from actions.rules import MISSING
from actions.services.bulk import BulkChange
from clusterhub.web.forms import BlockField, DateInput, HelperMixin, LineField
from clusterhub.web.typography import french
from participants.enums import Standing
from participants.models import User

MOST = 100
LONGEST = 1000


class SaveViewForm(HelperMixin, forms.Form):
    name = LineField(label="Nom de la vue", max_length=60)
    filters = forms.CharField(widget=forms.HiddenInput, required=False, max_length=4 * LONGEST)

    def clean_filters(self) -> str:
        """Of an address's query, the list's own filters."""
        return kept_filters(QueryDict(self.cleaned_data["filters"]))


def kept_filters(query: QueryDict) -> str:
    kept = QueryDict(mutable=True)
    for name in ActionFilter.base_filters:
        if value := query.get(name, "")[:LONGEST]:
            kept[name] = value
    written = kept.urlencode()
    return written if len(written) <= LONGEST else ""


class BulkForm(HelperMixin, forms.Form):
    actions = forms.ModelMultipleChoiceField(
        queryset=None,
        to_field_name="uuid",
        widget=forms.MultipleHiddenInput,
        error_messages={
            "required": "Cochez au moins une action.",
            "invalid_choice": "Une des actions cochées n’existe plus, ou n’est pas de vos clusters.",
            "invalid_pk_value": "Une des actions cochées n’existe pas.",
        },
    )
    retour = forms.CharField(widget=forms.HiddenInput, required=False, max_length=4 * LONGEST)
    status = forms.ChoiceField(label="Statut", choices=[("", "Sans changement"), *Status.choices], required=False)
    due_on = forms.DateField(
        label="Nouvelle échéance",
        widget=DateInput,
        required=False,
        help_text=french("Avec « Reporté », la date du report."),
    )
    comment = BlockField(label="Commentaire", max_length=4000, required=False)
    note = LineField(label="En attente de, bloqué par", max_length=500, required=False)

    layout = Layout(
        "actions",
        "retour",
        Row(Column("status", css_class="col-md-6"), Column("due_on", css_class="col-md-6")),
        "comment",
        "note",
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ours = ActionPoint.objects.standing().filter(cluster_id__in=user.clusters_with(Standing.COORDINATION))
        self.fields["actions"].queryset = ours.select_related("cluster", "meeting").order_by("reference")

    def clean_actions(self) -> list[ActionPoint]:
        chosen = list(self.cleaned_data["actions"])
        if len(chosen) > MOST:
            raise forms.ValidationError(f"{MOST} actions au plus à la fois.")
        return chosen

    def clean_due_on(self) -> Any:
        due_on = self.cleaned_data["due_on"]
        if due_on and due_on.year > timezone.localdate().year + 20:
            raise forms.ValidationError("Cette date est trop lointaine.")
        return due_on

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self.errors and not (data.get("status") or data.get("due_on") or data.get("comment")):
            raise forms.ValidationError("Dites ce qui change : un statut, une échéance ou un commentaire.")
        if not self.errors and data["status"]:
            self._want_what_goes_with(Status(data["status"]), data)
        return data

    def _want_what_goes_with(self, status: Status, data: dict[str, Any]) -> None:
        """Asked here, where the ticks and the text are still at hand: each action would refuse it for itself."""
        needed, message = MISSING.get(status, ("", ""))
        field = "due_on" if needed == "postponed_to" else needed
        if field and not (data[field] or (field == "note" and data["comment"])):
            self.add_error(field, message)

    @property
    def change(self) -> BulkChange:
        data = self.cleaned_data
        return BulkChange(data["status"], data["due_on"], data["comment"], data["note"])
