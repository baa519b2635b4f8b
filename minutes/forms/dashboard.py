"""Which period the dashboard of a cluster is about."""

from __future__ import annotations

from typing import Any

from crispy_forms.layout import Column, Layout, Row
from django import forms
from django.utils import timezone

from clusterhub.web.forms import DateInput, HelperMixin
from clusterhub.web.periods import FIRST_YEAR, LAST_YEAR, QUARTERS, Period

WHOLE_YEAR = "Toute l’année"


class PeriodForm(HelperMixin, forms.Form):
    """A year or one of its quarters; or two days, which then count. Without anything, the year under way."""

    year = forms.IntegerField(label="Année", required=False, min_value=FIRST_YEAR, max_value=LAST_YEAR)
    quarter = forms.TypedChoiceField(
        label="Trimestre", choices=(("", WHOLE_YEAR), *QUARTERS.items()), coerce=int, empty_value=None, required=False
    )
    since = forms.DateField(label="Ou du", widget=DateInput, required=False)
    until = forms.DateField(label="Au", widget=DateInput, required=False)

    marks_required = False
    layout = Layout(
        Row(
            Column("year", css_class="col-4 col-md-3"),
            Column("quarter", css_class="col-8 col-md-3"),
            Column("since", css_class="col-12 col-sm-6 col-md-3"),
            Column("until", css_class="col-12 col-sm-6 col-md-3"),
        )
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        since, until = given.get("since"), given.get("until")
        if bool(since) != bool(until) and not {"since", "until"} & self.errors.keys():
            self.add_error("until" if since else "since", "Donnez les deux jours, ou aucun.")
        if since and until and until < since:
            self.add_error("until", "La fin de la période est avant son début.")
        return given

    @property
    def period(self) -> Period:
        """The year under way also where what was asked makes no sense: the page says so beside the field."""
        given = self.cleaned_data if self.is_valid() else {}
        if given.get("since"):
            return Period(given["since"], given["until"])
        year = given.get("year") or timezone.localdate().year
        return Period.of_quarter(year, given["quarter"]) if given.get("quarter") else Period.of_year(year)
