"""The filters of the lists."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.utils import timezone
from post_office.models import STATUS, Email

from clusterhub.web.folding import fold
from clusterhub.web.forms import LineField
from participants.enums import ActivityState, ClusterKind, ClusterLevel, OrganisationKind, Sector
from participants.forms.cluster_choice import ClusterField
from participants.models import Activity, Cluster, DistributionList, Holiday, Membership, Organisation, Person, Place
from participants.querysets import ActivityQuerySet, belonging_to
from participants.selectors import lookup_organisation

ACTIVE_CHOICES = (("oui", "Actives"), ("non", "Retirées"))


class LineFilter(django_filters.CharFilter):
    field_class = LineField


def visible_clusters(request: Any) -> QuerySet[Cluster]:
    return Cluster.objects.visible_to(request.user)


class ClusterChoiceFilter(django_filters.ModelChoiceFilter):
    """By the address of one of these clusters, or by its name or code."""

    field_class = ClusterField

    def __init__(self, clusters: Callable[[Any], QuerySet[Cluster]] = visible_clusters, **options: Any) -> None:
        shown = {"label": "Cluster", "to_field_name": "uuid", "empty_label": "Tous"}
        super().__init__(queryset=clusters, **(shown | options))


def places_of_lists(request: Any) -> QuerySet[Place]:
    """Those that a list which this person may see is for."""
    seen = DistributionList.objects.filter(cluster__in=Cluster.objects.coordinated_by(request.user))
    return Place.objects.filter(pk__in=seen.values("place"))


def places_called(text: str) -> QuerySet[Place]:
    """Places whose name contains the text, and what lies in them; the table of places is small."""
    wanted = fold(text)
    numbers = [place.pk for place in Place.objects.only("name") if wanted in fold(place.name)]
    return Place.objects.filter(Q(pk__in=numbers) | Q(parent__in=numbers) | Q(parent__parent__in=numbers))


class ActiveFilter(django_filters.ChoiceFilter):
    def __init__(self, **options: Any) -> None:
        super().__init__(field_name="is_active", label="État", empty_label="Toutes", **options)
        self.extra["choices"] = ACTIVE_CHOICES

    def filter(self, queryset: QuerySet, value: str) -> QuerySet:
        return queryset.filter(is_active=value == "oui") if value else queryset


class OrganisationFilter(django_filters.FilterSet):
    q = LineFilter(label="Nom, sigle ou autre nom", method="filter_text")
    kind = django_filters.ChoiceFilter(label="Type", choices=OrganisationKind, empty_label="Tous")
    cluster = ClusterChoiceFilter(method="filter_cluster")
    place = LineFilter(label="Lieu d’intervention", method="filter_place")
    active = ActiveFilter()

    class Meta:
        model = Organisation
        fields = ()

    def filter_text(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        return queryset.filter(pk__in=Organisation.objects.matching(value).values("pk"))

    def filter_cluster(self, queryset: QuerySet, name: str, value: Cluster) -> QuerySet:
        members = Membership.objects.filter(cluster=value).current(on=timezone.localdate())
        return queryset.filter(pk__in=members.values("organisation"))

    def filter_place(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        works_there = Organisation.places.through.objects.filter(place__in=places_called(value))
        return queryset.filter(pk__in=works_there.values("organisation"))


PRESENT, PLANNED, DONE, ALL = "", "prevues", "realisees", "toutes"
STATE_CHOICES = ((PLANNED, "Prévues"), (DONE, "Réalisées"), (ALL, "Toutes"))
STATES = {PLANNED: ActivityState.PLANNED, DONE: ActivityState.DONE}


class PresenceFilter(django_filters.FilterSet):
    """Activities that a cluster knows of; those under way today unless another state is asked for."""

    q = LineFilter(label="Organisation", method="filter_organisation")
    sector = django_filters.ChoiceFilter(label="Secteur", choices=Sector, empty_label="Tous")
    place = LineFilter(label="Lieu", method="filter_place")
    kind = django_filters.ChoiceFilter(
        label="Type d’organisation", field_name="organisation__kind", choices=OrganisationKind, empty_label="Tous"
    )
    state = django_filters.ChoiceFilter(
        label="Activités", choices=STATE_CHOICES, empty_label="En cours aujourd’hui", method="filter_state"
    )

    class Meta:
        model = Activity
        fields = ()

    def filter_queryset(self, queryset: ActivityQuerySet) -> ActivityQuerySet:
        found = super().filter_queryset(queryset)
        return found if self.form.cleaned_data.get("state") else found.present(on=timezone.localdate())

    def filter_organisation(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        return queryset.filter(organisation__in=Organisation.objects.matching(value).values("pk"))

    def filter_place(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        return queryset.filter(place__in=places_called(value))

    def filter_state(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        return queryset.filter(state=STATES[value]) if value in STATES else queryset


class PersonFilter(django_filters.FilterSet):
    q = LineFilter(label="Nom", method="filter_text")
    organisation = LineFilter(label="Organisation", method="filter_organisation")
    cluster = ClusterChoiceFilter(method="filter_cluster")
    active = ActiveFilter()

    class Meta:
        model = Person
        fields = ()

    def filter_text(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        return queryset.matching(value)

    def filter_organisation(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """The organisation meant with its units, else those whose name contains the text."""
        if organisation := lookup_organisation(value):
            return queryset.filter(belonging_to([organisation]))
        return queryset.filter(organisation__in=Organisation.objects.matching(value).values("pk"))

    def filter_cluster(self, queryset: QuerySet, name: str, value: Cluster) -> QuerySet:
        members = Membership.objects.filter(cluster=value).current(on=timezone.localdate()).values("organisation")
        by_role = Person.objects.filter(roles__cluster=value).values("pk")
        return queryset.filter(belonging_to(members) | Q(pk__in=by_role))


class ClusterFilter(django_filters.FilterSet):
    q = LineFilter(label="Nom ou code", method="filter_text")
    kind = django_filters.ChoiceFilter(label="Nature", choices=ClusterKind, empty_label="Toutes")
    level = django_filters.ChoiceFilter(label="Niveau", choices=ClusterLevel, empty_label="Tous")

    class Meta:
        model = Cluster
        fields = ()

    def filter_text(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        return queryset.filter(pk__in=Cluster.objects.filter(aliases__folded__contains=fold(value)).values("pk"))


class DistributionListFilter(django_filters.FilterSet):
    q = LineFilter(label="Nom", method="filter_text")
    place = django_filters.ModelChoiceFilter(label="Région ou lieu", queryset=places_of_lists, empty_label="Tous")
    active = ActiveFilter()

    class Meta:
        model = DistributionList
        fields = ()

    def filter_text(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        return queryset.filter(folded__contains=fold(value))


class HolidayFilter(django_filters.FilterSet):
    q = LineFilter(label="Nom", field_name="name", lookup_expr="icontains")
    year = django_filters.NumberFilter(
        label="Année", method="filter_year", min_value=1900, max_value=2200, widget=forms.NumberInput
    )

    class Meta:
        model = Holiday
        fields = ()

    def filter_year(self, queryset: QuerySet, name: str, value: Decimal) -> QuerySet:
        """Those of every year too."""
        return queryset.filter(Q(is_yearly=True) | Q(on__year=int(value)))


class StuckMailFilter(django_filters.FilterSet):
    """Subjects are what the house wrote; of mails put together as they leave, the stored one is the same."""

    q = LineFilter(label="Objet ou destinataire", method="filter_text")
    status = django_filters.ChoiceFilter(
        label="État",
        choices=((STATUS.failed, "Abandonné"), (STATUS.requeued, "À réessayer"), (STATUS.queued, "Pas encore essayé")),
        empty_label="Tous",
    )

    class Meta:
        model = Email
        fields = ()

    def filter_text(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        return queryset.filter(Q(subject__icontains=value) | Q(to__icontains=value))
