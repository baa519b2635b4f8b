from __future__ import annotations

from datetime import date
from functools import cached_property
from types import SimpleNamespace
from typing import Any

import django_filters
from django import forms
from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.utils import timezone

from actions.coverage import Cell
from actions.enums import CLOSED_STATUSES, OPEN_STATUSES, CellState, HandoverState, Status
from actions.forms.gaps import GAPS
from actions.models import ActionHandover, ActionPoint, ActionShare, ContributionCall
from actions.partners import DONE_IN_TIME, late_on
from actions.querysets import AFTER_DATE, ON_TIME, ActionQuerySet, within
from clusterhub.web.forms import DateInput
from meetings.models import Meeting
from participants.enums import Sector, Standing
from participants.filters import ClusterChoiceFilter, LineFilter, places_called
from participants.models import Cluster, Organisation, Place, User

OPEN, CLOSED, ALL = "ouvertes", "closes", "toutes"
AGE_CHOICES = (
    ("30", "Plus d’un mois"),
    ("90", "Plus de trois mois"),
    ("180", "Plus de six mois"),
    ("365", "Plus d’un an"),
)
YOUNGER_CHOICES = (
    ("30", "Un mois au plus"),
    ("90", "Trois mois au plus"),
    ("180", "Six mois au plus"),
    ("365", "Un an au plus"),
)
DECIDED, COMPLETED = "decidees", "realisees"
PERIOD_CHOICES = ((DECIDED, "Décidées dans la période"), (COMPLETED, "Réalisées dans la période"))
ON_TIME_CODE, AFTER_DATE_CODE, UNDATED_CODE = "a-temps", "apres", "sans-date"
DONE_CHOICES = (
    (ON_TIME_CODE, "À temps"),
    (AFTER_DATE_CODE, "Après l’échéance"),
    (UNDATED_CODE, "Sans échéance ferme"),
)
OPEN_PART, LATE_PART, DONE_PART, DONE_PART_ON_TIME = "ouverte", "en-retard", "realisee", "a-temps"
PART_CHOICES = (
    (OPEN_PART, "Encore ouverte"),
    (LATE_PART, "En retard"),
    (DONE_PART, "Réalisée dans la période"),
    (DONE_PART_ON_TIME, "Réalisée à temps dans la période"),
)
OWNED, DATED, BOTH = "responsable", "echeance", "les-deux"
CLEAR_CHOICES = (
    (OWNED, "Avec responsable"),
    (DATED, "Avec échéance ferme"),
    (BOTH, "Avec responsable et échéance ferme"),
)
UNCLEAR = "oui"
UNCLEAR_CHOICES = ((UNCLEAR, "Sans échéance ferme ou sans responsable"),)
LITTLE = 8_000
"""Promises of an organisation that are sooner sorted than met along the deadlines of a million."""
STATUS_CHOICES = ((CLOSED, "Réalisées ou abandonnées"), (ALL, "Toutes"), *Status.choices)


def hidden_choice(label: str, choices: tuple[tuple[str, str], ...], method: str) -> django_filters.ChoiceFilter:
    return django_filters.ChoiceFilter(label=label, choices=choices, widget=forms.HiddenInput, method=method)


class PeriodFilters(django_filters.FilterSet):
    """What the figures of a period link to. They stand in addresses and are shown once in force: the form of every
    list would be slower and longer for them.

    ``since``, ``until`` and ``period`` go together; ``part``, of the organisation asked for, is read with them.
    """

    since = django_filters.DateFilter(label="Du", widget=forms.HiddenInput, method="with_period")
    until = django_filters.DateFilter(label="Au", widget=forms.HiddenInput, method="with_period")
    period = hidden_choice("Période", PERIOD_CHOICES, "with_period")
    part = hidden_choice("Part de l’organisation", PART_CHOICES, "with_period")
    younger = hidden_choice("Ancienneté", YOUNGER_CHOICES, "at_most")
    done = hidden_choice("Réalisées", DONE_CHOICES, "by_done")
    clear = hidden_choice("Précision", CLEAR_CHOICES, "by_clear")

    def with_period(self, queryset: ActionQuerySet, name: str, value: Any) -> ActionQuerySet:
        return queryset

    @property
    def _bounds(self) -> dict[str, date | None]:
        return {name: self.form.cleaned_data.get(name) for name in ("since", "until")}

    def in_period(self, queryset: ActionQuerySet) -> ActionQuerySet:
        """A part has a day of its own on which it was done."""
        if self.form.cleaned_data.get("part") in (DONE_PART, DONE_PART_ON_TIME):
            return queryset
        if self.form.cleaned_data.get("period") == COMPLETED:
            return queryset.completed(**self._bounds)
        return queryset.raised(**self._bounds)

    def part_asked(self) -> Q:
        """Of the shares of an organisation, those that are asked for."""
        done = Q(status=Status.DONE, completed_on__isnull=False) & within("completed_on", *self._bounds.values())
        return {
            OPEN_PART: Q(status__in=OPEN_STATUSES),
            LATE_PART: Q(status__in=OPEN_STATUSES) & late_on(timezone.localdate()),
            DONE_PART: done,
            DONE_PART_ON_TIME: done & DONE_IN_TIME,
        }.get(self.form.cleaned_data.get("part", ""), Q())

    def at_most(self, queryset: ActionQuerySet, name: str, value: str) -> ActionQuerySet:
        return queryset.younger_than(int(value), on=timezone.localdate())

    def by_done(self, queryset: ActionQuerySet, name: str, value: str) -> ActionQuerySet:
        wanted = {
            ON_TIME_CODE: ON_TIME,
            AFTER_DATE_CODE: AFTER_DATE,
            UNDATED_CODE: Q(status=Status.DONE, due_on=None),
        }
        return queryset.filter(wanted[value])

    def by_clear(self, queryset: ActionQuerySet, name: str, value: str) -> ActionQuerySet:
        if value in (DATED, BOTH):
            queryset = queryset.filter(due_on__isnull=False)
        return queryset.with_owner() if value in (OWNED, BOTH) else queryset


