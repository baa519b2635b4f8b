"""A remark on a passage, and its answer."""

from __future__ import annotations

from typing import Any

from django import forms

from clusterhub.web.forms import BlockField, HelperMixin
from minutes.enums import RemarkAnswer, RemarkKind

MAX_LENGTH = 2000


class RemarkForm(HelperMixin, forms.Form):
    """``passage`` comes out as what it is called in the version that is being read."""

    passage = forms.ChoiceField(label="Passage")
    kind = forms.ChoiceField(
        label="Nature",
        choices=RemarkKind.choices,
        initial=RemarkKind.REMARK,
        widget=forms.RadioSelect,
        help_text="Une objection empêche l’adoption tant qu’elle attend une réponse.",
    )
    text = BlockField(label="Ce que vous remarquez", max_length=MAX_LENGTH)

    def __init__(self, *args: Any, passages: dict[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.passages = passages
        self.fields["passage"].choices = list(passages.items())

    def clean_passage(self) -> str:
        return self.passages[self.cleaned_data["passage"]]


class AnswerForm(HelperMixin, forms.Form):
    answer = forms.ChoiceField(label="Suite donnée", choices=RemarkAnswer.choices, widget=forms.RadioSelect)
    note = BlockField(
        label="Réponse",
        max_length=MAX_LENGTH,
        help_text="Lue par les membres. Le texte lui-même se change dans la saisie, puis se diffuse à nouveau.",
    )
