from __future__ import annotations

from typing import Any

from crispy_forms.layout import Column, Layout, Row
from django import forms
from django.core.validators import URLValidator

from actions.enums import Priority, Status
from actions.models import ActionPoint, ActionShare
from actions.rules import REOPEN_FIRST, can_move, can_report_on_whole, organisations_answered_for
from clusterhub.web.forms import BlockField, DateInput, HelperMixin, LineField
from clusterhub.web.typography import french
from participants.models import Organisation, User

WHOLE = ""
WEB_ADDRESS = URLValidator(schemes=("http", "https"))


class ReportForm(HelperMixin, forms.Form):
    """Where an action stands, for an organisation or for the whole of it: what the user may answer for."""

    organisation = forms.ChoiceField(label="Pour", required=False)
    status = forms.ChoiceField(label="Statut", choices=Status)
    comment = BlockField(
        label="Ce qui a été fait",
        max_length=4000,
        required=False,
        help_text=french("Nécessaire pour « réalisé » et « abandonné »."),
    )
    note = LineField(
        label="En attente de, bloqué par",
        max_length=500,
        required=False,
        help_text=french("Qui ou quoi : « du bailleur », « par la route coupée »."),
    )
    postponed_to = forms.DateField(label="Reporté au", widget=DateInput, required=False)
    file = forms.FileField(label="Pièce jointe", required=False)
    proof_url = forms.URLField(
        label="Ou un lien", max_length=500, required=False, assume_scheme="https", validators=[WEB_ADDRESS]
    )

    layout = Layout(
        "organisation",
        Row(Column("status", css_class="col-md-6"), Column("postponed_to", css_class="col-md-6")),
        "comment",
        "note",
        Row(Column("file", css_class="col-md-6"), Column("proof_url", css_class="col-md-6")),
    )

    def __init__(self, *args: Any, action: ActionPoint, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.action = action
        self.shares = {str(share.organisation.uuid): share for share in _answered_shares(action, user)}
        offered = [(key, share.organisation.short_label) for key, share in self.shares.items()]
        if can_report_on_whole(user, action):
            offered.insert(0, (WHOLE, "L’ensemble de l’action"))
        self.fields["organisation"].choices = offered
        self.fields["organisation"].initial = offered[0][0] if offered else WHOLE
        if len(offered) == 1:
            self.fields["organisation"].widget = forms.HiddenInput()
        if action.priority == Priority.IMPORTANT:
            self.fields["file"].help_text = french("Action importante : un document ou un lien pour « réalisé ».")

    def clean_organisation(self) -> str:
        """The only one there is goes without saying."""
        chosen = self.cleaned_data["organisation"]
        offered = [key for key, _ in self.fields["organisation"].choices]
        if chosen not in offered and len(offered) == 1:
            return offered[0]
        if chosen not in offered:
            raise forms.ValidationError("Dites pour quelle organisation vous répondez.")
        return chosen

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        status, share = data.get("status"), self.shares.get(data.get("organisation", WHOLE))
        before = share.status if share else self.action.status
        if status and not can_move(before, status):
            self.add_error("status", REOPEN_FIRST)
        return data

    @property
    def answering(self) -> Organisation | None:
        share = self.shares.get(self.cleaned_data["organisation"])
        return share.organisation if share else None


def _answered_shares(action: ActionPoint, user: User) -> list[ActionShare]:
    """Those of the organisations that the user answers for; all of them for the coordination."""
    current = [share for share in action.shares.all() if share.left_on is None]
    if can_report_on_whole(user, action):
        return current
    answered = organisations_answered_for(user, action)
    return [share for share in current if share.organisation_id in answered]


class SlipForm(forms.Form):
    """A button beside the last word of an organisation that the user answers for."""

    organisation = forms.UUIDField()
    word = forms.UUIDField()

    def __init__(self, *args: Any, action: ActionPoint, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.shares = {share.organisation.uuid: share for share in _answered_shares(action, user)}

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("organisation") not in self.shares:
            raise forms.ValidationError("Dites pour quelle organisation vous répondez.")
        return data

    @property
    def share(self) -> ActionShare:
        return self.shares[self.cleaned_data["organisation"]]


class WithdrawForm(HelperMixin, forms.Form):
    reason = LineField(label="Motif", max_length=300)
    marks_required = False
