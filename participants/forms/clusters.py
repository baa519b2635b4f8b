from __future__ import annotations

from functools import partial
from typing import Any

from crispy_forms.layout import Column, Fieldset, Layout, Row
from django import forms
from django.db.models import Q, QuerySet
from django.utils import timezone

from clusterhub.web.folding import fold
from clusterhub.web.forms import DateInput, HelperMixin, LineField, LinesField, RecordsField, TimeInput
from participants.enums import Role
from participants.forms.fields import ClusterCodeField, LabelledPlaceField, PersonField
from participants.models import Cluster, ClusterRole, Membership, Organisation, OrganisationGroup, Person, Place, User
from participants.selectors import cluster_called
from participants.services.clusters import cluster_taken_message
from participants.validators import validate_name


class ClusterForm(HelperMixin, forms.ModelForm):
    aliases = LinesField(
        label="Autres noms",
        required=False,
        each=LineField(max_length=150, validators=[partial(validate_name, limit=150)]),
        help_text="Un par ligne : anciens noms, sigle anglais…",
    )
    place = LabelledPlaceField(label="Lieu", queryset=Place.objects.none(), required=False, empty_label="Aucun")
    code = ClusterCodeField(help_text="Début des références des actions : CRP dans CRP-2016-11-04.")

    layout = Layout(
        "name",
        Row(Column("short_name", css_class="col-md-8"), Column("code", css_class="col-md-4")),
        "aliases",
        Row(Column("kind", css_class="col-md-6"), Column("sector", css_class="col-md-6")),
        Row(Column("level", css_class="col-md-6"), Column("place", css_class="col-md-6")),
        "parent",
        "lead_organisation",
        "co_facilitators",
        Fieldset(
            "Rythme des réunions",
            Row(
                Column("cadence", css_class="col-md-4"),
                Column("cadence_week", css_class="col-md-4"),
                Column("cadence_weekday", css_class="col-md-4"),
            ),
            Row(Column("usual_start", css_class="col-md-6"), Column("usual_minutes", css_class="col-md-6")),
            Row(Column("usual_venue", css_class="col-md-6"), Column("usual_host", css_class="col-md-6")),
        ),
        Fieldset("Compte rendu", "comment_days", "prints_contacts", "attaches_pdf"),
        Fieldset("Rappels d’échéance", Row(Column("first_reminder_days"), Column("last_reminder_days"))),
        "is_active",
    )

    class Meta:
        model = Cluster
        fields = (
            "name",
            "short_name",
            "code",
            "kind",
            "sector",
            "level",
            "place",
            "parent",
            "lead_organisation",
            "co_facilitators",
            "cadence",
            "cadence_week",
            "cadence_weekday",
            "usual_start",
            "usual_minutes",
            "usual_venue",
            "usual_host",
            "comment_days",
            "prints_contacts",
            "attaches_pdf",
            "first_reminder_days",
            "last_reminder_days",
            "is_active",
        )
        field_classes = {
            "name": LineField,
            "short_name": LineField,
            "usual_venue": LineField,
            "co_facilitators": RecordsField,
        }
        widgets = {"usual_start": TimeInput, "co_facilitators": forms.CheckboxSelectMultiple}
        help_texts = {"is_active": "Décochez pour le retirer des listes sans rien effacer."}

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("name", "short_name", "code"):
            self.fields[name].validators.append(partial(validate_name, limit=150))
        self.fields["place"].queryset = Place.objects.valid(on=timezone.localdate()) | Place.objects.filter(
            pk=self.instance.place_id
        )
        self.fields["parent"].queryset = Cluster.objects.visible_to(user).exclude(pk=self.instance.pk)
        self.fields["parent"].empty_label = "Aucun"
        for name in ("lead_organisation", "co_facilitators", "usual_host"):
            self.fields[name].queryset = self._organisations()
        for name in ("lead_organisation", "usual_host"):
            self.fields[name].empty_label = "Aucune"
        for name in ("sector", "cadence_week", "cadence_weekday"):
            self.fields[name].choices = [("", "Aucun"), *list(self.fields[name].choices)[1:]]
        if self.instance.pk:
            others = self.instance.aliases.filter(is_own=False)
            self.initial["aliases"] = list(others.values_list("text", flat=True))

    def _organisations(self) -> QuerySet[Organisation]:
        """The active ones, and those that the cluster has already."""
        had = Q(is_active=True) | Q(pk__in=(self.instance.lead_organisation_id, self.instance.usual_host_id))
        if self.instance.pk:
            had |= Q(pk__in=self.instance.co_facilitators.values("pk"))
        return Organisation.objects.filter(had).select_related("parent")

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        for name in ("name", "short_name", "code", "aliases"):
            values = cleaned.get(name) or []
            for text in [values] if isinstance(values, str) else values:
                if other := cluster_called(text, apart_from=self.instance if self.instance.pk else None):
                    self.add_error(name, cluster_taken_message(other))
        if self._is_above(cleaned.get("parent")):
            self.add_error("parent", "Ce cluster est lui-même rattaché à celui-ci.")
        return cleaned

    def _is_above(self, parent: Cluster | None) -> bool:
        seen: set[int] = set()
        while parent and self.instance.pk and parent.pk not in seen:
            if parent.pk == self.instance.pk:
                return True
            seen.add(parent.pk)
            parent = parent.parent
        return False


