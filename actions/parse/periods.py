"""Deadlines that are no exact day: "fin mars", "mi-juillet", "T1 2027", "la semaine prochaine", "sous 10 jours"."""

import calendar
import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass

from actions.parse.calendar_dates import MONTH, WEEKDAY, day_of, first_on_or_after, month_number
from actions.parse.numbers import SPELLED_NUMBER, number_of
from clusterhub.web.typography import DAYS

FRIDAY = 4
EARLY, MIDDLE = 10, 15
"""The day understood by "début juillet" and by "mi-juillet"."""

Reading = Callable[[re.Match[str], dt.date], dt.date | None]

_YEAR = r"(?: (?P<year>20\d\d)\b)?"
_ROUGHLY = {"une huitaine de": 8, "une dizaine de": 10, "une quinzaine de": 15, "une vingtaine de": 20}
_COUNT = rf"(?P<count>\d{{1,3}}|{'|'.join(_ROUGHLY)}|{SPELLED_NUMBER})"
_UNIT = r"(?P<unit>jours?|semaines?|mois|h|heures?)\b"
DURATION = re.compile(rf"{_COUNT} ?{_UNIT}")
AFTER_MEETING = re.compile(rf"\b{_COUNT} ?{_UNIT} apres (?:la|cette) (?:presente )?(?:reunion|seance|rencontre)[ .]*$")
_ORDINALS = {"premier": 1, "premiere": 1, "deuxieme": 2, "second": 2, "seconde": 2, "troisieme": 3, "quatrieme": 4}
_ORDINAL = rf"(?P<rank>[1-4](?= ?(?:er|ere|re|e|eme|nd|nde)\b)|{'|'.join(_ORDINALS)}) ?(?:er|ere|re|eme|e|nde|nd)?"


@dataclass(frozen=True)
class FoundPeriod:
    start: int
    end: int
    on: dt.date | None
    is_exact: bool
    has_year: bool


def find_period(folded: str, meeting_on: dt.date) -> FoundPeriod | None:
    for pattern, is_exact, read in _READINGS:
        if match := pattern.search(folded):
            has_year = bool(match.groupdict().get("year"))
            return FoundPeriod(match.start(), match.end(), _in_calendar(read, match, meeting_on), is_exact, has_year)
    return None


def _in_calendar(read: Reading, match: re.Match[str], meeting_on: dt.date) -> dt.date | None:
    try:
        return read(match, meeting_on)
    except (OverflowError, ValueError):
        return None


# --- Months, quarters, years ------------------------------------------------------------------------------------------


def _month_end(match: re.Match[str], meeting_on: dt.date) -> dt.date | None:
    return _end_of(month_number(match["month"]), match["year"], meeting_on)


def _end_of(month: int, year: str | None, meeting_on: dt.date) -> dt.date:
    if year:
        return _last_day(int(year), month)
    this_year = _last_day(meeting_on.year, month)
    return this_year if this_year >= meeting_on else _last_day(meeting_on.year + 1, month)


def _last_day(year: int, month: int) -> dt.date:
    return dt.date(year, month, calendar.monthrange(year, month)[1])


def _eve_of_month(match: re.Match[str], meeting_on: dt.date) -> dt.date | None:
    first = _day_in_month(match, meeting_on, 1)
    return first - dt.timedelta(1) if first and first > meeting_on else None


def _day_in_month(match: re.Match[str], meeting_on: dt.date, day: int) -> dt.date | None:
    month = month_number(match["month"])
    return day_of(int(match["year"]), month, day) if match["year"] else first_on_or_after(month, day, meeting_on)


def _fortnight(match: re.Match[str], meeting_on: dt.date) -> dt.date | None:
    return _day_in_month(match, meeting_on, MIDDLE) if _rank(match) == 1 else _month_end(match, meeting_on)


def _week_of_month(match: re.Match[str], meeting_on: dt.date) -> dt.date | None:
    return _day_in_month(match, meeting_on, 7 * _rank(match))


def _day_alone(match: re.Match[str], meeting_on: dt.date) -> dt.date | None:
    """The next 15th, where it falls on the weekday that is named with it."""
    months = (1,) if match["next"] else (0, 1, 2)
    days = (day_of(*_month_after(meeting_on, at), int(match["day"])) for at in months)
    on = next((day for day in days if day and day >= meeting_on), None)
    weekday = match["weekday"]
    return on if on and (not weekday or DAYS[on.weekday()] == weekday) else None


def _week_of_day_alone(match: re.Match[str], meeting_on: dt.date) -> dt.date | None:
    day = _day_alone(match, meeting_on - dt.timedelta(6))
    return friday_of(day) if day else None


def _weekday_of_month(match: re.Match[str], meeting_on: dt.date) -> dt.date | None:
    """The first or the last Friday of the month; of this one where none is named, or else of the next."""
    if match["month"]:
        end = _month_end(match, meeting_on)
        return _nth_weekday(end.year, end.month, match) if end else None
    months = (1,) if match["next"] else (0, 1)
    days = (_nth_weekday(*_month_after(meeting_on, at), match) for at in months)
    return next((day for day in days if day >= meeting_on), None)


