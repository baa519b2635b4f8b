"""A marked line of the minutes: « @DNDS : partager le fichier avant le 30 novembre ».

``@`` an action, with its owners before the colon and its deadline at the end; ``?`` a point to follow up, an action
that nobody owns yet; ``!`` a decision; ``r!`` a recommendation. Any other line is text and stays so.
"""

import datetime as dt
import re
from dataclasses import dataclass
from enum import StrEnum

from actions.parse.due_dates import DueKind, parse_due
from actions.parse.periods import DURATION
from clusterhub.web.folding import fold


class LineKind(StrEnum):
    ACTION = "action"
    FOLLOW_UP = "follow_up"
    DECISION = "decision"
    RECOMMENDATION = "recommendation"


@dataclass(frozen=True)
class TypedLine:
    """What was written, taken apart; nothing of it is left out."""

    kind: LineKind
    text: str
    owners: str = ""
    due: str = ""

    @property
    def is_action(self) -> bool:
        return self.kind in (LineKind.ACTION, LineKind.FOLLOW_UP)


_SPACE = "\\s\u00a0\u202f"
_MARKED = re.compile(rf"^[{_SPACE}]*(?P<mark>@|!|\?|r[{_SPACE}]*!)[{_SPACE}]*(?P<rest>.*)$", re.IGNORECASE | re.DOTALL)
_OWNED = re.compile(rf"^(?P<owners>[^:]*\w[^:]*?)[{_SPACE}]*:[{_SPACE}]*(?P<text>.*)$", re.DOTALL)
_KINDS = {"@": LineKind.ACTION, "?": LineKind.FOLLOW_UP, "!": LineKind.DECISION, "r!": LineKind.RECOMMENDATION}


def read_line(line: str, *, day: dt.date) -> TypedLine | None:
    """None: text, or a line that is not finished (``@DNDS`` without colon, ``!`` alone). ``day``: the meeting's."""
    marked = _MARKED.match(line)
    if marked is None:
        return None
    kind, rest, owners = _KINDS[re.sub(rf"[{_SPACE}]", "", marked["mark"].lower())], marked["rest"], ""
    if kind is LineKind.ACTION:
        owned = _OWNED.match(rest)
        if owned is None:
            return None
        owners, rest = owned["owners"].strip(), owned["text"]
    text, due = (
        split_due(rest.strip(), day=day) if kind in (LineKind.ACTION, LineKind.FOLLOW_UP) else (rest.strip(), "")
    )
    return TypedLine(kind, text, owners, due) if re.search(r"\w", text) else None


# --- The deadline at the end of a sentence ----------------------------------------------------------------------------

