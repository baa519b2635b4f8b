from __future__ import annotations

from datetime import date, timedelta
from types import SimpleNamespace
from typing import Any

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.utils import timezone

from actions.enums import CLOSED_STATUSES, Status
from actions.models import ActionPoint, ActionShare
from actions.querysets import ActionQuerySet
from clusterhub.web.folding import fold
from clusterhub.web.forms import DateInput
from participants.enums import Sector, Standing
from participants.filters import LineFilter
from participants.models import Cluster, Organisation, Place, User

OPEN, CLOSED, ALL = "ouvertes", "closes", "toutes"
AGE_CHOICES = (
    ("30", "Plus d’un mois"),
    ("90", "Plus de trois mois"),
    ("180", "Plus de six mois"),
    ("365", "Plus d’un an"),
)
STATUS_CHOICES = ((CLOSED, "Réalisées ou abandonnées"), (ALL, "Toutes"), *Status.choices)


class ActionFilter(django_filters.FilterSet):
    """Without a status, the open ones. Organisation and place are typed: any of their names will do."""

    q = LineFilter(label="Texte", method="by_text")
    cluster = django_filters.ModelChoiceFilter(
        label="Cluster", queryset=lambda request: clusters_followed(request), to_field_name="uuid", empty_label="Tous"
    )
    organisation = LineFilter(label="Organisation", method="by_organisation")
    status = django_filters.ChoiceFilter(
        label="Statut", choices=STATUS_CHOICES, empty_label="Ouvertes", method="by_status"
    )
    meeting = django_filters.DateFilter(label="Réunion d’origine, du", widget=DateInput, method="by_meeting")
    place = LineFilter(label="Lieu", method="by_place")
    sector = django_filters.ChoiceFilter(label="Secteur", choices=Sector, empty_label="Tous")
    age = django_filters.ChoiceFilter(
        label="Ancienneté", choices=AGE_CHOICES, empty_label="Peu importe", method="older_than"
    )
    late = django_filters.BooleanFilter(label="En retard", widget=forms.CheckboxInput, method="only_late")
    undated = django_filters.BooleanFilter(
        label="Sans échéance ferme", widget=forms.CheckboxInput, method="only_undated"
    )
    unowned = django_filters.BooleanFilter(label="Sans responsable", widget=forms.CheckboxInput, method="only_unowned")

    to_confirm = django_filters.BooleanFilter(label="À confirmer", widget=forms.CheckboxInput, method="only_to_confirm")

    class Meta:
        model = ActionPoint
        fields: tuple[str, ...] = ()

    def filter_queryset(self, queryset: ActionQuerySet) -> ActionQuerySet:
        found = super().filter_queryset(queryset)
        chosen = self.form.cleaned_data.get("status") or self.form.cleaned_data.get("to_confirm")
        return found if chosen else found.open()

    def by_text(self, queryset: ActionQuerySet, name: str, value: str) -> ActionQuerySet:
        return queryset.matching(value)

    def by_organisation(self, queryset: ActionQuerySet, name: str, value: str) -> ActionQuerySet:
        """The one that is called so, else those whose name contains it; a unit's actions are found under its parent."""
        called = Organisation.objects.named(value).values_list("pk", flat=True)
        numbers = list(called) or list(Organisation.objects.matching(value).values_list("pk", flat=True)[:200])
        sharing = Q(organisation_id__in=numbers) | Q(organisation__parent_id__in=numbers)
        return queryset.filter(pk__in=ActionShare.objects.filter(sharing, left_on=None).values("action_id"))

    def by_status(self, queryset: ActionQuerySet, name: str, value: str) -> ActionQuerySet:
        if value == ALL:
            return queryset
        return queryset.filter(status__in=CLOSED_STATUSES if value == CLOSED else (value,))

    def by_meeting(self, queryset: ActionQuerySet, name: str, value: date) -> ActionQuerySet:
        """By its day, which people know; an action without a date has no other handle than where it was raised."""
        return queryset.filter(meeting__starts_at__date=value)

    def by_place(self, queryset: ActionQuerySet, name: str, value: str) -> ActionQuerySet:
        """Places whose name contains the text, and what lies in them."""
        wanted = fold(value)
        named = [number for number, place in Place.objects.values_list("pk", "name") if wanted in fold(place)]
        return queryset.filter(
            Q(place_id__in=named) | Q(place__parent_id__in=named) | Q(place__parent__parent_id__in=named)
        )

    def older_than(self, queryset: ActionQuerySet, name: str, value: str) -> ActionQuerySet:
        """Since the meeting that made it or, between meetings, since it was entered."""
        day = timezone.now() - timedelta(days=int(value))
        return queryset.filter(Q(meeting__starts_at__lt=day) | Q(meeting=None, created_at__lt=day))

    def only_late(self, queryset: ActionQuerySet, name: str, value: bool) -> ActionQuerySet:
        return queryset.overdue(on=timezone.localdate()) if value else queryset

    def only_undated(self, queryset: ActionQuerySet, name: str, value: bool) -> ActionQuerySet:
        return queryset.without_firm_date() if value else queryset

    def only_unowned(self, queryset: ActionQuerySet, name: str, value: bool) -> ActionQuerySet:
        return queryset.without_owner() if value else queryset

    def only_to_confirm(self, queryset: ActionQuerySet, name: str, value: bool) -> ActionQuerySet:
        return queryset.to_confirm() if value else queryset


def clusters_followed(request: Any) -> Any:
    return Cluster.objects.filter(pk__in=request.user.clusters_with(Standing.MEMBER))


LINKED, UNLINKED, USED, UNUSED = "avec", "sans", "utilise", "muet"
LINK_CHOICES = ((LINKED, "A un lien"), (UNLINKED, "N’en a pas"), (USED, "S’en est servi"), (UNUSED, "Ne s’en sert pas"))


class PartnerFilter(django_filters.FilterSet):
    """The organisations of a cluster, with what ``partners.partners_in`` counted."""

    q = LineFilter(label="Organisation", method="by_name")
    link = django_filters.ChoiceFilter(label="Lien", choices=LINK_CHOICES, empty_label="Peu importe", method="by_link")
    late = django_filters.BooleanFilter(label="En retard", widget=forms.CheckboxInput, method="only_late")

    class Meta:
        model = Organisation
        fields: tuple[str, ...] = ()

    def by_name(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        return queryset.filter(pk__in=Organisation.objects.matching(value).values("pk"))

    def by_link(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        wanted = {
            LINKED: Q(link_count__gt=0),
            UNLINKED: Q(link_count=0),
            USED: Q(last_use__isnull=False),
            UNUSED: Q(link_count__gt=0, last_use=None),
        }
        return queryset.filter(wanted[value]) if value else queryset

    def only_late(self, queryset: QuerySet, name: str, value: bool) -> QuerySet:
        return queryset.filter(late_count__gt=0) if value else queryset


def actions_found(user: User, query: QueryDict) -> ActionQuerySet:
    """What the list shows this user at an address with this query."""
    asking = SimpleNamespace(user=user)
    return ActionFilter(query, ActionPoint.objects.visible_to(user), request=asking).qs