def clusters_followed(request: Any) -> Any:
    return Cluster.objects.filter(pk__in=request.user.clusters_with(Standing.MEMBER))


class ActionFilter(PeriodFilters):
    """Without a status, the open ones. Organisation and place are typed: any of their names will do."""

    q = LineFilter(label="Texte", method="by_text")
    cluster = ClusterChoiceFilter(clusters_followed)
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

    unclear = hidden_choice("À préciser", UNCLEAR_CHOICES, "only_unclear")
    """A list of its own, with its own heading; the page links to it."""
    to_confirm = django_filters.BooleanFilter(label="À confirmer", widget=forms.CheckboxInput, method="only_to_confirm")

    class Meta:
        model = ActionPoint
        fields: tuple[str, ...] = ()

    def filter_queryset(self, queryset: ActionQuerySet) -> ActionQuerySet:
        found = self.in_period(super().filter_queryset(queryset))
        chosen = self.form.cleaned_data.get("status") or self.form.cleaned_data.get("to_confirm")
        return found if chosen else found.open()

    @property
    def is_gathered(self) -> bool:
        """To be confirmed, as few are, or asked by an organisation that has not promised much: the planner, not knowing
        it, would read on for seconds.
        """
        asked = self.form.cleaned_data
        return bool(asked.get("to_confirm")) or bool(asked.get("organisation") and self._promised_little)

    @property
    def _promised_little(self) -> bool:
        promised = ActionShare.objects.filter(organisation__in=self._organisations)
        return promised.order_by()[: LITTLE + 1].count() <= LITTLE

    @cached_property
    def _organisations(self) -> list[int]:
        """The one that is called so, else those whose name contains it; a unit's actions are found under its parent."""
        organisations, name = Organisation.objects, self.form.cleaned_data["organisation"]
        called = organisations.named(name).values_list("pk", flat=True)
        numbers = list(called) or list(organisations.matching(name).values_list("pk", flat=True)[:200])
        return list(organisations.filter(Q(pk__in=numbers) | Q(parent__in=numbers)).values_list("pk", flat=True))

    @property
    def is_counted(self) -> bool:
        """Open ones are not counted among the closed, where each would be read to find none, nor among found words."""
        asked = self.form.cleaned_data
        is_closed = asked.get("status") in (CLOSED, *CLOSED_STATUSES) or asked.get("period") == COMPLETED
        return not (is_closed or asked.get("done") or asked.get("to_confirm") or asked.get("q"))

    def by_text(self, queryset: ActionQuerySet, name: str, value: str) -> ActionQuerySet:
        return queryset.matching(value, clusters=self.request.user.standings)

    def by_organisation(self, queryset: ActionQuerySet, name: str, value: str) -> ActionQuerySet:
        parts = ActionShare.objects.filter(self.part_asked(), organisation__in=self._organisations, left_on=None)
        cluster = self.form.cleaned_data.get("cluster")
        read = [cluster.pk] if cluster else self.request.user.clusters_with(Standing.MEMBER)
        return queryset.promised_in(parts, clusters=read)

    def by_status(self, queryset: ActionQuerySet, name: str, value: str) -> ActionQuerySet:
        if value == ALL:
            return queryset
        return queryset.filter(status__in=CLOSED_STATUSES if value == CLOSED else (value,))

    def by_meeting(self, queryset: ActionQuerySet, name: str, value: date) -> ActionQuerySet:
        """By its day, which people know; an action without a date has no other handle than where it was raised."""
        held = Meeting.objects.filter(starts_at__date=value).values_list("pk", flat=True)
        return queryset.filter(meeting_id__in=list(held))

    def by_place(self, queryset: ActionQuerySet, name: str, value: str) -> ActionQuerySet:
        """Places whose name contains the text, and what lies in them."""
        return queryset.filter(place__in=list(places_called(value).values_list("pk", flat=True)))

    def older_than(self, queryset: ActionQuerySet, name: str, value: str) -> ActionQuerySet:
        """Since the meeting that made it or, between meetings, since it was entered."""
        return queryset.older_than(int(value), on=timezone.localdate())

    def only_late(self, queryset: ActionQuerySet, name: str, value: bool) -> ActionQuerySet:
        return queryset.overdue(on=timezone.localdate()) if value else queryset

    def only_undated(self, queryset: ActionQuerySet, name: str, value: bool) -> ActionQuerySet:
        return queryset.without_firm_date() if value else queryset

    def only_unowned(self, queryset: ActionQuerySet, name: str, value: bool) -> ActionQuerySet:
        return queryset.without_owner() if value else queryset

    def only_unclear(self, queryset: ActionQuerySet, name: str, value: str) -> ActionQuerySet:
        return queryset.unclear()

    def only_to_confirm(self, queryset: ActionQuerySet, name: str, value: bool) -> ActionQuerySet:
        return queryset.to_confirm() if value else queryset


