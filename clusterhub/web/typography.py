"""French typography for what people read. Texts are stored as typed; these functions run when a page or a PDF is made.

No-break spaces: narrow (U+202F) before ; ! ? and inside « », ordinary (U+00A0) before : and between a number and its
unit. Addresses, references, codes and clock times such as 14:30 are left as they are.
"""

import datetime as dt
import re
from collections.abc import Callable, Iterable

NBSP = "\u00a0"
NARROW = "\u202f"

DAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
MONTHS = (
    *("janvier", "février", "mars", "avril", "mai", "juin"),
    *("juillet", "août", "septembre", "octobre", "novembre", "décembre"),
)

SMALL_NUMBERS = (
    *("zéro", "un", "deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf", "dix", "onze", "douze"),
    *("treize", "quatorze", "quinze", "seize", "dix-sept", "dix-huit", "dix-neuf"),
)
TENS = {2: "vingt", 3: "trente", 4: "quarante", 5: "cinquante", 6: "soixante", 8: "quatre-vingt"}

# --- Texts ------------------------------------------------------------------------------------------------------------

_HOLE = "\ue000"
_SPACE = f"[ {NBSP}{NARROW}]"
_CAPITAL = "[A-ZÀ-ÖØ-Þ]"
_UNITS = (
    *("km²", "km", "m²", "m³", "cm", "mm", "m", "kg", "g", "t", "l", "ha", "kW", "kWh", "Mo", "Go", "ko"),
    *("FCFA", "F", "XOF", "USD", "EUR", "€", r"\$", "°C", "‰", "mille", "millions?", "milliards?"),
    *("min", "minutes?", "heures?", "jours?", "semaines?", "mois", "ans?", "années?", "pages?", "points?"),
    *("personnes", "ménages", "familles", "kits?", "villages?", "écoles?", "organisations?", "partenaires?"),
    *MONTHS,
)
_UNIT = rf"(?:{'|'.join(_UNITS)})(?!\w)"

_UNTOUCHED = (
    _HOLE,
    r"""(?:https?://|ftp://|www\.|mailto:)[^\s<>«»"]*[^\s<>«»".,;:!?)\]'’]""",
    r"(?<![\w.+'’-])[\w.+'’-]+@[\w-]+(?:\.[\w-]+)+",
    r"\b[A-Z]{2}[A-Z0-9]*(?:[-/_][A-Z0-9]+)+\b",
    r"\b\d{1,2}:\d{2}(?::\d{2})?\b",
    r"\b\d{4}-\d{2}-\d{2}\b",
)
_INLINE_TAG = r"""<(?:[^<>"]|"[^"]*")*>"""
_ENTITY = r"&#?\w+;"
_BLOCK_TAG = re.compile(
    r"""(</?(?:p|br|div|h[1-6]|ul|ol|li|table|caption|thead|tbody|tr|th|td)\b(?:[^<>"]|"[^"]*")*>)""", re.IGNORECASE
)
_KEEP_IN_TEXT = re.compile("|".join(_UNTOUCHED))
_KEEP_IN_HTML = re.compile("|".join((_INLINE_TAG, _ENTITY, *_UNTOUCHED)))

_CODE_BEFORE = re.compile(r"(?:n°|code|réf\.?|référence|tél\.?|téléphone|BP)[\s:.]*$", re.IGNORECASE)
_LONE_INTEGER = re.compile(rf"(?<![\w.,/:+#@=°&\\-])(?<!\d{_SPACE})[1-9]\d{{4,11}}(?![\w/@#=°\\-]|[.,:]\d|{_SPACE}\d)")
_PHONE = re.compile(r"[24-9]\d{7}")
_FOLLOWED_BY_UNIT = re.compile(rf"{_SPACE}*{_UNIT}")
_MARKS = re.compile(rf"(?<=[^\s(\[;:!?]){_SPACE}*([;:!?]+)(?=[\s)\]”’.,…{_HOLE}]|$)")