class MembershipForm(HelperMixin, forms.ModelForm):
    """An organisation that is in the cluster already keeps its organisation: only status and dates change."""

    layout = Layout(
        "organisation", "status", Row(Column("since", css_class="col-md-6"), Column("until", css_class="col-md-6"))
    )

    class Meta:
        model = Membership
        fields = ("organisation", "status", "since", "until")
        widgets = {"since": DateInput, "until": DateInput}
        help_texts = {"until": "Laissez vide tant qu’elle en fait partie."}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            del self.fields["organisation"]
            self.layout = Layout(*self.layout.fields[1:])
        else:
            open_now = self.instance.cluster.memberships.filter(until=None).values("organisation")
            others = Organisation.objects.active().exclude(pk__in=open_now)
            self.fields["organisation"].queryset = others.select_related("parent")
            self.fields["organisation"].empty_label = "Choisir"

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        organisation = cleaned.get("organisation") or getattr(self.instance, "organisation", None)
        same = self.instance.cluster.memberships.filter(organisation=organisation, until=None)
        if organisation and not cleaned.get("until") and same.exclude(pk=self.instance.pk).exists():
            self.add_error(None, "Cette organisation fait déjà partie du cluster.")
        return cleaned


class RoleForm(HelperMixin, forms.ModelForm):
    """Who holds a role does not change: the role ends, and another begins."""

    topic = LineField(label="Sujet ou groupe représenté", max_length=120, required=False)
    layout = Layout(
        "person",
        "role",
        "organisation",
        "topic",
        Row(Column("since", css_class="col-md-6"), Column("until", css_class="col-md-6")),
    )

    class Meta:
        model = ClusterRole
        fields = ("person", "role", "organisation", "topic", "since", "until")
        widgets = {"since": DateInput, "until": DateInput}
        help_texts = {
            "organisation": "Pour un point focal qui répond pour une autre organisation que la sienne.",
            "until": "Laissez vide tant que le rôle dure.",
        }

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            del self.fields["person"], self.fields["role"]
            self.layout = Layout(*self.layout.fields[2:])
        else:
            people = Person.objects.visible_to(user).active().select_related("organisation__parent")
            self.fields["person"] = PersonField(label="Personne", queryset=people, empty_label="Choisir")
            self.fields["role"].choices = [("", "Choisir"), *Role.choices]
        self.fields["organisation"].queryset = self._organisations()
        self.fields["organisation"].empty_label = "La sienne"

    def _organisations(self) -> QuerySet[Organisation]:
        """The cluster's own: a focal point answers for nobody else's actions."""
        inside = Q(memberships__cluster=self.instance.cluster) | Q(pk=self.instance.organisation_id)
        return Organisation.objects.filter(inside).select_related("parent").distinct()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        facts = {
            "person": cleaned.get("person", self.instance.person_id),
            "role": cleaned.get("role", self.instance.role),
            "organisation": cleaned.get("organisation"),
            "topic": cleaned.get("topic", ""),
        }
        same = self.instance.cluster.roles.filter(until=None, **facts).exclude(pk=self.instance.pk)
        if not cleaned.get("until") and same.exists():
            self.add_error(None, "Cette personne a déjà ce rôle.")
        return cleaned


class GroupForm(HelperMixin, forms.ModelForm):
    class Meta:
        model = OrganisationGroup
        fields = ("name", "organisations")
        field_classes = {"name": LineField, "organisations": RecordsField}
        widgets = {"organisations": forms.CheckboxSelectMultiple}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].validators.append(partial(validate_name, limit=120))
        inside = Q(pk__in=self.instance.cluster.memberships.current(on=timezone.localdate()).values("organisation"))
        if self.instance.pk:
            inside |= Q(pk__in=self.instance.organisations.values("pk"))
        self.fields["organisations"].queryset = Organisation.objects.filter(inside).select_related("parent")

    def clean_name(self) -> str:
        name = self.cleaned_data["name"]
        same = self.instance.cluster.groups.filter(folded=fold(name)).exclude(pk=self.instance.pk)
        if same.exists():
            raise forms.ValidationError("Ce cluster a déjà un groupe de ce nom.")
        return name
