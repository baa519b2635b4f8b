from __future__ import annotations

from typing import Any

from crispy_forms.layout import Layout
from django import forms

from clusterhub.web.forms import BlockField, HelperMixin, LineField
from clusterhub.web.typography import format_date, french
from meetings.enums import Coming
from meetings.foreseen import meetings_taking_points
from meetings.models import AgendaProposal, Meeting

REFUSING = "refuse"
"""The name of the second button."""
LONGEST_MINUTES = 480


class MeetingChoice(forms.ModelChoiceField):
    def label_from_instance(self, meeting: Any) -> str:
        return french(f"{format_date(meeting.day)} : {meeting.title}")


class DecideForm(HelperMixin, forms.Form):
    meeting = MeetingChoice(
        label="À l’ordre du jour de",
        queryset=Meeting.objects.none(),
        to_field_name="uuid",
        required=False,
        empty_label="Choisissez",
    )
    answer = LineField(
        label="Un mot à l’organisation",
        max_length=300,
        required=False,
        help_text=french("Elle le lit sur sa page. Nécessaire si le point n’est pas retenu."),
    )

    def __init__(self, *args: Any, proposal: AgendaProposal, **options: Any) -> None:
        super().__init__(*args, **options)
        field = self.fields["meeting"]
        field.queryset = meetings_taking_points(proposal.cluster)
        field.initial = proposal.meeting.uuid if proposal.meeting else getattr(field.queryset.first(), "uuid", None)

    @property
    def is_refused(self) -> bool:
        return REFUSING in self.data

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if self.is_refused and "answer" in data and not data["answer"]:
            self.add_error("answer", "Dites en un mot pourquoi ce point n’est pas retenu.")
        if not self.is_refused and "meeting" in data and not data["meeting"]:
            self.add_error("meeting", "Choisissez la réunion, ou préparez-la d’abord.")
        return data


class ProposalForm(HelperMixin, forms.Form):
    """A point that an organisation proposes."""

    title = LineField(label="Sujet", max_length=200, error_messages={"required": "Donnez un sujet à ce point."})
    detail = BlockField(label="En quelques mots", max_length=2000, required=False)
    planned_minutes = forms.IntegerField(
        label="Durée souhaitée, en minutes", min_value=1, max_value=LONGEST_MINUTES, required=False
    )
    layout = Layout("title", "detail", "planned_minutes")
    marks_required = False


class ForeseenForm(HelperMixin, forms.Form):
    """Who will come, or that nobody will."""

    coming = forms.ChoiceField(
        label="Votre organisation",
        choices=Coming,
        widget=forms.RadioSelect,
        error_messages={"required": "Dites si votre organisation viendra."},
    )
    people = BlockField(
        label="Qui viendra, ou qui vous représente",
        max_length=1000,
        required=False,
        help_text="Un nom par ligne, avec la fonction si vous voulez.",
    )
    note = LineField(label="Précision", max_length=300, required=False)
    layout = Layout("coming", "people", "note")
    marks_required = False

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("coming") == Coming.REPRESENTED and "people" in data and not data["people"]:
            self.add_error("people", "Dites par qui votre organisation est représentée.")
        return data
