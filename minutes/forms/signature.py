"""What is asked around the signatures of a record, and the rule of a cluster."""

from __future__ import annotations

from typing import Any

from django import forms

from clusterhub.web.forms import BlockField, HelperMixin
from meetings.selectors import people_of
from minutes.models import SigningPolicy
from participants.models import Cluster

REASON_LENGTH = 300


class RefuseForm(HelperMixin, forms.Form):
    reason = BlockField(
        label="Pourquoi vous ne signez pas",
        max_length=REASON_LENGTH,
        help_text="Les membres le liront sur la page du compte rendu. Rien n’est inscrit dans le document.",
    )


class WaiveForm(HelperMixin, forms.Form):
    reason = BlockField(
        label="Pourquoi le document se passe de cette signature",
        max_length=REASON_LENGTH,
        help_text="Les membres le liront dans l’historique.",
    )


class ReplaceSignerForm(HelperMixin, forms.Form):
    person = forms.ModelChoiceField(label="Qui signe", queryset=None, empty_label="Choisir…")
    reason = BlockField(label="Pourquoi", max_length=REASON_LENGTH, help_text="Par exemple : absence, départ.")

    def __init__(self, *args: Any, cluster: Cluster, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = people_of(cluster).filter(user__is_active=True)


class SigningPolicyForm(HelperMixin, forms.ModelForm):
    class Meta:
        model = SigningPolicy
        fields = ("by_rapporteur", "by_reviewer", "by_chair", "by_seal", "in_order", "remind_after_days")
        labels = {
            "by_rapporteur": "Le rapporteur",
            "by_reviewer": "Le relecteur",
            "by_chair": "La présidence de séance",
            "by_seal": "Le cachet du cluster",
            "in_order": "L’un après l’autre, dans cet ordre",
            "remind_after_days": "Rappel automatique après (jours)",
        }
        help_texts = {
            "by_seal": "Un certificat au nom du cluster, qu’un coordinateur appose avec son mot de passe.",
            "in_order": "Sinon chacun signe quand il peut ; le premier certifie le document.",
        }
