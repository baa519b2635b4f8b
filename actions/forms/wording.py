"""The forms in which an action is worded: what, who, by when."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from crispy_forms.layout import Column, Fieldset, Layout, Row
from django import forms

from actions.enums import DueKind, Priority, Recurrence
from actions.models import ActionPoint
from actions.services.create import ActionFields
from actions.services.dependence import possible_predecessors
from actions.services.due import DATE_NEEDED
from clusterhub.web import richtext
from clusterhub.web.forms import DateInput, HelperMixin, LineField, RichTextarea
from clusterhub.web.typography import format_date, french
from meetings.enums import Visibility
from meetings.models import Meeting
from participants.enums import Sector
from participants.forms.fields import LabelledPlaceField
from participants.models import Cluster, Place, User

UNDERSTOOD = ("", "D’après le texte")


class ActionForm(HelperMixin, forms.Form):
    description = forms.CharField(label="Action", widget=RichTextarea)
    owner_text = LineField(
        label="Responsable(s)",
        max_length=400,
        required=False,
        help_text=french("Comme dans le compte rendu : « DNDS », « Partenaires avec l’appui du Coordinateur »…"),
    )
    due_text = LineField(
        label="Échéance",
        max_length=300,
        required=False,
        help_text=french(
            "Comme dans le compte rendu : « 22 novembre », « au plus tard vendredi 16 juin », « mensuel »…"
        ),
    )
    due_kind = forms.ChoiceField(label="Sorte d’échéance", choices=[UNDERSTOOD, *DueKind.choices], required=False)
    due_on = forms.DateField(label="Date", widget=DateInput, required=False)
    recurrence = forms.ChoiceField(label="Récurrence", choices=[("", "—"), *Recurrence.choices], required=False)
    due_set_by = LineField(label="Date à communiquer par", max_length=200, required=False)
    priority = forms.ChoiceField(label="Priorité", choices=Priority, initial=Priority.NORMAL)
    visibility = forms.ChoiceField(label="Visible par", choices=Visibility, initial=Visibility.MEMBERS)
    place = LabelledPlaceField(label="Lieu", queryset=Place.objects.all(), required=False, empty_label="—")
    sector = forms.ChoiceField(label="Secteur", choices=[("", "—"), *Sector.choices], required=False)
    depends_on = LineField(
        label="Dépend de",
        max_length=200,
        required=False,
        help_text="L’action à faire d’abord : sa référence, ou quelques-uns de ses mots.",
    )
    predecessor = forms.UUIDField(label="Laquelle ?", required=False, widget=forms.HiddenInput)
    """Chosen among those that hold the words of ``depends_on``."""

    parts: tuple[Any, ...] = (
        "description",
        Row(Column("owner_text", css_class="col-md-6"), Column("due_text", css_class="col-md-6")),
        Fieldset(
            "Si l’échéance est mal comprise",
            Row(Column("due_kind", css_class="col-md-6"), Column("due_on", css_class="col-md-6")),
            Row(Column("recurrence", css_class="col-md-6"), Column("due_set_by", css_class="col-md-6")),
        ),
        Fieldset(
            "Précisions",
            Row(Column("priority", css_class="col-md-6"), Column("visibility", css_class="col-md-6")),
            Row(Column("place", css_class="col-md-6"), Column("sector", css_class="col-md-6")),
            "depends_on",
            "predecessor",
        ),
    )
    layout = Layout(*parts)
    action: ActionPoint | None = None

    def clean_description(self) -> str:
        text = self.cleaned_data["description"]
        try:
            if richtext.is_blank(text):
                raise forms.ValidationError("Ce champ est obligatoire.")
        except richtext.RichTextTooLarge as error:
            raise forms.ValidationError(str(error)) from error
        return text

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if data.get("due_kind") in DATE_NEEDED and not data.get("due_on") and "due_on" not in self.errors:
            self.add_error("due_on", "Cette sorte d’échéance demande une date.")
        if data.get("due_kind") == DueKind.RECURRING and not data.get("recurrence"):
            self.add_error("recurrence", "Précisez la récurrence.")
        if data.get("depends_on"):
            data["depends_on"] = self._predecessor(data["depends_on"], data.get("predecessor"))
        return data

    def cluster_of(self) -> Cluster | None:
        raise NotImplementedError

    def _predecessor(self, typed: str, chosen: UUID | None) -> ActionPoint | None:
        """By its reference, else the one that was chosen among those that hold the words."""
        cluster = self.cluster_of()
        if cluster is None:
            return None
        named = ActionPoint.objects.standing().filter(cluster=cluster, reference__iexact=typed).first()
        if named:
            return named
        offered = {one.uuid: one for one in possible_predecessors(typed, cluster=cluster, of=self.action)}
        if chosen not in offered:
            self._offer(offered)
        return offered.get(chosen) if chosen else None

    def _offer(self, offered: dict[UUID, ActionPoint]) -> None:
        if not offered:
            self.add_error("depends_on", "Aucune action ouverte de ce cluster ne porte cette référence ni ces mots.")
            return
        choices = [(key, f"{one.reference} : {richtext.excerpt(one.description, 90)}") for key, one in offered.items()]
        self.fields["predecessor"].widget = forms.RadioSelect(choices=choices)
        self.add_error("predecessor", "Choisissez l’action à faire d’abord, ou écrivez sa référence.")

    def given(self) -> ActionFields:
        """What the services take, without what was left as it is."""
        data = self.cleaned_data
        return ActionFields(
            owner_text=data["owner_text"],
            due_text=data["due_text"],
            due_kind=data["due_kind"] or None,
            due_on=data["due_on"],
            recurrence=data["recurrence"],
            due_set_by=data["due_set_by"],
            priority=data["priority"],
            visibility=data["visibility"],
            place=data["place"],
            sector=data["sector"],
            depends_on=data["depends_on"] or None,
        )


class MeetingChoice(forms.ModelChoiceField):
    def label_from_instance(self, meeting: Meeting) -> str:
        return f"{format_date(meeting.day)} — {meeting.title}"


class NewActionForm(ActionForm):
    cluster = forms.ModelChoiceField(label="Cluster", queryset=Cluster.objects.none(), to_field_name="uuid")
    meeting = MeetingChoice(
        label="Réunion d’origine",
        queryset=Meeting.objects.none(),
        to_field_name="uuid",
        required=False,
        empty_label="—",
        help_text=french("Vide : une action décidée entre deux réunions."),
    )

    layout = Layout(
        Row(Column("cluster", css_class="col-md-6"), Column("meeting", css_class="col-md-6")), *ActionForm.parts
    )

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        clusters = Cluster.objects.coordinated_by(user)
        self.fields["cluster"].queryset = clusters
        self.fields["cluster"].initial = self.initial.get("cluster") or clusters.first()
        self.fields["meeting"].queryset = Meeting.objects.filter(cluster__in=clusters).with_open_record()

    def cluster_of(self) -> Cluster | None:
        return self.cleaned_data.get("cluster")

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        meeting, cluster = data.get("meeting"), data.get("cluster")
        if meeting and cluster and meeting.cluster_id != cluster.pk:
            self.add_error("meeting", "Cette réunion est celle d’un autre cluster.")
        return data


class EditActionForm(ActionForm):
    """The description is shown as plain text; left unchanged, its layout stays."""

    description_version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    layout = Layout("description_version", *ActionForm.parts)

    def __init__(self, *args: Any, action: ActionPoint, **kwargs: Any) -> None:
        self.action = action
        super().__init__(*args, initial=_initial(action), **kwargs)
        self.fields["description"].disabled = bool(action.meeting and not action.meeting.is_editable)
        if self.fields["description"].disabled:
            self.fields["description"].help_text = "Le compte rendu est adopté : ce texte ne change plus."

    def cluster_of(self) -> Cluster | None:
        return self.action.cluster

    def clean_depends_on(self) -> str:
        reference = self.cleaned_data["depends_on"]
        if reference.upper() == self.action.reference:
            raise forms.ValidationError("Une action ne dépend pas d’elle-même.")
        return reference

    @property
    def new_description(self) -> str | None:
        return self.cleaned_data["description"] if "description" in self.changed_data else None


def _initial(action: ActionPoint) -> dict[str, Any]:
    return {
        "description": richtext.to_text(action.description),
        "description_version": action.description_version,
        "owner_text": action.owner_text,
        "due_text": action.due_text,
        "priority": action.priority,
        "visibility": action.visibility,
        "place": action.place_id,
        "sector": action.sector,
        "depends_on": action.depends_on.reference if action.depends_on else "",
    }