_Rule = tuple[re.Pattern[str], str]
_QUOTES: tuple[_Rule, ...] = (
    (re.compile(rf"(?<=[^\W\d_])'(?=[^\W_]|[\"«{_HOLE}])"), "’"),
    (re.compile(rf'(?<![\w"])"{_SPACE}*([^\s"«»](?:[^"«»\n]*[^\s"«»])?){_SPACE}*"(?![\w"])'), r"«\1»"),
    (re.compile(rf"«(?:{_SPACE}+|(?=\S))"), f"«{NARROW}"),
    (re.compile(rf"(?:(?<!{_SPACE}){_SPACE}+|(?<=\S))»"), f"{NARROW}»"),
)
_GLUE: tuple[_Rule, ...] = (
    (re.compile(rf"(?<![\w,.])([01]?\d|2[0-4]){_SPACE}*[hH]{_SPACE}*([0-5]\d)(?!\w)"), rf"\1{NBSP}h{NBSP}\2"),
    (re.compile(rf"(?<![\w,.])(\d{{1,3}})(?:{_SPACE}*h|{_SPACE}H)(?!\w)"), rf"\1{NBSP}h"),
    (re.compile(rf"(?<=\d){_SPACE}*%(?!\w)"), f"{NBSP}%"),
    (re.compile(rf"(\d|\b1er){_SPACE}(?={_UNIT})"), rf"\1{NBSP}"),
    (re.compile(rf"\b([nN]°){_SPACE}*(?=\d)"), rf"\1{NBSP}"),
    (re.compile(rf"\b([pP]\.|[aA]rt\.){_SPACE}(?=\d)"), rf"\1{NBSP}"),
    (re.compile(rf"\b(MM?\.|Mmes?|Mlles?|Dr|Pr){_SPACE}(?={_CAPITAL})"), rf"\1{NBSP}"),
)


def french(text: str) -> str:
    """Idempotent: the typography of a text already treated is the same text."""
    return _around(_KEEP_IN_TEXT, text, _set_spaces)


def french_html(html: str) -> str:
    """The same for the text of clean rich text: tags and entities stay, bold words do not stop a rule."""
    pieces = _BLOCK_TAG.split(html.replace("&nbsp;", NBSP))
    return "".join(piece if i % 2 else _around(_KEEP_IN_HTML, piece, _set_spaces) for i, piece in enumerate(pieces))


def _around(keep: re.Pattern[str], text: str, treat: Callable[[str], str]) -> str:
    """Treat the text with one hole in place of each part to keep, then fill the holes again in order."""
    kept = iter(keep.findall(text))
    return re.sub(_HOLE, lambda _: next(kept), treat(keep.sub(_HOLE, text)))


def _set_spaces(text: str) -> str:
    text = _MARKS.sub(_mark, _apply(_QUOTES, text))
    return _apply(_GLUE, _LONE_INTEGER.sub(_grouped, text))


def _apply(rules: tuple[_Rule, ...], text: str) -> str:
    for pattern, replacement in rules:
        text = pattern.sub(replacement, text)
    return text


def _mark(match: re.Match[str]) -> str:
    marks = match[1]
    return (NBSP if marks[0] == ":" else NARROW) + marks


def _grouped(match: re.Match[str]) -> str:
    digits, text = match[0], match.string
    if _CODE_BEFORE.search(text, max(0, match.start() - 20), match.start()):
        return digits
    if _PHONE.fullmatch(digits) and not _FOLLOWED_BY_UNIT.match(text, match.end()):
        return digits
    return format_number(int(digits))


# --- Numbers and words ------------------------------------------------------------------------------------------------


def format_number(number: int) -> str:
    return f"{number:,}".replace(",", NARROW)


def number_in_words(number: int, *, feminine: bool = False) -> str:
    """From 0 to 999 999, traditional spelling: `vingt et un`, `quatre-vingts`, `deux mille dix-sept`; `une` last."""
    if not 0 <= number < 1_000_000:
        raise ValueError(number)
    words = _below_million(number)
    return f"{words}e" if feminine and re.search(r"(?:^|[ -])un$", words) else words


def _below_million(number: int) -> str:
    thousands, rest = divmod(number, 1000)
    if not thousands:
        return _below_thousand(rest)
    many = "" if thousands == 1 else f"{_below_thousand(thousands, is_last=False)} "
    return f"{many}mille {_below_thousand(rest)}" if rest else f"{many}mille"


def _below_thousand(number: int, *, is_last: bool = True) -> str:
    """`is_last` is false before *mille*, where *cents* and *quatre-vingts* lose their s."""
    hundreds, rest = divmod(number, 100)
    if not hundreds:
        return _below_hundred(rest, is_last=is_last)
    cents = "cent" if hundreds == 1 else f"{SMALL_NUMBERS[hundreds]} cent"
    if rest:
        return f"{cents} {_below_hundred(rest, is_last=is_last)}"
    return f"{cents}s" if hundreds > 1 and is_last else cents