LINKED, UNLINKED, USED, UNUSED = "avec", "sans", "utilise", "muet"
LINK_CHOICES = ((LINKED, "A un lien"), (UNLINKED, "N’en a pas"), (USED, "S’en est servi"), (UNUSED, "Ne s’en sert pas"))


class PartnerFilter(django_filters.FilterSet):
    """The organisations of a cluster, with what ``partners.partners_counted`` adds."""

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


OPEN_CALLS, CLOSED_CALLS = "ouverts", "clos"


class CallFilter(django_filters.FilterSet):
    q = LineFilter(label="Titre", lookup_expr="icontains", field_name="title")
    cluster = ClusterChoiceFilter(clusters_followed)
    state = django_filters.ChoiceFilter(
        label="État",
        choices=((OPEN_CALLS, "Ouverts"), (CLOSED_CALLS, "Clos")),
        empty_label="Tous",
        method="by_state",
    )

    class Meta:
        model = ContributionCall
        fields: tuple[str, ...] = ()

    def by_state(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        return queryset.filter(closed_at__isnull=value == OPEN_CALLS) if value else queryset


class HandoverFilter(django_filters.FilterSet):
    """Actions brought before another cluster, in either direction."""

    q = LineFilter(label="Texte ou référence", method="by_text")
    state = django_filters.ChoiceFilter(label="État", choices=HandoverState, empty_label="Tous")
    cluster = ClusterChoiceFilter(clusters_followed, method="of_cluster")

    class Meta:
        model = ActionHandover
        fields: tuple[str, ...] = ()

    def by_text(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        return queryset.filter(Q(text__icontains=value) | Q(action__reference__iexact=value))

    def of_cluster(self, queryset: QuerySet, name: str, value: Cluster) -> QuerySet:
        return queryset.filter(Q(action__cluster=value) | Q(to_cluster=value))


class CoverageFilter(django_filters.FilterSet):
    """What is shown of the table of places and sectors, which no query yields: rows, columns and cells are asked."""

    place = LineFilter(label="Lieu", method="as_it_is")
    sector = django_filters.ChoiceFilter(label="Secteur", choices=Sector, empty_label="Tous", method="as_it_is")
    state = django_filters.ChoiceFilter(
        label="État", choices=CellState.choices, empty_label="Peu importe", method="as_it_is"
    )
    vue = hidden_choice("Vue", ((GAPS, "À couvrir"),), "as_it_is")

    class Meta:
        model = Place
        fields: tuple[str, ...] = ()

    def as_it_is(self, queryset: QuerySet, name: str, value: str) -> QuerySet:
        return queryset

    @cached_property
    def asked(self) -> dict[str, str]:
        self.form.is_valid()
        return {name: value for name, value in self.form.cleaned_data.items() if value}

    @cached_property
    def _places(self) -> frozenset[int]:
        return frozenset(places_called(self.asked["place"]).values_list("pk", flat=True))

    def has_place(self, number: int | None) -> bool:
        return "place" not in self.asked or number in self._places

    def has_sector(self, code: str) -> bool:
        """« Protection » takes its own areas of responsibility along."""
        asked = self.asked.get("sector", "")
        return not asked or f"{code}-".startswith(f"{asked}-")

    def has_cell(self, cell: Cell) -> bool:
        in_state = self.asked.get("state", cell.state) == cell.state
        return in_state and self.has_place(cell.spot.place) and self.has_sector(cell.spot.sector)


def actions_found(user: User, query: QueryDict) -> ActionQuerySet:
    """What the list shows this user at an address with this query."""
    asking = SimpleNamespace(user=user)
    return ActionFilter(query, ActionPoint.objects.visible_to(user), request=asking).qs