_DAY = r"(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche)s?"
_MONTH = (
    r"(?:janvier|janv|fevrier|fevr|fev|mars|avril|avr|mai|juin|juillet|juil|aout|septembre|sept|octobre|oct"
    r"|novembre|nov|decembre|dec)"
)
_STARTS = re.compile(
    rf"""(?: au\ plus\ (?:tard|tot|vite) | (?:le|des)\ (?:que|plus)\ (?:tot\ )?possible | avant | d'ici | pour | jusqu'
    | fin | mi[- ] | debut | courant | vers | autour\ du | environ | entre\ le\ \d
    | (?:apres-)?demain | aujourd'hui | ce\ (?:jour|mois|{_DAY}) | cette\ semaine
    | le\ (?:{_DAY}|\d|premier|1er|mois\ prochain) | (?:la\ )?semaine\ (?:du|prochaine|\d) | {_DAY}
    | (?:le\ )?(?:premier|1er|dernier)\ {_DAY} | au\ cours\ d | \w+\ (?:jours?|semaines?|mois)\ apres\ (?:la|cette)
    | a\ (?:la\ (?:prochaine|rentree|mi-|fin)|chaque|tout\ moment) | lors\ d | en\ (?:fin|urgence|cours|{_MONTH}|\d)
    | dans\ \w+ | sous\ \w+ | de\ toute\ urgence | sans\ (?:plus\ )?(?:delai|tarder|attendre)
    | immediatement | urgemment | rapidement | desormais | dorenavant | chaque | tou(?:te)?s\ les
    | une\ fois\ par | au\ moins\ une\ fois | (?:la\ )?date\b.*\b(?:a|sera)\ \w+ )""",
    re.VERBOSE,
)
"""How a deadline begins wherever it stands. « Le rapport mensuel », « la mission du 12 juin » are no deadlines: what is
not here needs a comma, a dash or a bracket before it."""
_APART = re.compile(r"[,;(–—-][\s\u00a0\u202f]*$")
_BELONGS = re.compile(r"\bd(?:e|u|es|['’])[\s\u00a0\u202f]*$", re.IGNORECASE)
"""« Le rapport de fin de mois »."""
_NUMBER = re.compile(r"\d+(?:er|e|h\d*)?")
_WHEN = frozenset(
    """
    lundi mardi mercredi jeudi vendredi samedi dimanche lundis mardis mercredis jeudis vendredis samedis dimanches
    janvier janv fevrier fevr fev mars avril avr mai juin juillet juil aout septembre sept octobre oct novembre nov
    decembre dec un une deux trois quatre cinq six huit dix quinze trente premier premiere deuxieme second seconde
    troisieme quatrieme au aux a le la les l de du des d et ou en dans lors sous entre par vers pour avant apres ici
    jusqu plus moins tard tot vite fin mi debut courant cours environ autour alentours dernier prochain prochaine
    prochaines prochains suivant suivante cluster reunion reunions seance rencontre semaine semaines mois jour jours
    week end
    an ans annee trimestre trimestres semestre quinzaine heure heures h midi matin soir demain aujourd hui ce cette ci
    hivernage saison seche pluies periode soudure ramadan tabaski rentree recolte recoltes campagne vacances
    bref brefs delai delais meilleurs urgence urgent urgente urgemment immediatement immediat rapidement que possible
    asap tbc tbd sans tarder attendre tous toute toutes tout chaque fois desormais dorenavant maintenant moment
    continu continue activite permanent permanente permanence mensuel mensuelle mensuellement hebdomadaire trimestriel
    trimestrielle trimestriellement annuel annuelle annuellement t1 t2 t3 t4 inclus date limite butoir echeance deadline
    si fixe fixee confirmer preciser prochainement
    """.split()
)
"""All the words that a deadline is made of, folded."""
_YEAR_ALONE = re.compile(r"\d{4}\W*")
_LONGEST = 14
"""Words of a deadline."""


def split_due(sentence: str, *, day: dt.date) -> tuple[str, str]:
    """``("partager le fichier", "avant le 30 novembre")``: the longest end of the sentence that is a deadline and
    nothing else. Without one, all of it is text."""
    starts = [match.start() for match in re.finditer(rf"(?<=[{_SPACE}(])(?=\S)", sentence)][-_LONGEST:]
    for start in starts:
        before, end = sentence[:start], sentence[start:]
        begins = _APART.search(before) or (_STARTS.match(fold(end)) and not _BELONGS.search(before))
        if begins and _is_deadline(end, day):
            return before.rstrip(" \t\n\u00a0\u202f,;(–—-"), end.strip(" .;)")
    return sentence, ""


def _is_deadline(words: str, day: dt.date) -> bool:
    folded = fold(words)
    if DURATION.fullmatch(folded.strip(" .;)")):  # « une formation, 5 jours »: alone in its field it is a delay
        return False
    kind = parse_due(words, meeting_on=day).kind
    if kind is DueKind.TO_BE_COMMUNICATED:  # it goes on with who says it, in any words
        return True
    return kind is not DueKind.NONE and _says_only_when(folded) and not _YEAR_ALONE.fullmatch(folded)


def _says_only_when(folded: str) -> bool:
    return all(word in _WHEN or _NUMBER.fullmatch(word) for word in re.findall(r"\w+", folded))