def _below_hundred(number: int, *, is_last: bool) -> str:
    if number < 20:
        return SMALL_NUMBERS[number]
    if number == 80:
        return "quatre-vingts" if is_last else "quatre-vingt"
    tens, unit = divmod(number, 10)
    base = tens - 1 if tens in (7, 9) else tens
    unit += 10 * (tens - base)
    link = " et " if unit in (1, 11) and base < 8 else "-"
    return f"{TENS[base]}{link}{SMALL_NUMBERS[unit]}" if unit else TENS[base]


def plural(count: int, one: str, many: str) -> str:
    """The number and the word: `0 point`, `1 point`, `2 points`. In French zero is singular."""
    return f"{format_number(count)}{NBSP}{one if abs(count) < 2 else many}"


def join_words(words: Iterable[str]) -> str:
    """`A, B et C`."""
    *first, last = [*words] or [""]
    return f"{', '.join(first)} et {last}" if first else last


_MASCULINE = re.compile(r"(?:sous-)?(?:cluster|groupe|comité|forum|secteur|réseau|bureau)\b", re.IGNORECASE)
_FEMININE = re.compile(r"(?:commission|cellule|coordination|plateforme|réunion)\b", re.IGNORECASE)
_VOWEL = re.compile(r"[aeiouâéèêîôû]", re.IGNORECASE)
_ELIDED = re.compile(r"[AEIOÉ][A-ZÉ]+\b|(?i:équipe|inter-?cluster)\b")


def of_name(name: str) -> str:
    """« du Cluster Protection », « de l’ICC », « de la Commission Mouvement »; « de GSC » where nothing is known."""
    return _after(name, "du ", "de la ", "de l’", "d’" if _VOWEL.match(name) else "de ")


def to_name(name: str) -> str:
    """« au Cluster Protection », « à l’ICC »."""
    return _after(name, "au ", "à la ", "à l’", "à ")


def _after(name: str, masculine: str, feminine: str, elided: str, plain: str) -> str:
    if _MASCULINE.match(name):
        return masculine + name
    if _FEMININE.match(name):
        return feminine + name
    return (elided if _ELIDED.match(name) else plain) + name


# --- Dates and times --------------------------------------------------------------------------------------------------


def format_day(day: dt.date) -> str:
    """`1er janvier`, without the year."""
    return f"{'1er' if day.day == 1 else day.day}{NBSP}{MONTHS[day.month - 1]}"


def format_date(day: dt.date) -> str:
    """`1er janvier 2026`."""
    return f"{format_day(day)} {day.year}"


def format_weekday_date(day: dt.date) -> str:
    """`jeudi 1er janvier 2026`."""
    return f"{DAYS[day.weekday()]} {format_date(day)}"


def day_in_words(day: dt.date) -> str:
    """`vingt-trois mai`, `premier février`."""
    return f"{'premier' if day.day == 1 else number_in_words(day.day)} {MONTHS[day.month - 1]}"


def date_in_words(day: dt.date) -> str:
    """The way formal minutes begin: `deux mille dix-sept, le vingt-trois mai`."""
    return f"{number_in_words(day.year)}, le {day_in_words(day)}"


def format_short_date(day: dt.date) -> str:
    """`01/01/2026`."""
    return f"{day.day:02}/{day.month:02}/{day.year:04}"


def format_time(time: dt.time | dt.datetime) -> str:
    """`14 h 30`, `18 h`."""
    return _hours(time.hour, time.minute)


def time_in_words(time: dt.time | dt.datetime) -> str:
    """`quatorze heures trente minutes`, `une heure`, `midi`."""
    if not time.minute and time.hour in (0, 12):
        return "midi" if time.hour else "minuit"
    hours = _counted_in_words(time.hour, "heure")
    return f"{hours} {_counted_in_words(time.minute, 'minute')}" if time.minute else hours


def _counted_in_words(count: int, unit: str) -> str:
    return f"{number_in_words(count, feminine=True)} {unit}{'s' if count > 1 else ''}"


def format_datetime(moment: dt.datetime) -> str:
    """`1er janvier 2026 à 14 h 30`."""
    return f"{format_date(moment)} à {format_time(moment)}"


def format_duration(minutes: int) -> str:
    """`45 min`, `1 h 30`, `2 h`."""
    hours, rest = divmod(minutes, 60)
    return _hours(hours, rest) if hours else f"{rest}{NBSP}min"


def _hours(hours: int, minutes: int) -> str:
    return f"{hours}{NBSP}h{NBSP}{minutes:02}" if minutes else f"{hours}{NBSP}h"