def _nth_weekday(year: int, month: int, match: re.Match[str]) -> dt.date:
    weekday = DAYS.index(match["weekday"])
    if match["last"]:
        end = _last_day(year, month)
        return end - dt.timedelta((end.weekday() - weekday) % 7)
    first = dt.date(year, month, 1)
    return first + dt.timedelta((weekday - first.weekday()) % 7 + 7 * (_rank(match) - 1))


def _numbered_week(match: re.Match[str], meeting_on: dt.date) -> dt.date | None:
    years = (int(match["year"]),) if match["year"] else (meeting_on.year, meeting_on.year + 1)
    fridays = (dt.date.fromisocalendar(year, int(match["week"]), FRIDAY + 1) for year in years)
    return next((friday for friday in fridays if match["year"] or friday >= meeting_on), None)


def _figures_of_month(match: re.Match[str], meeting_on: dt.date) -> dt.date:
    return _last_day(int(match["year"]), int(match["number"]))


def _christmas(match: re.Match[str], meeting_on: dt.date) -> dt.date | None:
    return dt.date(int(match["year"]), 12, 25) if match["year"] else first_on_or_after(12, 25, meeting_on)


def _month_after(meeting_on: dt.date, months: int) -> tuple[int, int]:
    years, month = divmod(meeting_on.month - 1 + months, 12)
    return meeting_on.year + years, month + 1


def _quarter(match: re.Match[str], meeting_on: dt.date) -> dt.date:
    return _end_of(3 * _rank(match), match["year"], meeting_on)


def _semester(match: re.Match[str], meeting_on: dt.date) -> dt.date | None:
    return _end_of(6 * _rank(match), match["year"], meeting_on) if _rank(match) <= 2 else None


def _rank(match: re.Match[str]) -> int:
    return _ORDINALS.get(match["rank"]) or int(match["rank"])


def _last_of_year(match: re.Match[str], meeting_on: dt.date) -> dt.date:
    return dt.date(int(match["year"]), 12, 31)


# --- Days and weeks from the meeting ----------------------------------------------------------------------------------


def _in_days(days: int) -> Reading:
    return lambda match, meeting_on: meeting_on + dt.timedelta(days)


