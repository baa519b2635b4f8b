"""The forms that follow an action: confirming it, giving its date, bringing it before another cluster."""

from __future__ import annotations

from typing import Any

from crispy_forms.layout import Column, Layout, Row
from django import forms
from django.utils import timezone

from actions.models import ActionHandover, ActionPoint
from clusterhub.web.forms import BlockField, DateInput, HelperMixin, LineField
from clusterhub.web.typography import french
from participants.models import Cluster, User

REFUSING = "refuse"
"""The name of the second button of a page that offers to say no."""


class RefusableMixin:
    """Its second button says no, which takes a reason."""

    without_reason: str

    @property
    def is_refused(self) -> bool:
        return REFUSING in self.data

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if self.is_refused and not data.get("reason"):
            self.add_error("reason", self.without_reason)
        return data


class ConfirmForm(RefusableMixin, HelperMixin, forms.Form):
    reason = BlockField(
        label="Motif, si vous la renvoyez", max_length=1000, required=False, help_text="Ce qui manque encore."
    )
    without_reason = "Dites ce qui manque pour que l’action soit réalisée."


class GiveDateForm(HelperMixin, forms.Form):
    on = forms.DateField(label="Date", widget=DateInput)
    comment = LineField(label="Précision", max_length=300, required=False)

    def clean_on(self) -> Any:
        on = self.cleaned_data["on"]
        if on < timezone.localdate():
            raise forms.ValidationError("Cette date est déjà passée.")
        return on


class HandOverForm(HelperMixin, forms.Form):
    to_cluster = forms.ModelChoiceField(
        label="Transmettre à", queryset=Cluster.objects.none(), to_field_name="uuid", empty_label="—"
    )
    reason = BlockField(
        label="Motif",
        max_length=2000,
        help_text=french("Ce que l’autre coordination doit savoir ou faire. Vos membres le liront dans l’historique."),
    )

    def __init__(self, *args: Any, action: ActionPoint, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["to_cluster"].queryset = Cluster.objects.filter(is_active=True).exclude(pk=action.cluster_id)
        self.fields["to_cluster"].initial = action.cluster.parent and action.cluster.parent.uuid


class AnswerHandoverForm(RefusableMixin, HelperMixin, forms.Form):
    owner_text = LineField(
        label="Responsable(s) chez vous",
        max_length=400,
        required=False,
        help_text=french("Nécessaire pour accepter : « Coordinateur », « DNDS »…"),
    )
    due_text = LineField(label="Échéance", max_length=300, required=False, help_text=french("« 22 novembre »…"))
    reason = BlockField(label="Motif, si vous refusez", max_length=2000, required=False)

    without_reason = "Dites pourquoi vous refusez."

    layout = Layout(Row(Column("owner_text", css_class="col-md-6"), Column("due_text", css_class="col-md-6")), "reason")

    def __init__(self, *args: Any, handover: ActionHandover, **kwargs: Any) -> None:
        super().__init__(*args, initial={"due_text": handover.action.due_text}, **kwargs)

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if not self.is_refused and not data.get("owner_text") and "owner_text" not in self.errors:
            self.add_error("owner_text", "Dites qui s’en charge chez vous.")
        return data


class TypedActionForm(forms.Form):
    """What is typed of an action that is not saved yet."""

    cluster = forms.ModelChoiceField(queryset=Cluster.objects.none(), to_field_name="uuid")
    description = forms.CharField(max_length=20_000)

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["cluster"].queryset = Cluster.objects.coordinated_by(user)

    @property
    def typed(self) -> dict[str, Any]:
        return {"text": self.cleaned_data["description"], "cluster": self.cleaned_data["cluster"]}


class AttachForm(forms.Form):
    attach_to = forms.UUIDField()
