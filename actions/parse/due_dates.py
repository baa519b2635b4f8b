"""The deadline of an action, read from what people write in minutes.

Nothing is guessed in silence: what is not sure says so, what is not understood has no date, and the text is kept.
"""

import datetime as dt
import re
from dataclasses import dataclass, replace
from enum import StrEnum

from actions.parse.calendar_dates import FoundDate, find_dates, in_figures, place_in_time
from actions.parse.periods import AFTER_MEETING, find_period, friday_of
from clusterhub.web.folding import fold


class DueKind(StrEnum):
    DATE = "date"
    NO_LATER_THAN = "no_later_than"
    TO_BE_COMMUNICATED = "to_be_communicated"
    RECURRING = "recurring"
    APPROXIMATE = "approximate"
    SEASONAL = "seasonal"
    ASAP = "asap"
    STANDING = "standing"
    NEXT_MEETING = "next_meeting"
    NONE = "none"


class Recurrence(StrEnum):
    WEEKLY = "weekly"
    MONTHLY = "monthly"
    QUARTERLY = "quarterly"
    YEARLY = "yearly"
    PER_MEETING = "per_meeting"


@dataclass(frozen=True)
class Due:
    """`is_sure` is False when somebody should confirm; `warning` says in French what to look at."""

    text: str
    kind: DueKind = DueKind.NONE
    on: dt.date | None = None
    is_sure: bool = True
    recurrence: Recurrence | None = None
    set_by_text: str = ""
    warning: str = ""


def parse_due(text: str, *, meeting_on: dt.date) -> Due:
    """A date without a year is the first such date on or after the meeting."""
    due, folded = Due(text), in_figures(fold(text))
    if not folded.strip(" -.:/"):
        return due
    dates = find_dates(folded, meeting_on)
    return (
        _waiting(due, folded)
        or _to_be_communicated(due, folded, dates)
        or _relative_to_another_moment(due, folded)
        or _recurring(due, folded, dates)
        or _next_meeting(due, folded, dates)
        or _dated(due, folded, dates, meeting_on)
        or _in_words(due, folded)
        or _in_a_period(due, folded, meeting_on)
        or replace(due, is_sure=False)
    )


# --- Without a date ---------------------------------------------------------------------------------------------------

_WAITING = re.compile(r"\ben attente\b|\bsuspendu|\bsous reserve\b")
_TO_COME = re.compile(
    r"\b(?:a|sera|seront|reste(?:nt)? a|doit etre|est a|etre) "
    r"(?:communique|precise|fixe|defini|confirme|determine|annonce|convenir|arrete)[a-z]*"
    r"|^(?:tbc|tbd|a voir)\b"
    r"|\b(?:communiqu|precis|fix|confirm|annonc|donn|indiqu)er(?:a|ont) (?:la|une|les|cette|l'|son|leur) ?"
    r"(?:date|echeance|delai)"
)
_SET_LATER = re.compile(r"\bulterieurement\b|\bplus tard\b|\bpar\b")
_SET_BY = re.compile(r"\bpar\s+(.+?)(?:[\s.;]*$|\s+(?:avant|au plus|d['’]ici|lors|le \d))", re.IGNORECASE | re.DOTALL)
_SAID_BY = re.compile(
    r"^\W*(.+?)\s+(?:communiqu|pr[ée]cis|fix|confirm|annonc|donn|indiqu)er(?:a|ont)\s", re.IGNORECASE | re.DOTALL
)
_OTHER_MOMENT = re.compile(
    r"\b(?:apres|a partir|a compter|depuis|des (?:le|la|l'|\d+)|pas avant|non avant|suivant|suivent|lendemain|veille)\b"
    r"(?![- ]demain|[- ]que)"
    r"|\b(?:jours?|semaines?|mois|heures?|h) (?:avant|plus tot)\b"
)
_RECURRENCES = (
    (Recurrence.PER_MEETING, r"\b(?:a|avant|apres|lors de) (?:chaque|toutes les) (?:reunion|seance|rencontre)s?\b"),
    (Recurrence.WEEKLY, r"\bhebdo(?:madaire|\b)|\b(?:chaque|par) semaine\b|\btoutes les semaines\b"),
    (Recurrence.WEEKLY, r"\b(?:chaque|tous les) (?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche)s?\b"),
    (Recurrence.MONTHLY, r"\bmensuel|\b(?:chaque|par) (?:(?:fin|debut) de )?mois\b|\btous les (?:\d{1,2} du )?mois\b"),
    (Recurrence.QUARTERLY, r"\btrimestriel|\b(?:chaque|par) trimestre\b|\btous les (?:trimestres|trois mois|3 mois)\b"),
    (Recurrence.YEARLY, r"\bannuel|\b(?:chaque|par) an(?:nee)?\b|\btous les ans\b"),
)
_OTHER_RHYTHM = re.compile(
    r"\bbi-?(?:mensuel|hebdo|annuel|mestriel)|\bsemestriel|\bquotidien|\btous les (?:jours|deux|2|quinze|15)\b"
    r"|\btoutes les (?:deux|2|trois|3) semaines\b|\bchaque jour\b|\b(?!1\b|une\b)(?:\d+|deux|trois) fois par\b"
)
_NEXT_MEETING = re.compile(
    r"\b(?:prochaine (?:reunion|seance|rencontre)|(?:reunion|seance|rencontre) (?:prochaine|suivante))\b"
)
_WORDS = (
    (
        DueKind.ASAP,
        r"\bbrefs? delais?\b|\burgen|\bdes que possible\b|\bimmediat|\bsans (?:plus )?(?:delais?|attendre|tarder)\b"
        r"|\bau plus (?:vite|tot)\b|\b(?:plus brefs|meilleurs) delais\b|\bplus (?:tot|vite|rapidement) possible\b"
        r"|\brapidement\b|\basap\b|\bseance tenante\b",
    ),
    (
        DueKind.STANDING,
        r"\bdesormais\b|\bdorenavant\b|\bcontinu(?:e|ellement)?\b|\bpermanen|\ba tout moment\b"
        r"|\b24 ?h? ?/ ?(?:24|7)\b|\b7 ?j? ?/ ?7\b",
    ),
    (
        DueKind.SEASONAL,
        r"\bhivernage\b|\bsaison\b|\bsoudure\b|\bramadan\b|\btabaski\b|\brentree\b|\bvacances\b|\brecoltes?\b|\bcampagne\b",
    ),
)


