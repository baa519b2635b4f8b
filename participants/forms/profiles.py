"""What an organisation says of itself and of what it does; what a cluster misses."""

from __future__ import annotations

import re
from typing import Any

from crispy_forms.layout import Column, Layout, Row
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils import timezone

from clusterhub.web.forms import BlockField, DateInput, HelperMixin, LineField, LinesField
from clusterhub.web.typography import french
from participants.enums import ActivityState, Sector
from participants.forms.fields import LabelledPlaceField, LabelledPlacesField
from participants.models import Activity, Cluster, Organisation, Place, User
from participants.rules import is_coordination, speaks_for
from participants.services.activities import FACTS, SAID
from participants.services.profiles import Project

_BETWEEN_CODE_AND_TITLE = re.compile(r"\s*:\s+|\s+[–—]\s+|\t+")
LONGEST_CODE, LONGEST_TITLE = 60, 200

SECTORS = [("", "—"), *Sector.choices]


class ProfileForm(HelperMixin, forms.Form):
    presentation = BlockField(
        label="Présentation",
        required=False,
        max_length=5000,
        help_text="Ce que fait l’organisation, en quelques lignes.",
        widget=forms.Textarea(attrs={"rows": "6"}),
    )
    sectors = forms.MultipleChoiceField(
        label="Secteurs", choices=Sector, required=False, widget=forms.CheckboxSelectMultiple
    )
    places = LabelledPlacesField(label="Lieux d’intervention", queryset=Place.objects.none(), required=False)
    projects = LinesField(
        label="Codes de projet",
        required=False,
        each=LineField(max_length=LONGEST_CODE + LONGEST_TITLE + 3),
        help_text=french("Un par ligne : « code : intitulé », ou le code seul."),
    )

    def __init__(self, *args: Any, organisation: Organisation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["places"].queryset = Place.objects.order_by("level", "name")
        self.initial = {
            "presentation": organisation.presentation,
            "sectors": [one.sector for one in organisation.sectors.all()],
            "places": list(organisation.places.all()),
            "projects": [str(project) for project in organisation.projects.all()],
        }

    def clean_projects(self) -> list[Project]:
        projects = [_project(line) for line in self.cleaned_data["projects"]]
        codes = [project.code for project in projects]
        if twice := next((code for code in codes if codes.count(code) > 1), None):
            raise ValidationError(f"Le code « {twice} » est écrit deux fois.")
        return projects


def _project(line: str) -> Project:
    code, _, title = _BETWEEN_CODE_AND_TITLE.sub("\0", line, count=1).partition("\0")
    if not code or len(code) > LONGEST_CODE or len(title) > LONGEST_TITLE:
        raise ValidationError(
            f"« {line[:60]} » : un code de {LONGEST_CODE} signes au plus, un intitulé de {LONGEST_TITLE}."
        )
    return Project(code, title)


class ActivityForm(HelperMixin, forms.Form):
    description = BlockField(label="Activité", max_length=2000)
    sector = forms.ChoiceField(label="Secteur", choices=SECTORS, required=False)
    place = LabelledPlaceField(label="Lieu", queryset=Place.objects.none(), required=False, empty_label="—")
    state = forms.ChoiceField(label="État", choices=ActivityState, initial=ActivityState.UNDER_WAY)
    project_code = LineField(label="Code du projet", max_length=LONGEST_CODE, required=False)
    starts_on = forms.DateField(label="Début", widget=DateInput, required=False)
    ends_on = forms.DateField(label="Fin", widget=DateInput, required=False)
    cluster = forms.ModelChoiceField(
        label="Dite dans",
        queryset=Cluster.objects.none(),
        to_field_name="uuid",
        required=False,
        empty_label="Le profil (tous les comptes)",
        help_text="Ce qui est dit au tour de table d’un cluster n’est lu que par ses membres.",
    )
    reported_on = forms.DateField(label="Dite le", widget=DateInput)

    parts = (
        "description",
        Row(Column("sector", css_class="col-md-6"), Column("place", css_class="col-md-6")),
        Row(Column("state", css_class="col-md-6"), Column("project_code", css_class="col-md-6")),
        Row(Column("starts_on", css_class="col-md-6"), Column("ends_on", css_class="col-md-6")),
    )
    layout = Layout(*parts, Row(Column("cluster", css_class="col-md-6"), Column("reported_on", css_class="col-md-6")))

    def __init__(self, *args: Any, organisation: Organisation, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["place"].queryset = Place.objects.order_by("level", "name")
        self.fields["cluster"].queryset = clusters_to_tell(organisation, user)
        self.fields["reported_on"].initial = timezone.localdate()

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        start, end = data.get("starts_on"), data.get("ends_on")
        if start and end and end < start:
            self.add_error("ends_on", "La date de fin précède la date de début.")
        return data

    @property
    def said(self) -> dict[str, Any]:
        """What the services take."""
        return {name: self.cleaned_data[name] for name in SAID}


class ActivityChangeForm(ActivityForm):
    """Where it was said does not change."""

    layout = Layout(*ActivityForm.parts, "reported_on")

    def __init__(self, *args: Any, activity: Activity, user: User, **kwargs: Any) -> None:
        super().__init__(*args, organisation=activity.organisation, user=user, **kwargs)
        del self.fields["cluster"]
        self.initial = {name: getattr(activity, name) for name in FACTS}


def clusters_to_tell(organisation: Organisation, user: User) -> QuerySet[Cluster]:
    """The organisation's clusters where this user may speak for it, or coordinates."""
    own = Cluster.objects.filter(memberships__organisation_id__in={organisation.pk, organisation.parent_id})
    speaks = speaks_for(user, organisation)
    allowed = [number for number in user.standings if speaks or is_coordination(user, number)]
    return own.filter(pk__in=allowed).distinct()


class NeedForm(HelperMixin, forms.Form):
    text = BlockField(label="Ce qui manque", max_length=2000)
    sector = forms.ChoiceField(label="Secteur", choices=SECTORS, required=False)
    place = LabelledPlaceField(label="Lieu", queryset=Place.objects.none(), required=False, empty_label="—")
    organisation = forms.ModelChoiceField(
        label="Déclaré par", queryset=Organisation.objects.none(), to_field_name="uuid", required=False
    )
    declared_on = forms.DateField(label="Déclaré le", widget=DateInput)

    layout = Layout(
        "text",
        Row(Column("sector", css_class="col-md-6"), Column("place", css_class="col-md-6")),
        Row(Column("organisation", css_class="col-md-6"), Column("declared_on", css_class="col-md-6")),
    )

    def __init__(self, *args: Any, cluster: Cluster, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["place"].queryset = Place.objects.order_by("level", "name")
        self.fields["declared_on"].initial = timezone.localdate()
        self._limit_organisations(cluster, user)

    def _limit_organisations(self, cluster: Cluster, user: User) -> None:
        """The coordination declares for anybody in the cluster, or itself; a member for its own organisation."""
        field = self.fields["organisation"]
        if is_coordination(user, cluster.pk):
            members = cluster.memberships.current(on=timezone.localdate()).values("organisation")
            field.queryset = Organisation.objects.filter(pk__in=members).select_related("parent")
            field.empty_label = "La coordination"
            return
        field.queryset = Organisation.objects.filter(pk__in=user.organisation_ids | user.answers_for(cluster.pk))
        field.required, field.empty_label = True, None


class FrameForm(HelperMixin, forms.Form):
    """Which places and sectors a cluster looks at; none chosen: those that follow from its own."""

    sectors = forms.MultipleChoiceField(
        label="Secteurs", choices=Sector, required=False, widget=forms.CheckboxSelectMultiple
    )
    places = LabelledPlacesField(label="Lieux", queryset=Place.objects.none(), required=False)

    def __init__(self, *args: Any, cluster: Cluster, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["places"].queryset = Place.objects.order_by("level", "name")
        self.initial = {
            "sectors": [one.sector for one in cluster.followed_sectors.all()],
            "places": list(cluster.followed_places.all()),
        }
