"""The content of a dashboard: figures, and panels of one chart and one table each. Printed, it is a page or two for the
yearly review of a cluster's coordination (CCPM)."""

from __future__ import annotations

from base64 import b64encode
from dataclasses import dataclass, replace

from clusterhub.web.charts import Chart, draw, shortened
from clusterhub.web.typography import plural
from minutes.companions.page import OfCluster
from minutes.layouts import phrases

ROWS_PRINTED = 6
"""Of a table and of its chart: everything then fits two pages."""
NAME_PRINTED = 34


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """`url`: the list of what was counted; empty on paper. `note` completes the figure: a share, a number of."""

    text: str
    url: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    label: str
    value: Cell


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """`key` names it in addresses and in its picture. `empty`: what is said where there is no row."""

    key: str
    title: str
    note: str = ""
    chart: Chart | None = None
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...] = ()
    empty: str = "Rien dans cette période."

    @property
    def drawing(self) -> str:
        return draw(self.chart, key=self.key) if self.chart else ""

    @property
    def printed_chart(self) -> Chart | None:
        return replace(self.chart, bars=self.chart.bars[:ROWS_PRINTED]) if self.chart else None

    @property
    def picture(self) -> str:
        """The same for an `img`."""
        drawing = draw(self.printed_chart, key=self.key) if self.printed_chart else ""
        return f"data:image/svg+xml;base64,{b64encode(drawing.encode()).decode()}" if drawing else ""

    @property
    def printed_rows(self) -> list[tuple[Cell, ...]]:
        """The first ones, each under names of two lines at most."""
        return [
            (replace(name, text=shortened(name.text, NAME_PRINTED)), *rest) for name, *rest in self.rows[:ROWS_PRINTED]
        ]

    @property
    def left_out_line(self) -> str:
        left = len(self.rows) - ROWS_PRINTED
        return f"Et {plural(left, 'autre ligne', 'autres lignes')}, dans le tableau de bord." if left > 0 else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Review(OfCluster):
    """Two editions: members see neither what is restricted nor records that are not out."""

    period_label: str
    as_of: str
    is_in_house: bool = False
    figures: tuple[Figure, ...] = ()
    panels: tuple[Panel, ...] = ()

    @property
    def folder(self) -> str:
        return "review"

    @property
    def heading(self) -> str:
        return "Tableau de bord"

    @property
    def line(self) -> str:
        return self.period_label

    @property
    def dated(self) -> str:
        return self.as_of

    @property
    def foot(self) -> str:
        edition = "édition de la coordination" if self.is_in_house else "édition des membres"
        return f"Situation au {phrases.day(self.as_of)}, {edition}"