def _waiting(due: Due, folded: str) -> Due | None:
    """To wait for somebody is a status, not a deadline."""
    return replace(due, is_sure=False) if _WAITING.search(folded) else None


def _to_be_communicated(due: Due, folded: str, dates: list[FoundDate]) -> Due | None:
    if not _TO_COME.search(folded) or (dates and not _SET_LATER.search(folded)):
        return None
    by = _SET_BY.search(due.text) or _SAID_BY.search(due.text)
    return replace(due, kind=DueKind.TO_BE_COMMUNICATED, set_by_text=by[1] if by else "")


def _relative_to_another_moment(due: Due, folded: str) -> Due | None:
    """ "après le 15 juin", "trois jours avant la mission": the date written, if any, is not the deadline."""
    if (
        AFTER_MEETING.search(folded)
        or not _OTHER_MOMENT.search(folded)
        or any(re.search(pattern, folded) for _, pattern in _WORDS)
    ):
        return None
    return replace(due, is_sure=False, warning="L’échéance dépend d’un autre moment\u00a0: précisez sa date.")


def _recurring(due: Due, folded: str, dates: list[FoundDate]) -> Due | None:
    if _OTHER_RHYTHM.search(folded):
        return replace(due, kind=DueKind.RECURRING, is_sure=False, warning="Précisez le rythme.")
    for recurrence, pattern in _RECURRENCES:
        if re.search(pattern, folded):
            on = dates[-1].on if dates else None
            is_sure = on is None and "possible" not in folded
            return replace(due, kind=DueKind.RECURRING, recurrence=recurrence, on=on, is_sure=is_sure)
    return None


def _next_meeting(due: Due, folded: str, dates: list[FoundDate]) -> Due | None:
    match = _NEXT_MEETING.search(folded)
    if not match:
        return None
    on = dates[0].on if len(dates) == 1 else None
    is_sure = not dates and _says_nothing_more(folded, match.start(), match.end())
    return replace(due, kind=DueKind.NEXT_MEETING, on=on, is_sure=is_sure)


def _in_words(due: Due, folded: str) -> Due | None:
    return next((replace(due, kind=kind) for kind, pattern in _WORDS if re.search(pattern, folded)), None)


# --- With a date ------------------------------------------------------------------------------------------------------

_NO_LATER = re.compile(r"\b(?:au plus tard|avant|d'ici|jusqu'(?:au|a)|dernier delai|date limite|date butoir)\b")
_ABOUT = re.compile(r"\b(?:vers|environ|autour|aux alentours|aux environs|semaine du)\b")
_WEEK_OF = re.compile(r"\bsemaine du\b")
_ROUND_ABOUT = re.compile(
    r"\b(?:au plus tard|avant|d'ici|jusqu'|date (?:limite|butoir)|dernier delai|delai|echeance|deadline|pour|lors|dans"
    r"|le|la|les|l'|au|a|de|du|d'|en|fin|mois|semaine|vers|environ|autour|prochaine?|midi"
    r"|(?:\d{1,2} ?h(?: ?\d{2})?))\b|[\s.,:;()'-]"
)


def _dated(due: Due, folded: str, dates: list[FoundDate], meeting_on: dt.date) -> Due | None:
    if not dates:
        return None
    last = dates[-1]
    if last.on is None:
        return replace(due, is_sure=False, warning=last.warning)
    on = friday_of(last.on) if _WEEK_OF.search(folded) else last.on
    due = replace(due, kind=_kind_of_date(folded), on=on, warning=last.warning)
    if len(dates) > 1 or _names_two_days(folded, last):
        return replace(due, is_sure=False, warning=due.warning or "Plusieurs dates\u00a0: la dernière est retenue.")
    is_sure = last.is_plain and not last.warning and _says_nothing_more(folded, last.start, last.end)
    return replace(due, is_sure=is_sure and due.kind != DueKind.APPROXIMATE)


def _kind_of_date(folded: str) -> DueKind:
    if _ABOUT.search(folded):
        return DueKind.APPROXIMATE
    return DueKind.NO_LATER_THAN if _NO_LATER.search(folded) else DueKind.DATE


def _names_two_days(folded: str, found: FoundDate) -> bool:
    """ "14 et 15 juin", "du 12 au 14 juin": one month for two days."""
    return bool(re.search(r"\b\d{1,2}(?:er)? ?(?:et|ou|au|a|,|-|/) ?(?:le )?$", folded[: found.start]))


def _in_a_period(due: Due, folded: str, meeting_on: dt.date) -> Due | None:
    found = find_period(folded, meeting_on)
    if found is None:
        return None
    kind = _kind_of_date(folded) if found.is_exact else DueKind.APPROXIMATE
    if found.on is None:
        return replace(due, is_sure=False)
    warning = place_in_time(found.on, meeting_on, has_year=found.has_year)
    return replace(due, kind=kind, on=found.on, is_sure=False, warning=warning)


def _says_nothing_more(folded: str, start: int, end: int) -> bool:
    return not _ROUND_ABOUT.sub("", f"{folded[:start]} {folded[end:]}")
