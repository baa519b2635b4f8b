from __future__ import annotations

from typing import Any

from crispy_forms.layout import Column, Layout, Row
from django import forms

from clusterhub.web.forms import HelperMixin, LineField
from meetings.enums import AttendanceMode, AttendanceState, MeetingRoleKind
from meetings.models import Meeting
from meetings.selectors import SheetRow, organisations_of, people_of
from meetings.services.attendance import Tick
from participants.forms.fields import PhoneField
from participants.models import Organisation, Person
from participants.paste.people import parse_people
from participants.selectors import lookup_organisation
from participants.validators import validate_name

OTHER_STATES = [(state.value, state.label) for state in AttendanceState if state != AttendanceState.PRESENT]


class TickForm(forms.Form):
    """One row of the sheet, rendered by hand. ``was`` is what the page showed: a row left alone is not written again,
    so that two people may tick at the same time.
    """

    here = forms.BooleanField(required=False)
    other = forms.ChoiceField(choices=[("", ""), *OTHER_STATES], required=False)
    online = forms.BooleanField(required=False)
    represented_by = LineField(max_length=150, required=False)
    was = forms.CharField(required=False, strip=False)

    def tick(self, row: SheetRow) -> Tick | None:
        """What changed on this row, or nothing."""
        data = self.cleaned_data
        mode = AttendanceMode.ONLINE if data["online"] else AttendanceMode.ROOM
        tick = Tick(row.who, self._state(), mode, data["represented_by"])
        return None if shown(tick.state, tick.mode, tick.represented_by) == data["was"] else tick

    def _state(self) -> str:
        """Ticked *and* another state chosen: the one that was not there before is meant."""
        here, other = self.cleaned_data["here"], self.cleaned_data["other"]
        if not here:
            return other
        was_here = self.cleaned_data["was"].startswith(f"{AttendanceState.PRESENT}/")
        return other if other and was_here else AttendanceState.PRESENT


def shown(state: str, mode: str, represented_by: str) -> str:
    return f"{state}/{mode}/{represented_by}" if state else f"/{AttendanceMode.ROOM}/"


class NewcomerForm(HelperMixin, forms.Form):
    """Somebody who is not on the sheet: only the name or only the organisation will do."""

    name = LineField(label="Nom", max_length=150, required=False, validators=[validate_name])
    job_title = LineField(label="Fonction", max_length=150, required=False)
    organisation_name = LineField(
        label="Organisation",
        max_length=200,
        required=False,
        help_text="Sigle ou nom ; les autres noms connus suffisent.",
    )
    state = forms.ChoiceField(label="Présence", choices=AttendanceState, initial=AttendanceState.PRESENT)
    mode = forms.ChoiceField(label="Mode", choices=AttendanceMode, initial=AttendanceMode.ROOM)
    email = forms.EmailField(label="Adresse électronique", required=False)
    phone = PhoneField(label="Téléphone", required=False)
    save_person = forms.BooleanField(
        label="Enregistrer la personne et son organisation",
        required=False,
        help_text="Sans cela, le nom reste seulement sur cette liste ; adresse et téléphone ne sont pas gardés.",
    )
    layout = Layout(
        Row(Column("name"), Column("job_title")),
        Row(Column("organisation_name"), Column(Row(Column("state"), Column("mode")))),
        Row(Column("email"), Column("phone")),
        "save_person",
    )

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self.errors and not data["name"] and not data["organisation_name"]:
            self.add_error("name", "Indiquez un nom ou une organisation.")
        return data


class NewcomerLineForm(HelperMixin, forms.Form):
    """Somebody in one line, as one says it: the parts are known by their place and by their look."""

    marks_required = False

    line = LineField(
        label="En une ligne",
        max_length=500,
        help_text="Nom, fonction, organisation, adresse, téléphone. Adresse et téléphone enregistrent la personne.",
    )

    def clean_line(self) -> dict[str, Any]:
        people = parse_people(self.cleaned_data["line"])
        if len(people) != 1 or people[0].problem:
            reason = people[0].problem if people else ""
            raise forms.ValidationError(reason or "Commencez par le nom : « Awa Démé, chargée de projet, SIA ».")
        [found] = people
        known = next((word for word in found.words if lookup_organisation(word)), found.organisation)
        found = found.placed(known)
        return {
            "name": found.name,
            "job_title": found.job_title,
            "organisation_name": found.organisation,
            "email": next(iter(found.emails), ""),
            "phone": next(iter(found.phones), ""),
            "save_person": bool(found.emails or found.phones),
        }


class HeadcountForm(HelperMixin, forms.ModelForm):
    class Meta:
        model = Meeting
        fields = ("headcount_override",)
        labels = {"headcount_override": "Nombre compté dans la salle"}
        help_texts = {"headcount_override": "Il l’emporte sur la liste. Laissez vide pour compter la liste."}


class MeetingRoleForm(HelperMixin, forms.Form):
    """A person or an organisation of the cluster, or a guest's name as it will print."""

    kind = forms.ChoiceField(label="Rôle", choices=MeetingRoleKind)
    person = forms.ModelChoiceField(
        label="Personne", queryset=Person.objects.none(), to_field_name="uuid", required=False, empty_label="Aucune"
    )
    organisation = forms.ModelChoiceField(
        label="Organisation",
        queryset=Organisation.objects.none(),
        to_field_name="uuid",
        required=False,
        empty_label="Celle de la personne",
    )
    name = LineField(label="Nom, s’il n’est pas dans la liste", max_length=150, required=False)
    job_title = LineField(label="Fonction, telle qu’elle s’imprime", max_length=150, required=False)
    layout = Layout("kind", Row(Column("person"), Column("organisation")), Row(Column("name"), Column("job_title")))

    def __init__(self, *args: Any, meeting: Meeting, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["person"].queryset = people_of(meeting.cluster)
        self.fields["organisation"].queryset = organisations_of(meeting.cluster)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self.errors and not (data["person"] or data["organisation"] or data["name"]):
            self.add_error("person", "Indiquez une personne, une organisation ou un nom.")
        return data
