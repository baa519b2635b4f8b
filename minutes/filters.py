"""The filters of the lists."""

from __future__ import annotations

import django_filters
from django.db.models import Q, QuerySet

from clusterhub.web.forms import DateInput
from clusterhub.web.search.lookup import written
from meetings.filters import MeetingFilter
from meetings.models import Meeting
from minutes.enums import MinutesState
from minutes.models import Decision, MinutesEvent, Publication
from minutes.services.searching import DECISION
from participants.filters import ClusterChoiceFilter, LineFilter
from participants.models import Cluster

HELD = "version__minutes__meeting__starts_at"


def publishing_clusters(request: object) -> QuerySet[Cluster]:
    """Those of which something is published, and no other: anybody reads this list."""
    published = Publication.objects.standing().values("version__minutes__meeting__cluster")
    return Cluster.objects.filter(pk__in=published)


class PublicationFilter(django_filters.FilterSet):
    q = LineFilter(label="Intitulé", method="filter_text")
    cluster = ClusterChoiceFilter(publishing_clusters, field_name="version__minutes__meeting__cluster")
    since = django_filters.DateFilter(HELD, lookup_expr="date__gte", label="Réunion du", widget=DateInput())
    until = django_filters.DateFilter(HELD, lookup_expr="date__lte", label="Au", widget=DateInput())

    class Meta:
        model = Publication
        fields = ()

    def filter_text(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        meeting = "version__minutes__meeting"
        title, cluster = f"{meeting}__title__icontains", f"{meeting}__cluster__short_name__icontains"
        return queryset.filter(Q(**{title: value}) | Q(**{cluster: value}))


IN_FORCE, REPLACED = "en-vigueur", "remplacees"
STATE_CHOICES = ((IN_FORCE, "En vigueur"), (REPLACED, "Remplacées"))


class DecisionFilter(django_filters.FilterSet):
    q = LineFilter(label="Texte", method="by_words")
    cluster = ClusterChoiceFilter()
    since = django_filters.DateFilter("taken_on", lookup_expr="gte", label="Prise du", widget=DateInput())
    until = django_filters.DateFilter("taken_on", lookup_expr="lte", label="Au", widget=DateInput())
    state = django_filters.ChoiceFilter(label="État", choices=STATE_CHOICES, empty_label="Toutes", method="by_state")

    class Meta:
        model = Decision
        fields = ()

    def by_words(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        return queryset.filter(*written(value, kind=DECISION))

    def by_state(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        return queryset.filter(replacement__isnull=value == IN_FORCE) if value else queryset


CIRCULATED, UNCIRCULATED, SIGNED = "diffuse", "a-diffuser", "signe"
RECORD_CHOICES = ((CIRCULATED, "Diffusé"), (UNCIRCULATED, "À diffuser"), (SIGNED, "Signé"))


class RecordFilter(MeetingFilter):
    """What was circulated or signed once stays so, also while it is being corrected."""

    state = None
    record = django_filters.ChoiceFilter(
        label="Compte rendu", choices=RECORD_CHOICES, empty_label="Tous", method="by_record"
    )

    class Meta:
        model = Meeting
        fields = ()

    def by_record(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        if value == SIGNED:
            signed = MinutesEvent.objects.filter(after=MinutesState.SIGNED)
            return queryset.filter(pk__in=signed.values("minutes__meeting"))
        return queryset.filter(circulated_at__isnull=value == UNCIRCULATED)
