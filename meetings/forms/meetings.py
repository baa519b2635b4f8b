from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from crispy_forms.layout import Column, Layout, Row
from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils import timezone

from clusterhub.web.forms import DateInput, DateTimeInput, HelperMixin, LineField, TimeInput
from meetings.enums import MeetingKind
from meetings.models import AgendaTemplate, Meeting
from meetings.selectors import hosts_for
from meetings.services.meetings import suggest_next_start
from participants.models import Cluster, Place

FIRST_YEAR, LAST_YEAR = 2000, 2100
REASON_IS_SHOWN = "Il est communiqué aux invités et reste dans l’historique."


def validate_year(day: date) -> None:
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise ValidationError(f"L’année doit être comprise entre {FIRST_YEAR} et {LAST_YEAR}.", code="year")


class WebAddressField(forms.URLField):
    """http or https; nothing else may become a link."""

    default_validators = [URLValidator(schemes=["http", "https"])]

    def __init__(self, **options: Any) -> None:
        super().__init__(assume_scheme="https", **options)


class ClusterChoiceForm(HelperMixin, forms.Form):
    """Which cluster meets: asked first, since everything else follows from its habits."""

    cluster = forms.ModelChoiceField(
        label="Cluster", queryset=Cluster.objects.none(), to_field_name="uuid", empty_label=None
    )

    def __init__(self, *args: Any, clusters: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["cluster"].queryset = clusters


class StartForm(HelperMixin, forms.Form):
    """A day and its hours. Without an end, the usual or former duration holds."""

    starts_on = forms.DateField(label="Date", widget=DateInput(), validators=[validate_year])
    starts_at = forms.TimeField(label="Heure de début", widget=TimeInput())
    ends_at = forms.TimeField(label="Fin prévue", widget=TimeInput(), required=False)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        day, start, end = (data.get(name) for name in ("starts_on", "starts_at", "ends_at"))
        if start and end and end <= start:
            self.add_error("ends_at", "La fin prévue doit suivre le début.")
        if day and start:
            data["start"] = _moment(day, start)
            data["end"] = _moment(day, end) if end else None
        return data


def _moment(day: date, hour: time) -> datetime:
    return timezone.make_aware(datetime.combine(day, hour))


class MeetingCreateForm(StartForm):
    kind = forms.ChoiceField(label="Nature", choices=MeetingKind)
    title = LineField(
        label="Intitulé",
        max_length=200,
        required=False,
        help_text="Laissé vide, il est composé : « Réunion ordinaire du Cluster… ».",
    )
    venue = LineField(label="Salle, adresse", max_length=200, required=False)
    online_url = WebAddressField(label="Adresse en ligne", required=False)
    template = forms.ModelChoiceField(
        label="Modèle d’ordre du jour",
        queryset=AgendaTemplate.objects.none(),
        to_field_name="uuid",
        required=False,
        empty_label="Celui de cette nature de réunion, sinon le modèle habituel",
    )
    layout = Layout(
        Row(Column("starts_on"), Column("starts_at"), Column("ends_at")),
        Row(Column("kind"), Column("template")),
        "title",
        "venue",
        "online_url",
    )

    def __init__(self, *args: Any, cluster: Cluster, **options: Any) -> None:
        start = timezone.localtime(suggest_next_start(cluster))
        options["initial"] = {
            "starts_on": start.date(),
            "starts_at": start.time(),
            "ends_at": (start + timedelta(minutes=cluster.usual_minutes)).time(),
            "venue": cluster.usual_venue,
        } | (options.get("initial") or {})
        super().__init__(*args, **options)
        self.fields["template"].queryset = cluster.agenda_templates.all()


class MeetingForm(HelperMixin, forms.ModelForm):
    """Everything but the date, which moves with a reason."""

    ends_at = forms.DateTimeField(label="Fin prévue", widget=DateTimeInput(), required=False)
    online_url = WebAddressField(label="Adresse en ligne", required=False)
    layout = Layout(
        "title", Row(Column("kind"), Column("ends_at")), "venue", Row(Column("host"), Column("place")), "online_url"
    )

    class Meta:
        model = Meeting
        fields = ("title", "kind", "ends_at", "venue", "host", "place", "online_url")
        field_classes = {"title": LineField, "venue": LineField}

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        meeting: Meeting = self.instance
        self.fields["host"].queryset = hosts_for(meeting)
        self.fields["host"].empty_label = "Aucune"
        self.fields["place"].queryset = Place.objects.valid(on=meeting.day)
        self.fields["place"].empty_label = "Aucun"

    def clean_ends_at(self) -> datetime | None:
        ends_at = self.cleaned_data["ends_at"]
        if ends_at and ends_at <= self.instance.starts_at:
            raise ValidationError("La fin prévue doit suivre le début.")
        return ends_at


class ReasonForm(HelperMixin, forms.Form):
    reason = LineField(label="Motif", max_length=300, help_text=REASON_IS_SHOWN)


class RescheduleForm(StartForm):
    """From a day to come to one that is gone only on purpose: those invited are told of it."""

    reason = LineField(label="Motif", max_length=300, help_text=REASON_IS_SHOWN)
    was_held = forms.BooleanField(label="Elle s’est tenue ce jour-là", required=False, widget=forms.HiddenInput)
    layout = Layout(Row(Column("starts_on"), Column("starts_at"), Column("ends_at")), "reason", "was_held")

    def __init__(self, *args: Any, meeting: Meeting, **options: Any) -> None:
        self.meeting = meeting
        start = timezone.localtime(meeting.starts_at)
        options.setdefault("initial", {"starts_on": start.date(), "starts_at": start.time()})
        super().__init__(*args, **options)
        self.fields["ends_at"].help_text = "Laissée vide, la durée prévue est gardée."

    def clean(self) -> dict[str, Any]:
        data = super().clean()
        if (day := data.get("starts_on")) and self._is_slip(day) and not data.get("was_held"):
            self.fields["was_held"].widget = forms.CheckboxInput()
            self.add_error(
                "was_held", "Cette date est déjà passée. Si la réunion s’est tenue ce jour-là, dites-le ici."
            )
        return data

    def _is_slip(self, day: date) -> bool:
        return day < timezone.localdate() <= self.meeting.day
