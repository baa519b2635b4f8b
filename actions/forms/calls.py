"""The coordination's forms: asking, changing, setting, putting into the minutes, forwarding."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone

from actions.enums import CallPart
from actions.partners import partners_in
from actions.services.automatic_calls import BY_ITSELF, members_of
from actions.services.calls import FIGURES_AT_MOST
from clusterhub.web.forms import BlockField, DateInput, HelperMixin, LineField, LinesField, RecordsField
from clusterhub.web.typography import format_date, french
from meetings.enums import Visibility
from meetings.forms.proposals import MeetingChoice
from meetings.models import AgendaItem, Document, Meeting
from participants.models import Cluster, DistributionList, Organisation

ALL, CHOSEN = "tous", "choix"


class OrganisationsField(RecordsField):
    widget = forms.CheckboxSelectMultiple


class CallForm(HelperMixin, forms.Form):
    title = LineField(label="Titre", max_length=150)
    introduction = BlockField(label="Introduction", max_length=2000, required=False)
    parts = forms.MultipleChoiceField(
        label="Ce que vous demandez", choices=CallPart, widget=forms.CheckboxSelectMultiple
    )
    due_on = forms.DateField(label="Réponse souhaitée pour le", widget=DateInput)
    meeting = MeetingChoice(
        label="Réunion", queryset=Meeting.objects.none(), to_field_name="uuid", required=False, empty_label="Aucune"
    )
    document = forms.ModelChoiceField(
        label="Document à commenter",
        queryset=Document.objects.none(),
        to_field_name="uuid",
        required=False,
        empty_label="Aucun",
    )
    figures = LinesField(
        label="Chiffres demandés",
        each=LineField(max_length=100),
        required=False,
        help_text=french(f"Un par ligne, {FIGURES_AT_MOST} au plus : « Bénéficiaires atteints »."),
    )
    audience = forms.ChoiceField(label="À qui")
    organisations = OrganisationsField(
        label="Organisations cochées", queryset=Organisation.objects.none(), to_field_name="uuid", required=False
    )

    def __init__(self, *args: Any, cluster: Cluster, **options: Any) -> None:
        super().__init__(*args, **options)
        self.cluster, self.groups = cluster, {str(group.uuid): group for group in cluster.groups.all()}
        groups = [(key, french(f"Groupe : {group.name}")) for key, group in self.groups.items()]
        self.fields["audience"].choices = [
            (ALL, "Tous les membres"), *groups, (CHOSEN, "Les organisations cochées")
        ]  # fmt: skip
        self.fields["organisations"].queryset = partners_in(cluster)
        self.fields["meeting"].queryset = Meeting.objects.filter(cluster=cluster).upcoming(at=timezone.now())
        told = Document.objects.filter(cluster=cluster).exclude(visibility=Visibility.COORDINATION)
        self.fields["document"].queryset = told

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("audience") == CHOSEN and "organisations" in data and not data["organisations"]:
            self.add_error("organisations", "Cochez au moins une organisation.")
        return data

    @property
    def asked(self) -> list[Organisation]:
        audience = self.cleaned_data["audience"]
        if audience == ALL:
            return members_of(self.cluster)
        if audience == CHOSEN:
            return list(self.cleaned_data["organisations"])
        return list(self.groups[audience].organisations.all())

    @property
    def fields_of_call(self) -> dict[str, Any]:
        return {key: value for key, value in self.cleaned_data.items() if key not in ("audience", "organisations")}


class CallChangeForm(HelperMixin, forms.Form):
    title = LineField(label="Titre", max_length=150)
    introduction = BlockField(label="Introduction", max_length=2000, required=False)
    due_on = forms.DateField(label="Réponse souhaitée pour le", widget=DateInput)


class CallSettingForm(HelperMixin, forms.Form):
    is_on = forms.BooleanField(label="Envoyer un appel avant chaque réunion", required=False)
    days_before = forms.IntegerField(
        label="Jours avant la réunion", min_value=1, max_value=60,
        help_text="L’appel part ce jour-là, ou le jour ouvré qui le précède, à tous les membres.",
    )  # fmt: skip
    parts = forms.MultipleChoiceField(
        label="Ce qu’il demande",
        choices=[(part.value, part.label) for part in BY_ITSELF],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    introduction = BlockField(label="Introduction", max_length=2000, required=False)


class ItemChoice(forms.ModelChoiceField):
    def label_from_instance(self, item: Any) -> str:
        return french(f"{format_date(item.meeting.day)} : {item.title}")


class PutForm(HelperMixin, forms.Form):
    """Which answers, and into which point."""

    parts = forms.MultipleChoiceField(label="Ce qui est versé", widget=forms.CheckboxSelectMultiple)
    item = ItemChoice(
        label="Dans le point", queryset=AgendaItem.objects.none(), to_field_name="uuid", empty_label="Choisissez"
    )

    def __init__(self, *args: Any, items: Any, parts: list[CallPart], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["item"].queryset = items
        self.fields["parts"].choices = [(part.value, part.label) for part in parts]
        self.fields["parts"].initial = [part.value for part in parts]


class ListsField(RecordsField):
    widget = forms.CheckboxSelectMultiple


class ForwardForm(HelperMixin, forms.Form):
    lists = ListsField(
        label="Listes de diffusion", queryset=DistributionList.objects.none(), to_field_name="uuid", required=False
    )
    organisations = OrganisationsField(
        label="Points focaux de", queryset=Organisation.objects.none(), to_field_name="uuid", required=False
    )
    note = BlockField(label="Un mot d’introduction", max_length=1000, required=False)

    def __init__(self, *args: Any, cluster: Cluster, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["lists"].queryset = cluster.distribution_lists.filter(is_active=True)
        self.fields["organisations"].queryset = partners_in(cluster)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self.errors and not data["lists"] and not data["organisations"]:
            self.add_error(None, "Choisissez à qui transmettre.")
        return data
