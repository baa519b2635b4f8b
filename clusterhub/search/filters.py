"""What a search is narrowed by. It works on the index's postings, whatever they are of."""

from __future__ import annotations

import django_filters
from django.db.models import QuerySet

from clusterhub.search.kinds import KINDS
from clusterhub.web.forms import DateInput
from clusterhub.web.search.models import Posting
from participants.filters import ClusterChoiceFilter, LineFilter
from participants.models import Cluster

LONGEST = 200


class SearchFilter(django_filters.FilterSet):
    q = LineFilter(label="Mots cherchés", method="as_it_is", max_length=LONGEST)
    kind = django_filters.ChoiceFilter(
        label="Dans", choices=[(kind.code, kind.label) for kind in KINDS], empty_label="Tout", method="as_it_is"
    )
    cluster = ClusterChoiceFilter(method="in_cluster")
    since = django_filters.DateFilter("on", lookup_expr="gte", label="Du", widget=DateInput())
    until = django_filters.DateFilter("on", lookup_expr="lte", label="Au", widget=DateInput())

    class Meta:
        model = Posting
        fields = ()

    @property
    def narrows(self) -> bool:
        """Whether anything but the words is asked for."""
        return any(value for name, value in self.form.cleaned_data.items() if name != "q")

    def as_it_is(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        """The words and the kind choose the postings beforehand."""
        return queryset

    def in_cluster(self, queryset: QuerySet, name: str, value: Cluster) -> QuerySet:
        return queryset.filter(cluster_id=value.pk)
