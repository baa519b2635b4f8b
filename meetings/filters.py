"""The filters of the lists."""

from __future__ import annotations

import django_filters
from django import forms
from django.db.models import Q, QuerySet

from clusterhub.web.forms import DateInput
from meetings.enums import DocumentState, MeetingKind, MeetingState, ProposalState
from meetings.models import AgendaProposal, AgendaTemplate, Attendance, Document, Meeting
from participants.enums import OrganisationKind
from participants.filters import ClusterChoiceFilter, LineFilter
from participants.models import Organisation
from participants.querysets import belonging_to


class MeetingFilter(django_filters.FilterSet):
    q = LineFilter(label="Intitulé ou lieu", method="filter_text")
    cluster = ClusterChoiceFilter()
    state = django_filters.ChoiceFilter(label="État", choices=MeetingState, empty_label="Tous")
    kind = django_filters.ChoiceFilter(label="Nature", choices=MeetingKind, empty_label="Toutes")
    since = django_filters.DateFilter("starts_at", lookup_expr="date__gte", label="Du", widget=DateInput())
    until = django_filters.DateFilter("starts_at", lookup_expr="date__lte", label="Au", widget=DateInput())
    organisation = LineFilter(label="Organisation présente", method="attended_by", widget=forms.HiddenInput)
    organisation_kind = django_filters.ChoiceFilter(
        label="Type d’organisation présente",
        choices=OrganisationKind,
        method="attended_by_kind",
        widget=forms.HiddenInput,
    )

    class Meta:
        model = Meeting
        fields = ()

    def filter_text(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        return queryset.filter(Q(title__icontains=value) | Q(venue__icontains=value))

    def attended_by(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """A unit stands for the organisation that it is part of."""
        called = Organisation.objects.named(value).values("pk")
        return self._attended(queryset, belonging_to(called))

    def attended_by_kind(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """Of a unit, the kind of the organisation that it is part of."""
        own, parents = Q(organisation__parent=None, organisation__kind=value), Q(organisation__parent__kind=value)
        return self._attended(queryset, own | parents)

    def _attended(self, queryset: QuerySet, whom: Q) -> QuerySet:
        """Who was there stands in the record: it is told to whoever may read that."""
        there = Attendance.objects.taking_part().filter(whom)
        return queryset.with_readable_record(self.request.user).filter(pk__in=there.values("meeting"))


class DocumentFilter(django_filters.FilterSet):
    q = LineFilter(label="Nom ou version", method="filter_text")
    cluster = ClusterChoiceFilter()
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
    cluster = ClusterChoiceFilter()

    class Meta:
        model = AgendaTemplate
        fields = ()


class ProposalFilter(django_filters.FilterSet):
    """Points that organisations propose to one cluster."""

    q = LineFilter(label="Intitulé", field_name="title", lookup_expr="icontains")
    organisation = LineFilter(label="Organisation", method="of_organisation")
    state = django_filters.ChoiceFilter(label="État", choices=ProposalState, empty_label="Tous")

    class Meta:
        model = AgendaProposal
        fields = ()

    def of_organisation(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        return queryset.filter(organisation__in=Organisation.objects.matching(value).values("pk"))
