from __future__ import annotations

from typing import Any

from django import forms

from clusterhub.web import richtext
from clusterhub.web.forms import HelperMixin, LineField
from clusterhub.web.typography import format_short_date
from minutes.models import Decision
from minutes.querysets import DecisionQuerySet


class DecisionChoiceField(forms.ModelChoiceField):
    def label_from_instance(self, decision: Decision) -> str:
        return f"{format_short_date(decision.taken_on)} · {richtext.excerpt(decision.text, 110)}"


class ReplaceDecisionForm(HelperMixin, forms.Form):
    by_decision = DecisionChoiceField(
        label="Remplacée par", queryset=None, to_field_name="uuid", empty_label="Choisir une décision plus récente…"
    )
    note = LineField(label="Motif", max_length=400, required=False)

    def __init__(self, *args: Any, candidates: DecisionQuerySet, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["by_decision"].queryset = candidates
