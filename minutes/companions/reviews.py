"""The content of a dashboard: figures, and panels of one chart and one table each. Printed, it is a page or two for the
yearly review of a cluster's coordination (CCPM)."""

from __future__ import annotations

from base64 import b64encode
from dataclasses import dataclass

from clusterhub.web.charts import Chart, draw
from clusterhub.web.typography import plural
from minutes.companions.seal import Seal
from minutes.layouts import phrases

ROWS_PRINTED = 12


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
    def picture(self) -> str:
        """The same for an `img`."""
        return f"data:image/svg+xml;base64,{b64encode(self.drawing.encode()).decode()}" if self.drawing else ""

    @property
    def labelled_rows(self) -> list[list[tuple[Cell, str]]]:
        """Each cell with the heading of its column."""
        return [list(zip(row, self.columns, strict=True)) for row in self.rows]

    @property
    def first_rows(self) -> tuple[tuple[Cell, ...], ...]:
        return self.rows[:ROWS_PRINTED]

    @property
    def left_out_line(self) -> str:
        left = len(self.rows) - ROWS_PRINTED
        return f"Et {plural(left, 'autre ligne', 'autres lignes')}, dans le tableau de bord." if left > 0 else ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """As one reader may see it."""

    cluster_name: str
    full_name: str = ""
    period_label: str
    made_at: str
    made_by: str
    figures: tuple[Figure, ...] = ()
    panels: tuple[Panel, ...] = ()
    seal: Seal | None = None
    is_draft: bool = False

    @property
    def folder(self) -> str:
        return "review"

    @property
    def heading(self) -> str:
        return "Tableau de bord"

    @property
    def subtitle(self) -> str:
        return self.full_name or self.cluster_name

    @property
    def line(self) -> str:
        return self.period_label

    @property
    def dated(self) -> str:
        return self.made_at

    @property
    def foot(self) -> str:
        when = f"{phrases.day(self.made_at)} à {phrases.hour(self.made_at)}"
        return f"Établi par {self.made_by} le {when}, d’après ce que cette personne peut voir"
