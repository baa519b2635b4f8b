"""Dates written in full or in figures inside a folded French text: "vendredi 16 juin", "30/06/17", "2017-06-30"."""

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass

from actions.parse.numbers import SPELLED_NUMBER, number_of
from clusterhub.web.folding import fold
from clusterhub.web.typography import DAYS, MONTHS, format_date

FAR_DAYS = 270
"""A date without a year that falls so late was perhaps meant to be past: it is pointed out."""

_SHORT_MONTHS = {
    "janv": 1,
    "jan": 1,
    "fevr": 2,
    "fev": 2,
    "avr": 4,
    "juil": 7,
    "sept": 9,
    "oct": 10,
    "nov": 11,
    "dec": 12,
}
MONTH_NUMBERS = {fold(name): number for number, name in enumerate(MONTHS, 1)} | _SHORT_MONTHS
MONTH = rf"(?:{'|'.join(sorted(MONTH_NUMBERS, key=len, reverse=True))})\b\.?"
WEEKDAY = rf"(?:{'|'.join(DAYS)})"

_DATE = re.compile(
    rf"(?:\b(?P<weekday>{WEEKDAY}),? (?:le )?)?"
    r"(?:(?<![\d/.-])(?P<iso>\d{4}-\d{1,2}-\d{1,2})(?![\d/-])"
    r"|(?<![\d/.,-])(?!24/7\b)(?P<figures>\d{1,2}(?P<mark>[/.-])\d{1,2}(?P=mark)(?:\d{4}|\d{2})|\d{1,2}/\d{1,2})(?![\d/-])"
    rf"|(?<![\d/.,-])(?P<day>\d{{1,2}}|premier)(?: ?(?:er|ier|e|eme))? ?(?P<month>{MONTH})"
    r"(?:,? (?P<year>(?:19|20)\d\d)\b(?! ?h\b))?)"
)
_TOLD_TWICE = re.compile(rf"\b(?:{SPELLED_NUMBER}) ?\( ?(\d{{1,3}}) ?\)|(\d{{1,3}}) ?\( ?(?:{SPELLED_NUMBER}) ?\)")
_SPELLED_DAY = re.compile(rf"\b({SPELLED_NUMBER}) (?={MONTH})")
_DAY_RANGE = re.compile(rf"(?<![\d/.,-])(\d{{1,2}}) ?- ?(?=\d{{1,2}} {MONTH})")
_OF_THE_MONTH = re.compile(rf"(?<=\d) du mois (?:de |d' ?)(?={MONTH})")


@dataclass(frozen=True)
class FoundDate:
    """A date as found in a text; `on` is None where the calendar has no such day."""

    start: int
    end: int
    on: dt.date | None
    has_year: bool
    is_plain: bool = True
    warning: str = ""


def in_figures(folded: str) -> str:
    """ "quinze (15) jours" is "15 jours", "quinze juin" is "15 juin", "7-11 juin" is "7 au 11 juin"."""
    once = _TOLD_TWICE.sub(r"\1\2", folded)
    plain = _SPELLED_DAY.sub(lambda match: f"{number_of(match[1])} ", once)
    return _OF_THE_MONTH.sub(" ", _DAY_RANGE.sub(r"\1 au ", plain))


def find_dates(folded: str, meeting_on: dt.date) -> list[FoundDate]:
    return list(_found(folded, meeting_on))


def _found(folded: str, meeting_on: dt.date) -> Iterator[FoundDate]:
    for match in _DATE.finditer(folded):
        year, month, day = _numbers(match)
        on = day_of(year, month, day) if year else first_on_or_after(month, day, meeting_on)
        warning = _warning(on, match["weekday"], meeting_on, has_year=bool(year)) if on else _unknown(year, month, day)
        yield FoundDate(match.start(), match.end(), on, bool(year), _is_plain(match), warning)


def _numbers(match: re.Match[str]) -> tuple[int, int, int]:
    """Year (0 when it is not written), month, day."""
    if match["iso"]:
        year, month, day = map(int, match["iso"].split("-"))
    elif match["figures"]:
        day, month, year = (*map(int, re.split(r"[/.-]", match["figures"])), 0)[:3]
        year += 2000 if 0 < year < 100 else 0
    else:
        day = 1 if match["day"] == "premier" else int(match["day"])
        year, month = int(match["year"] or 0), month_number(match["month"])
    return year, month, day


def _is_plain(match: re.Match[str]) -> bool:
    """Two lone figures, as in "2/3", may be something else than a date."""
    return not re.fullmatch(r"\d{1,2}/\d", match["figures"] or "")


def _warning(on: dt.date, weekday: str | None, meeting_on: dt.date, *, has_year: bool) -> str:
    if weekday and DAYS[on.weekday()] != weekday:
        return f"Le {format_date(on)} est un {DAYS[on.weekday()]}, pas un {weekday}."
    return place_in_time(on, meeting_on, has_year=has_year)


def _unknown(year: int, month: int, day: int) -> str:
    in_words = 1 <= month <= 12
    parts = [f"{day}\u00a0{MONTHS[month - 1]}"] if in_words else [f"{day:02}", f"{month:02}"]
    return (
        f"Cette date n’existe pas\u00a0: {(' ' if in_words else '/').join([*parts, *([str(year)] if year else [])])}."
    )


def place_in_time(on: dt.date, meeting_on: dt.date, *, has_year: bool) -> str:
    """A warning when the date is before the meeting, or so late that it was perhaps meant for the past."""
    if on < meeting_on:
        return f"Le {format_date(on)} est avant la réunion."
    if not has_year and (on - meeting_on).days > FAR_DAYS:
        return f"L’année n’est pas écrite\u00a0: compris comme le {format_date(on)}."
    return ""


def month_number(written: str) -> int:
    return MONTH_NUMBERS[written.rstrip(".")]


def first_on_or_after(month: int, day: int, meeting_on: dt.date) -> dt.date | None:
    """The year of a date written without one: the first such date on or after the meeting."""
    candidates = (day_of(meeting_on.year + years, month, day) for years in (0, 1))
    return next((on for on in candidates if on and on >= meeting_on), None)


def day_of(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None
