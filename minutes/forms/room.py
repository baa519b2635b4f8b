"""What is typed in the room besides the long texts."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from crispy_forms.layout import Column, Layout, Row
from django import forms
from django.utils import timezone

from actions.enums import DueKind, Priority, Recurrence, Status
from actions.forms.report import WEB_ADDRESS
from clusterhub.web.folding import fold
from clusterhub.web.forms import DateInput, DateTimeInput, HelperMixin
from meetings.enums import AgendaState, ItemKind, ItemState, OutcomeKind, SectionKind, Visibility
from meetings.models import AgendaItem, Document, Meeting
from meetings.selectors import people_of
from participants.selectors import lookup_organisation

NAMES_LIST = "known-names"


class RoomForm(HelperMixin, forms.Form):
    """Several forms share the page: each has ids of its own."""

    marks_required = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, auto_id=f"{type(self).__name__.lower()}_%s", **kwargs)


class ItemForm(RoomForm):
    title = forms.CharField(label="Nouveau point", max_length=300)
    under = forms.BooleanField(label="sous le point affiché", required=False)


class StateForm(RoomForm):
    state = forms.ChoiceField(label="État", choices=ItemState.choices)


class MoveForm(forms.Form):
    """One button each, whose value is the point to move; ``put`` is dragged to a rank (from 0) of its level."""

    MOVES = ("up", "down", "nest", "unnest", "put")

    up = forms.UUIDField(required=False)
    down = forms.UUIDField(required=False)
    nest = forms.UUIDField(required=False)
    unnest = forms.UUIDField(required=False)
    put = forms.UUIDField(required=False)
    rank = forms.IntegerField(min_value=0, max_value=999, required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        moves = [move for move in self.MOVES if data.get(move)]
        if len(moves) != 1 or (moves == ["put"] and data.get("rank") is None):
            raise forms.ValidationError("Choisissez un point à déplacer.")
        return {"move": moves[0], "item": data[moves[0]], "rank": data.get("rank")}


class ItemFactsForm(RoomForm):
    presenter = forms.CharField(
        label="Présenté par",
        max_length=200,
        required=False,
        help_text="Une organisation, une personne, ou un texte libre.",
        widget=forms.TextInput({"list": NAMES_LIST, "autocomplete": "off"}),
    )
    kind = forms.ChoiceField(label="Nature", choices=ItemKind.choices)
    planned_minutes = forms.IntegerField(label="Durée prévue (min)", min_value=0, max_value=600, required=False)
    visibility = forms.ChoiceField(label="Visible par", choices=Visibility.choices)

    layout = Layout(Row(Column("presenter"), Column("kind")), Row(Column("planned_minutes"), Column("visibility")))

    def __init__(self, *args: Any, item: AgendaItem, **kwargs: Any) -> None:
        self.item = item
        initial = {name: getattr(item, name) for name in self.base_fields}
        super().__init__(*args, initial=initial, **kwargs)

    def clean(self) -> dict[str, Any]:
        """Whoever is recognised is linked; what was typed prints."""
        values = super().clean() or {}
        text = values.get("presenter", "")
        if "presenter" in self.changed_data:
            values["presenter_organisation"] = lookup_organisation(text) if text else None
            values["presenter_person"] = people_of(self.item.meeting.cluster).filter(folded=fold(text)).first()
        return values


class OutcomeForm(RoomForm):
    kind = forms.ChoiceField(label="Nature", choices=OutcomeKind.choices)
    text = forms.CharField(label="Texte", widget=forms.Textarea({"rows": 2}))
    on = forms.DateField(label="Date", required=False, widget=DateInput)
    issuer = forms.CharField(label="Émise par", max_length=150, required=False)
    addressee = forms.CharField(label="Adressée à", max_length=200, required=False)

    layout = Layout(Row(Column("kind"), Column("on")), "text", Row(Column("issuer"), Column("addressee")))


class ItemDocumentForm(RoomForm):
    """A document of the cluster, to join to a point or to take away from it."""

    document = forms.ModelChoiceField(
        Document.objects.none(), to_field_name="uuid", label="Joindre un document", empty_label="Choisir…"
    )
    detach = forms.BooleanField(required=False)

    def __init__(self, *args: Any, item: AgendaItem, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["document"].queryset = Document.objects.filter(cluster_id=item.meeting.cluster_id)


class SectionForm(RoomForm):
    """One of the usual sections by its button, or a free one by its title."""

    kind = forms.ChoiceField(choices=SectionKind.choices, required=False)
    title = forms.CharField(label="Section libre", max_length=150, required=False)

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if not values.get("kind") and not values.get("title") and not self.errors:
            raise forms.ValidationError("Donnez un titre à la section.")
        return values


class RoomActionForm(RoomForm):
    description = forms.CharField(label="Action", widget=forms.Textarea({"rows": 2}))
    owner_text = forms.CharField(
        label="Responsable(s)",
        max_length=400,
        required=False,
        widget=forms.TextInput({"list": NAMES_LIST, "autocomplete": "off"}),
        help_text="Sigle, personne, rôle, «\u00a0tous les membres\u00a0»…",
    )
    due_text = forms.CharField(
        label="Échéance",
        max_length=300,
        required=False,
        widget=forms.TextInput({"autocomplete": "off"}),
        help_text="«\u00a022 novembre\u00a0», «\u00a0au plus tard vendredi\u00a0»…",
    )
    due_kind = forms.ChoiceField(
        label="Sorte d’échéance", choices=[("", "Comprise du texte"), *DueKind.choices], required=False
    )
    due_on = forms.DateField(label="Date", required=False, widget=DateInput)
    recurrence = forms.ChoiceField(label="Récurrence", choices=[("", "—"), *Recurrence.choices], required=False)
    due_set_by = forms.CharField(label="Date à communiquer par", max_length=200, required=False)
    priority = forms.ChoiceField(label="Priorité", choices=Priority.choices, initial=Priority.NORMAL)
    visibility = forms.ChoiceField(label="Visible par", choices=Visibility.choices, initial=Visibility.MEMBERS)

    def clean_due_kind(self) -> str | None:
        return self.cleaned_data["due_kind"] or None


class ReviewForm(RoomForm):
    """Where an action left by an earlier meeting stands. What was said about it is a ``TypedForm``."""

    status = forms.ChoiceField(label="Statut", choices=Status.choices)
    postponed_to = forms.DateField(label="Reporté au", required=False)
    proof_url = forms.URLField(
        label="Lien", max_length=500, required=False, assume_scheme="https", validators=[WEB_ADDRESS]
    )
    file = forms.FileField(label="Document", required=False)


class AgendaStateForm(RoomForm):
    state = forms.ChoiceField(choices=AgendaState.choices)


def now_or_planned(planned: datetime | None) -> datetime:
    """Now; for a sitting of an earlier day, written up afterwards, the hour that was planned."""
    now = timezone.now()
    is_past = planned is not None and timezone.localdate(planned) < timezone.localdate(now)
    return planned if planned and is_past else now


class HourForm(RoomForm):
    """When the meeting was closed, to the minute, as it will print."""

    at = forms.DateTimeField(label="Date et heure", widget=DateTimeInput)

    def __init__(self, *args: Any, meeting: Meeting, **kwargs: Any) -> None:
        super().__init__(*args, initial={"at": timezone.localtime(now_or_planned(meeting.ends_at))}, **kwargs)
        self.meeting = meeting

    def clean_at(self) -> datetime:
        at = self.cleaned_data["at"]
        if at > timezone.now():
            raise forms.ValidationError("Cette heure n’est pas encore passée.")
        if self.meeting.opened_at and at < self.meeting.opened_at.replace(second=0, microsecond=0):
            raise forms.ValidationError("La séance a été ouverte après cette heure.")
        return max(at, self.meeting.opened_at) if self.meeting.opened_at else at
