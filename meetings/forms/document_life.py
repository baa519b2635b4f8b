"""What is asked when a document moves, is commented on, or gets a new version."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone

from clusterhub.web.forms import DateInput, HelperMixin, LineField
from clusterhub.web.richtext import to_text
from meetings.models import Document, Outcome
from meetings.selectors import decisions_for
from meetings.services.document_life import LONGEST_COMMENT

SHOWN = 90


class OpenForm(HelperMixin, forms.Form):
    until = forms.DateField(label="Observations jusqu’au", widget=DateInput())

    def __init__(self, *args: Any, document: Document, **options: Any) -> None:
        super().__init__(*args, initial={"until": document.comments_until}, **options)
        self.fields["until"].widget.attrs["min"] = timezone.localdate().isoformat()


class ReasonForm(HelperMixin, forms.Form):
    reason = LineField(label="Motif", max_length=300)


class ValidateForm(HelperMixin, forms.Form):
    decision = forms.ModelChoiceField(
        label="Décision", queryset=Outcome.objects.none(), to_field_name="uuid", empty_label="Choisir une décision"
    )

    def __init__(self, *args: Any, document: Document, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["decision"].queryset = decisions_for(document)
        self.fields["decision"].label_from_instance = in_brief


def in_brief(decision: Outcome) -> str:
    """« 07/06/2017 · Validation du plan : Le plan est validé. »"""
    text = to_text(decision.text)
    shown = text if len(text) <= SHOWN else f"{text[:SHOWN].rstrip()}…"
    return f"{decision.item.meeting.day:%d/%m/%Y} · {decision.item.title} : {shown}"


class DistributeForm(HelperMixin, forms.Form):
    """Nothing to fill in: the button is the answer."""


class CommentForm(HelperMixin, forms.Form):
    text = forms.CharField(
        label="Votre observation", max_length=LONGEST_COMMENT, widget=forms.Textarea({"rows": 4}), strip=True
    )
