"""One form for each part of a call. ``content`` is what its answer keeps (``actions.contributions``)."""

from __future__ import annotations

from typing import Any

from crispy_forms.layout import Column, Fieldset, Layout, Row
from django import forms

from actions.contributions.asking import NOTHING
from actions.enums import CallPart, RoundTableKind
from actions.models import ContributionCall
from clusterhub.web.forms import BlockField, CountField, HelperMixin, LineField
from clusterhub.web.typography import french
from meetings.forms.proposals import ForeseenForm, ProposalForm
from participants.enums import Sector

NOTHING_NAME, MORE_NAME = "nothing", "more"
"""Names of the buttons beside the one that answers."""
ROWS_SHOWN, ROWS_MORE, ROWS_AT_MOST = 2, 3, 20
LARGEST_FIGURE = 10**12


def name_field() -> LineField:
    return LineField(
        label="Votre nom",
        max_length=120,
        error_messages={"required": "Dites qui répond : votre nom est noté."},
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )


class Contribution(HelperMixin):
    """``name`` is None for an account, whose name is known. With « rien à signaler » nothing else is looked at."""

    nothing_label = ""
    marks_required = False
    layout: Layout | None = None

    def __init__(
        self,
        data: Any = None,
        *,
        call: ContributionCall | None = None,
        said: dict[str, Any] | None = None,
        name: str | None = None,
    ) -> None:
        self.call = call
        super().__init__(data, initial={**(said or {}), "name": name})
        self.add_fields(said or {})
        if self.is_nothing:
            self.fields = {}
        if name is not None:
            self.fields["name"] = name_field()

    def add_fields(self, said: dict[str, Any]) -> None:
        """Those that depend on the call, or on what was answered before."""

    @property
    def is_nothing(self) -> bool:
        return bool(self.nothing_label) and NOTHING_NAME in self.data

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self.is_nothing:
            self.check(data)
        return data

    def check(self, data: dict[str, Any]) -> None:
        """What several fields together have to say."""

    @property
    def name(self) -> str:
        return self.cleaned_data.get("name", "")

    @property
    def content(self) -> dict[str, Any]:
        return NOTHING if self.is_nothing else self.said

    @property
    def said(self) -> dict[str, Any]:
        return {key: value for key, value in self.cleaned_data.items() if key != "name"}


class ActionsForm(Contribution, forms.Form):
    """Reports are given action by action; here one only says that there is nothing new."""

    nothing_label = "Rien de nouveau"

    def check(self, data: dict[str, Any]) -> None:
        self.add_error(None, french("Répondez action par action, ou dites « rien de nouveau »."))


class PointForm(Contribution, ProposalForm):
    nothing_label = "Rien à proposer"
    layout = None

    @property
    def said(self) -> dict[str, Any]:
        data = self.cleaned_data
        return {"title": data["title"], "detail": data["detail"], "minutes": data["planned_minutes"]}


class UnaskedPointForm(PointForm):
    """Without a call there is nothing to which « rien » would be an answer."""

    nothing_label = ""


class PresenceForm(Contribution, ForeseenForm):
    layout = None

    def clean(self) -> dict[str, Any]:
        return ForeseenForm.clean(self)

    @property
    def said(self) -> dict[str, Any]:
        return {key: self.cleaned_data[key] for key in ("coming", "people", "note")}


class ObservationForm(Contribution, forms.Form):
    nothing_label = "Aucune observation"
    text = BlockField(
        label="Vos observations", max_length=2000, error_messages={"required": "Écrivez vos observations."}
    )


class ProfileForm(Contribution, forms.Form):
    nothing_label = "Rien n’a changé"
    sectors = forms.MultipleChoiceField(
        label="Secteurs", choices=Sector, widget=forms.CheckboxSelectMultiple, required=False
    )
    places = BlockField(label="Lieux d’intervention", max_length=1000, required=False)
    activities = BlockField(
        label="Activités réalisées et en cours", max_length=3000, required=False, help_text="Une par ligne."
    )
    people = BlockField(label="Points focaux : nom et fonction", max_length=1000, required=False)
    projects = BlockField(label="Codes de projets", max_length=1000, required=False)
    website = LineField(label="Site", max_length=200, required=False)

    def check(self, data: dict[str, Any]) -> None:
        if not self.errors and not any(value for key, value in data.items() if key != "name"):
            self.add_error(None, french("Remplissez au moins une ligne, ou dites « rien n’a changé »."))


