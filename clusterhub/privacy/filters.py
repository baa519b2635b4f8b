"""The filters of the log of contacts."""

from __future__ import annotations

import django_filters
from django.db.models import Q, QuerySet

from clusterhub.web.folding import fold
from clusterhub.web.forms import DateInput
from participants.filters import LineFilter
from participants.models import ContactListEntry, ContactView


def _day(label: str, lookup: str) -> django_filters.DateFilter:
    return django_filters.DateFilter(label=label, field_name="at", lookup_expr=f"date__{lookup}", widget=DateInput)


class ExportFilter(django_filters.FilterSet):
    q = LineFilter(label="Par qui", method="by_name")
    since = _day("Depuis le", "gte")
    until = _day("Jusqu’au", "lte")

    class Meta:
        model = ContactListEntry
        fields: tuple[str, ...] = ()

    def by_name(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        return queryset.filter(Q(by__person__folded__contains=fold(value)) | Q(by__email__icontains=value))


class ViewFilter(ExportFilter):
    class Meta:
        model = ContactView
        fields: tuple[str, ...] = ()
