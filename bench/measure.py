"""Timing two things fairly on a noisy machine: alternately, in the same process, and by the median."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from statistics import median

Task = Callable[[], object]


@dataclass(frozen=True)
class Row:
    """One line of the table. ``bound`` is the highest ratio promised; None where nothing is promised."""

    what: str
    ours: float
    floor: float
    unit: str = "ms"
    bound: float | None = None

    @property
    def ratio(self) -> float:
        return self.ours / self.floor

    @property
    def verdict(self) -> str:
        if self.bound is None:
            return ""
        return "tenu" if self.ratio <= self.bound else "DÉPASSÉ"


@dataclass(frozen=True)
class Limit:
    """A figure that is promised by itself, without a floor beside it."""

    what: str
    figure: float
    unit: str
    bound: float

    @property
    def verdict(self) -> str:
        return "tenu" if self.figure <= self.bound else "DÉPASSÉ"

    def __str__(self) -> str:
        return f"{self.what:60} {self.figure:9.1f} {self.unit:2} {f'≤ {self.bound:g}':>8} {self.verdict}"


def milliseconds(task: Task) -> float:
    start = time.perf_counter()
    task()
    return (time.perf_counter() - start) * 1_000


def alternate(ours: Task, floor: Task, *, rounds: int, warm_up: int = 3) -> tuple[float, float]:
    """The two medians, in milliseconds."""
    for _ in range(warm_up):
        ours(), floor()
    pairs = [(milliseconds(ours), milliseconds(floor)) for _ in range(rounds)]
    return median(pair[0] for pair in pairs), median(pair[1] for pair in pairs)


def table(rows: list[Row]) -> str:
    head = f"{'':60} {'ClusterHub':>12} {'plancher':>12} {'rapport':>8} {'promis':>8}"
    return "\n".join([head, "-" * len(head), *(line(row) for row in rows)])


def line(row: Row) -> str:
    bound = f"≤ {row.bound:g}" if row.bound else ""
    numbers = f"{row.ours:9.2f} {row.unit:>2} {row.floor:9.2f} {row.unit:>2} {row.ratio:7.2f}× {bound:>8} {row.verdict}"
    return f"{row.what:60} {numbers}".rstrip()