class FiguresForm(Contribution, forms.Form):
    note = LineField(label="Précision", max_length=300, required=False)

    def add_fields(self, said: dict[str, Any]) -> None:
        note = self.fields.pop("note")
        for place, label in enumerate(self.labels):
            self.fields[f"figure_{place}"] = CountField(
                label=label, min_value=0, max_value=LARGEST_FIGURE, required=False
            )
            self.initial[f"figure_{place}"] = next(iter(said.get("values", [])[place : place + 1]), None)
        self.fields["note"] = note

    @property
    def labels(self) -> list[str]:
        return self.call.figures if self.call else []

    def check(self, data: dict[str, Any]) -> None:
        if not self.errors and not data.get("note") and all(value is None for value in self._values(data)):
            self.add_error(None, "Donnez au moins un chiffre, ou dites pourquoi vous n’en avez pas.")

    def _values(self, data: dict[str, Any]) -> list[int | None]:
        return [data.get(f"figure_{place}") for place in range(len(self.labels))]

    @property
    def said(self) -> dict[str, Any]:
        return {"values": self._values(self.cleaned_data), "note": self.cleaned_data["note"]}


class RoundTableForm(Contribution, forms.Form):
    """Rows of kind, sector, place and text; a row without text is empty. There are always some left to fill in."""

    nothing_label = "Rien à signaler"
    rows = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def add_fields(self, said: dict[str, Any]) -> None:
        given = said.get("rows", [])
        self.count = min(self._asked() or len(given) + ROWS_SHOWN, ROWS_AT_MOST)
        for number in range(self.count):
            self._add_row(number, given[number] if number < len(given) else {})
        self.initial["rows"] = self.count
        self.layout = Layout("rows", *(self._row_layout(number) for number in range(self.count)))

    def _asked(self) -> int:
        """As many as the page showed, and more when that was asked for."""
        shown = self.data.get("rows", "") if self.is_bound else ""
        return int(shown) if str(shown).isdecimal() and len(shown) < 4 else 0

    def _add_row(self, number: int, said: dict[str, str]) -> None:
        row = {
            "kind": forms.ChoiceField(label="Nature", choices=RoundTableKind, required=False),
            "sector": forms.ChoiceField(label="Secteur", choices=[("", "—"), *Sector.choices], required=False),
            "place": LineField(
                label="Lieu", max_length=120, required=False, widget=forms.TextInput(attrs={"list": "lieux"})
            ),
            "text": BlockField(
                label="Activité, manque ou besoin",
                max_length=1000,
                required=False,
                widget=forms.Textarea(attrs={"rows": "2"}),
            ),
        }
        usual = {"sector": self.call.cluster.sector if self.call else ""}
        for name, field in row.items():
            self.fields[f"row_{number}_{name}"] = field
            self.initial[f"row_{number}_{name}"] = said.get(name, usual.get(name, ""))

    def _row_layout(self, number: int) -> Fieldset:
        kind, sector, place, text = (f"row_{number}_{name}" for name in ("kind", "sector", "place", "text"))
        return Fieldset(f"Ligne {number + 1}", Row(Column(kind), Column(sector), Column(place)), text)

    @property
    def helper(self) -> Any:
        helper = super().helper
        named = ["name"] if "name" in self.fields else []
        helper.layout = Layout("name") if self.is_nothing else Layout(*helper.layout.fields, *named)
        return helper

    def check(self, data: dict[str, Any]) -> None:
        for number in range(self.count):
            if data.get(f"row_{number}_place") and not data.get(f"row_{number}_text"):
                self.add_error(f"row_{number}_text", "Dites en quelques mots ce qui se fait ou ce qui manque.")
        if not self.errors and not self._rows(data):
            self.add_error(None, french("Remplissez au moins une ligne, ou dites « rien à signaler »."))

    def _rows(self, data: dict[str, Any]) -> list[dict[str, str]]:
        rows = [
            {name: data.get(f"row_{number}_{name}", "") for name in ("kind", "sector", "place", "text")}
            for number in range(self.count)
        ]
        return [{**row, "kind": row["kind"] or RoundTableKind.UNDER_WAY.value} for row in rows if row["text"]]

    @property
    def said(self) -> dict[str, Any]:
        return {"rows": self._rows(self.cleaned_data)}

    @property
    def wants_more(self) -> bool:
        return MORE_NAME in self.data

    def with_more_rows(self) -> RoundTableForm:
        """The same page with more lines; what was typed stays, nothing is judged yet."""
        typed = {key: value for key, value in self.data.items() if key in self.fields}
        rows = [
            {name: typed.get(f"row_{number}_{name}", "") for name in ("kind", "sector", "place", "text")}
            for number in range(self.count)
        ]
        name = typed.get("name", "") if "name" in self.fields else None
        return type(self)(None, call=self.call, said={"rows": [*rows, *([{}] * (ROWS_MORE - ROWS_SHOWN))]}, name=name)


FORMS: dict[CallPart, type] = {
    CallPart.ACTIONS: ActionsForm,
    CallPart.AGENDA: PointForm,
    CallPart.ATTENDANCE: PresenceForm,
    CallPart.ROUND_TABLE: RoundTableForm,
    CallPart.DOCUMENT: ObservationForm,
    CallPart.PROFILE: ProfileForm,
    CallPart.FIGURES: FiguresForm,
}
