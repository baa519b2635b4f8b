"""What is asked before a public edition is published or withdrawn."""

from __future__ import annotations

from typing import Any

from django import forms

from clusterhub.web.forms import BlockField, HelperMixin
from minutes.forms.record import SignForm


class PublishForm(SignForm):
    """The same document comes again after a withdrawal: then there is nothing left to choose."""

    names_people = forms.BooleanField(
        label="Nommer les participants",
        required=False,
        help_text="Sinon la liste de présence ne dit que les organisations.",
    )
    has_read = forms.BooleanField(label="J’ai relu l’édition publique : chacun peut la lire, sans compte")
    field_order = ("names_people", "has_read", "password")

    def __init__(self, *args: Any, is_again: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_again:
            del self.fields["names_people"]


class WithdrawForm(HelperMixin, forms.Form):
    reason = BlockField(
        label="Pourquoi la publication est retirée",
        max_length=300,
        help_text="Reste dans la maison : le public ne le lit pas.",
    )
