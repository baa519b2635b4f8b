"""A year, a quarter, or any days from one to another."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Self

from clusterhub.web.typography import format_date

MONTHS_OF_QUARTER = 3
FIRST_YEAR, LAST_YEAR = 2000, 2100
QUARTERS = {1: "1er trimestre", 2: "2e trimestre", 3: "3e trimestre", 4: "4e trimestre"}


@dataclass(frozen=True)
class Period:
    """Both days are in it."""

    since: date
    until: date

    @classmethod
    def of_year(cls, year: int) -> Self:
        return cls(date(year, 1, 1), date(year, 12, 31))

    @classmethod
    def of_quarter(cls, year: int, quarter: int) -> Self:
        first = date(year, MONTHS_OF_QUARTER * quarter - 2, 1)
        return cls(first, _day_before(year + quarter // 4, MONTHS_OF_QUARTER * quarter % 12 + 1))

    @property
    def quarter(self) -> int | None:
        """1 to 4 where the days are exactly those of a quarter."""
        if not _is_known(self.since.year):
            return None
        number = (self.since.month + 2) // MONTHS_OF_QUARTER
        return number if self == Period.of_quarter(self.since.year, number) else None

    @property
    def is_year(self) -> bool:
        return self == Period.of_year(self.since.year)

    @property
    def label(self) -> str:
        """« année 2026 », « 2e trimestre 2026 », « du 3 mars au 5 avril 2026 »."""
        if self.is_year:
            return f"année {self.since.year}"
        if self.quarter:
            return f"{QUARTERS[self.quarter]} {self.since.year}"
        if self.since == self.until:
            return f"journée du {format_date(self.since)}"
        return f"du {format_date(self.since)} au {format_date(self.until)}"

    @property
    def code(self) -> str:
        """For a file's name: « 2026 », « 2026-T2 », « 2026-03-03-2026-04-05 »."""
        if self.is_year:
            return str(self.since.year)
        if self.quarter:
            return f"{self.since.year}-T{self.quarter}"
        return f"{self.since.isoformat()}-{self.until.isoformat()}"

    def shifted(self, by: int) -> Period | None:
        """So many years, or quarters, later or earlier; None for days that are neither, or too far away."""
        year = self.since.year
        if self.is_year:
            year += by
            return Period.of_year(year) if _is_known(year) else None
        if not self.quarter:
            return None
        years, quarter = divmod(self.quarter - 1 + by, 4)
        return Period.of_quarter(year + years, quarter + 1) if _is_known(year + years) else None


def _is_known(year: int) -> bool:
    return FIRST_YEAR <= year <= LAST_YEAR


def _day_before(year: int, month: int) -> date:
    return date(year, month, 1) - timedelta(days=1)