def _after(match: re.Match[str], meeting_on: dt.date) -> dt.date:
    count, unit = _ROUGHLY.get(match["count"]) or number_of(match["count"]), match["unit"]
    if unit == "mois":
        year, month = _month_after(meeting_on, count)
        return dt.date(year, month, min(meeting_on.day, calendar.monthrange(year, month)[1]))
    if unit.startswith("h"):
        return meeting_on + dt.timedelta(hours=24 * -(-count // 24))
    return meeting_on + dt.timedelta(count * (7 if unit.startswith("semaine") else 1))


def _next_weekday(match: re.Match[str], meeting_on: dt.date) -> dt.date:
    return meeting_on + dt.timedelta((DAYS.index(match["weekday"]) - meeting_on.weekday() - 1) % 7 + 1)


def friday_of(day: dt.date) -> dt.date:
    return day + dt.timedelta((FRIDAY - day.weekday()) % 7)


def _this_friday(match: re.Match[str], meeting_on: dt.date) -> dt.date:
    return friday_of(meeting_on)


def _weekday_of_next_week(match: re.Match[str], meeting_on: dt.date) -> dt.date:
    return meeting_on + dt.timedelta(7 + DAYS.index(match["weekday"]) - meeting_on.weekday())


def _early_next_month(match: re.Match[str], meeting_on: dt.date) -> dt.date | None:
    return day_of(*_month_after(meeting_on, 1), EARLY)


def _next_friday(match: re.Match[str], meeting_on: dt.date) -> dt.date:
    return meeting_on + dt.timedelta(7 + FRIDAY - meeting_on.weekday())


_NOT_COUNTED = r"(?<!premier )(?<!dernier )(?<!second )(?<!\der )(?<!eme )"
_MONTHS_FROM = rf"\b{MONTH}(?: 20\d\d)? ?(?:-|a|au|jusqu'a|jusqu'en) ?"
_OF = r"(?: du mois| le mois)?(?: de| d')? ?"
_DAY_ALONE = r"(?P<day>\d{1,2})(?: ?er)?(?: courant| du mois(?: courant)?(?P<next> prochain)?)?"
_CLOSING = r"(?: au plus tard| inclus| dernier delai)?(?:,? (?:a|avant) (?:midi|\d{1,2} ?h(?: ?\d\d)?))?[ .]*$"
_NTH = (
    rf"\b(?:{_ORDINAL}|(?P<last>dernier)) (?P<weekday>{WEEKDAY}) "
    rf"(?:du mois(?P<next> prochain)?|(?:de |d' ?)(?P<month>{MONTH}){_YEAR})"
)
_READINGS: tuple[tuple[re.Pattern[str], bool, Reading], ...] = tuple(
    (re.compile(pattern), is_exact, read)
    for pattern, is_exact, read in (
        (rf"\b(?:q|t(?:rim(?:estre)?\.?)?) ?(?P<rank>[1-4])\b{_YEAR}", False, _quarter),
        (rf"\bs ?(?P<rank>[12])\b{_YEAR}", False, _semester),
        (r"\bfin (?:du|de ce) trimestre\b", False, lambda m, on: _end_of(on.month + -on.month % 3, None, on)),
        (r"\bfin (?:du|de ce) semestre\b", False, lambda m, on: _end_of(on.month + -on.month % 6, None, on)),
        (rf"\b{_ORDINAL} trim(?:estre\b|\.)(?: de)?(?: l'annee)?{_YEAR}", False, _quarter),
        (rf"\b{_ORDINAL} semestre\b(?: de)?(?: l'annee)?{_YEAR}", False, _semester),
        (rf"\b{_ORDINAL} quinzaine{_OF}(?P<month>{MONTH}){_YEAR}", False, _fortnight),
        (rf"\bderniere semaine{_OF}(?P<month>{MONTH}){_YEAR}", False, _month_end),
        (rf"\b{_ORDINAL} semaine{_OF}(?P<month>{MONTH}){_YEAR}", False, _week_of_month),
        (rf"\b(?:fin|courant|au cours|durant|pendant){_OF}(?P<month>{MONTH}){_YEAR}", False, _month_end),
        (rf"\bmi[- ](?P<month>{MONTH}){_YEAR}", False, lambda m, on: _day_in_month(m, on, MIDDLE)),
        (rf"\bdebut{_OF}(?P<month>{MONTH}){_YEAR}", False, lambda m, on: _day_in_month(m, on, EARLY)),
        (r"(?<![\d/.-])(?P<number>0?[1-9]|1[0-2])[/.-](?P<year>20\d\d)(?![\d/.-])", False, _figures_of_month),
        (_NTH, True, _weekday_of_month),
        (rf"\bsemaine du {_DAY_ALONE}(?P<weekday>)[ .]*$", False, _week_of_day_alone),
        (rf"(?:\b(?:le|au)|(?P<weekday>{WEEKDAY})(?: le)?) {_DAY_ALONE}{_CLOSING}", True, _day_alone),
        (rf"\b(?P<weekday>{WEEKDAY}) de la semaine prochaine\b", True, _weekday_of_next_week),
        (r"\bdebut du mois prochain", False, _early_next_month),
        (r"\bfin du mois prochain|\ble mois prochain", False, lambda m, on: _last_day(*_month_after(on, 1))),
        (r"\bfin (?:du|de ce|de) mois\b|\bce mois(?:-ci)?\b", False, lambda m, on: _last_day(on.year, on.month)),
        (r"\bfin (?:de )?(?P<year>20\d\d)\b", False, _last_of_year),
        (r"\bmi[- ](?P<year>20\d\d)\b", False, lambda m, on: _last_day(int(m["year"]), 6)),
        (rf"\bnoel\b{_YEAR}", False, _christmas),
        (r"\bfin (?:de l'|d')annee\b", False, lambda m, on: dt.date(on.year, 12, 31)),
        (r"\b(?:la )?semaine prochaine\b", False, _next_friday),
        (rf"\b(?:semaine|s) ?(?:n° ?)?(?P<week>[1-5]\d|[6-9])\b{_YEAR}", False, _numbered_week),
        (r"\b(?:avant|d'ici) (?:le |ce )?week-?end\b", False, _this_friday),
        (r"\b(?:(?:la )?fin (?:de )?)?(?:la|cette) semaine$|\bfin de semaine\b", False, _this_friday),
        (r"\bapres[- ]demain\b", True, _in_days(2)),
        (r"\bdemain\b", True, _in_days(1)),
        (r"\baujourd'hui\b|\bce jour$", True, _in_days(0)),
        (r"\b(?:sous|dans la) huitaine\b", True, _in_days(8)),
        (r"\b(?:sous|dans la) quinzaine\b", True, _in_days(15)),
        (
            rf"(?:\b(?:dans|sous|d'ici)(?: les)? |\bdelai ?:? ?(?:de |d' ?)?|^){_COUNT} ?{_UNIT}",
            *(True, _after),
        ),
        (AFTER_MEETING.pattern, True, _after),
        (
            rf"{_NOT_COUNTED}\b(?P<weekday>{WEEKDAY})(?: prochain)?\b(?! \d\d?\b(?! ?h)| (?:dernier|passe))",
            True,
            _next_weekday,
        ),
        (rf"{_MONTHS_FROM}(?P<month>{MONTH}){_YEAR}[ .]*$", False, _month_end),
        (rf"\bavant(?: le mois de| le mois d')? ?(?P<month>{MONTH}){_YEAR}$", False, _eve_of_month),
        (
            rf"(?:^|\b(?:en|pour|d'ici|(?:au|le) mois de|(?:au|le) mois d') ?)(?P<month>{MONTH}){_YEAR}$",
            False,
            _month_end,
        ),
        (r"^debut (?P<year>20\d\d)$", False, lambda m, on: _last_day(int(m["year"]), 3)),
        (r"^(?:(?:courant|en|pour|dans l'annee|annee) )?(?P<year>20\d\d)$", False, _last_of_year),
    )
)
