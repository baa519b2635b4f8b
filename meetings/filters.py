"""The filters of the lists."""

from __future__ import annotations

import django_filters
from django.db.models import Q, QuerySet

from clusterhub.web.forms import DateInput
from meetings.enums import DocumentState, MeetingKind, MeetingState
from meetings.models import AgendaTemplate, Document, Meeting
from participants.filters import LineFilter, visible_clusters


class ClusterFilter(django_filters.ModelChoiceFilter):
    def __init__(self) -> None:
        super().__init__(
            field_name="cluster", label="Cluster", queryset=visible_clusters, to_field_name="uuid", empty_label="Tous"
        )


class MeetingFilter(django_filters.FilterSet):
    q = LineFilter(label="Intitulé ou lieu", method="filter_text")
    cluster = ClusterFilter()
    state = django_filters.ChoiceFilter(label="État", choices=MeetingState, empty_label="Tous")
    kind = django_filters.ChoiceFilter(label="Nature", choices=MeetingKind, empty_label="Toutes")
    since = django_filters.DateFilter("starts_at", lookup_expr="date__gte", label="Du", widget=DateInput())
    until = django_filters.DateFilter("starts_at", lookup_expr="date__lte", label="Au", widget=DateInput())

    class Meta:
        model = Meeting
        fields = ()

    def filter_text(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        return queryset.filter(Q(title__icontains=value) | Q(venue__icontains=value))


class DocumentFilter(django_filters.FilterSet):
    q = LineFilter(label="Nom ou version", method="filter_text")
    cluster = ClusterFilter()
    state = django_filters.ChoiceFilter(label="État", choices=DocumentState, empty_label="Tous")
    versions = django_filters.ChoiceFilter(
        label="Versions", choices=(("last", "Les plus récentes"),), empty_label="Toutes", method="filter_versions"
    )

    class Meta:
        model = Document
        fields = ()

    def filter_text(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        words = Q(name__icontains=value) | Q(version_label__icontains=value) | Q(original_name__icontains=value)
        return queryset.filter(words)

    def filter_versions(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        return queryset.filter(is_replaced=False)


class AgendaTemplateFilter(django_filters.FilterSet):
    cluster = ClusterFilter()

    class Meta:
        model = AgendaTemplate
        fields = ()
