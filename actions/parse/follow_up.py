"""The follow-up sheets that clusters keep: N°, Action, Responsable, Échéance, Statut, Commentaire, in any order."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from actions.parse.calendar_dates import find_dates
from clusterhub.web.folding import fold
from participants.paste.headers import split_columns
from participants.paste.lines import Row, read_header, read_rows, titles_above

HEADERS = {
    **dict.fromkeys(("n°", "no", "n", "numero", "ref", "reference", "id", "code"), "reference"),
    **dict.fromkeys(("action", "actions", "action a mener", "actions a mener", "actions a entreprendre"), "action"),
    **dict.fromkeys(("point d'action", "points d'action", "actions/recommandations", "actions prevues"), "action"),
    **dict.fromkeys(("recommandation", "recommandations", "tache", "taches", "engagement", "engagements"), "action"),
    **dict.fromkeys(("activite", "activites", "libelle", "description", "mesure", "mesures"), "action"),
    **dict.fromkeys(("point d'actions", "actions prioritaires", "action prioritaire", "actions retenues"), "action"),
    **dict.fromkeys(("actions recommandees", "actions convenues"), "action"),
    **dict.fromkeys(("responsable", "responsables", "responsable(s", "responsable(s)", "qui", "porteur"), "owner"),
    **dict.fromkeys(("par qui", "structure responsable", "structures responsables", "organisation"), "owner"),
    **dict.fromkeys(("acteur", "acteurs", "point focal", "charge de l'execution", "lead", "agence"), "owner"),
    **dict.fromkeys(("structure", "structures", "organisations", "organisation responsable", "entite"), "owner"),
    **dict.fromkeys(("echeance", "echeances", "delai", "delais", "date limite", "date butoir", "quand"), "due"),
    **dict.fromkeys(("date prevue", "date d'echeance", "deadline", "periode", "calendrier", "chronogramme"), "due"),
    **dict.fromkeys(("date echeance", "date/echeance", "date d'execution", "delai d'execution", "pour quand"), "due"),
    **dict.fromkeys(("echeance (texte", "echeance (texte)"), "due_text"),
    **dict.fromkeys(("statut", "etat", "situation", "etat d'avancement", "avancement", "realisation"), "status"),
    **dict.fromkeys(("niveau de realisation", "niveau d'execution", "etat de mise en oeuvre", "status"), "status"),
    **dict.fromkeys(("commentaire", "commentaires", "observation", "observations", "remarque"), "comment"),
    **dict.fromkeys(("remarques", "precision", "precisions", "suivi", "actions prises", "mise a jour"), "comment"),
    **dict.fromkeys(("action prise", "progres", "details", "notes", "difficultes", "prochaines etapes"), "comment"),
    **dict.fromkeys(("date", "date de la reunion", "date reunion", "reunion du", "reunion"), "day"),
    **dict.fromkeys(("realisee le", "realise le", "date de realisation", "fait le"), "done_on"),
}
LABELS = {
    "reference": "N°",
    "action": "Action",
    "owner": "Responsable",
    "due": "Échéance",
    "due_text": "Échéance",
    "status": "Statut",
    "comment": "Commentaire",
    "day": "Date de la réunion",
    "done_on": "Réalisée le",
}

TODO, IN_PROGRESS, WAITING, BLOCKED = "todo", "in_progress", "waiting", "blocked"
PARTLY, DONE, POSTPONED, DROPPED = "partly_done", "done", "postponed", "dropped"
STATUS_WORDS = {
    **dict.fromkeys(("", "-", "a faire", "non fait", "non faite", "non realise", "non realisee", "0", "0%"), TODO),
    **dict.fromkeys(("en retard", "non execute", "non executee", "non acheve", "non achevee", "planifie"), TODO),
    **dict.fromkeys(("planifiee", "prevu", "prevue", "programme", "programmee", "non effectue", "non effectuee"), TODO),
    **dict.fromkeys(("non demarre", "non demarree", "pas commence", "non entame", "ouvert", "ouverte", "non"), TODO),
    **dict.fromkeys(("en cours", "encours", "en cours d'execution", "en cours de realisation", "entame"), IN_PROGRESS),
    **dict.fromkeys(("en attente", "attente", "en suspens"), WAITING),
    **dict.fromkeys(("bloque", "bloquee"), BLOCKED),
    **dict.fromkeys(("partiel", "partiellement realise", "partiellement realisee", "partiellement fait"), PARTLY),
    **dict.fromkeys(("partielle", "partiellement", "partiellement execute", "partiellement executee"), PARTLY),
    **dict.fromkeys(("fait", "faite", "realise", "realisee", "termine", "terminee", "acheve", "achevee", "ok"), DONE),
    **dict.fromkeys(("execute", "executee", "effectue", "effectuee", "clos", "close", "oui", "100%"), DONE),
    **dict.fromkeys(("complete", "completee", "cloture", "cloturee", "finalise", "finalisee"), DONE),
    **dict.fromkeys(("reporte", "reportee", "differe", "differee"), POSTPONED),
    **dict.fromkeys(("abandonne", "abandonnee", "annule", "annulee", "caduc", "caduque", "sans suite"), DROPPED),
}
OPEN_ENDED = ("en cours", "en attente", "bloque", "bloquee", "reporte", "reportee", "differe", "differee")
"""What people go on after: what is awaited, what blocks, until when."""

LONGEST = {"action": 2000, "owner": 400, "due": 300, "due_text": 300, "comment": 2000, "reference": 30}
LONGEST |= {"status": 500, "day": 60, "done_on": 60}
_DAY_ZERO = date(1899, 12, 30)
_DAY_NUMBERS = range(32_874, 73_051)
"""1990 to 2099."""
_ERROR = re.compile(r"#(?:REF|N/A|VALUE|VALEUR|NAME|NOM|DIV/0|NULL|NUL|NUM)[!?]?|#N/A")
_MEETING = re.compile(
    r"(?:(?:suivi|points?|actions?|d'actions?|recommandations?|decisions?|issue?s?|de|des|la|du|et) )*"
    r"reunion(?: (?:ordinaire|extraordinaire|mensuelle|ad hoc|precedente|du cluster|n° ?\d+))*"
    r"(?: du| de| le| :| -| \()? ?"
)
"""« Suivi des recommandations de la réunion ordinaire du », before a date: an action would say more."""


@dataclass(frozen=True)
class FollowUpLine:
    """One row understood. ``problem`` says, with the cell's address, why it cannot be an action."""

    number: int
    text: str
    action: str = ""
    reference: str = ""
    owner: str = ""
    due: str = ""
    status: str = TODO
    comment: str = ""
    day: date | None = None
    done_on: date | None = None
    problem: str = ""
    owner_cell: str = ""
    due_cell: str = ""


@dataclass(frozen=True)
class FollowUpSheet:
    """``has_actions`` is false where no row names the columns, one of them « Action »."""

    lines: list[FollowUpLine]
    has_actions: bool
    ignored: tuple[str, ...] = ()
    """Headings of columns that nothing is taken from."""
    meetings: tuple[int, ...] = ()
    """Numbers of the rows that only name the meeting of those under them."""


def parse_follow_up(text: str) -> FollowUpSheet:
    header = read_header(text, HEADERS)
    if header is None or len(header.columns) < 2 or "action" not in header.columns:
        return FollowUpSheet([], has_actions=False)
    rows = read_rows(text, headers=HEADERS, order=())
    lines = [*titles_above(text, header), *((row.number, row.text) for row in rows)]
    meetings = {number: day for number, line in lines if (day := _meeting_alone(line))}
    return FollowUpSheet(list(_lines(rows, meetings, header.first)), True, header.ignored, tuple(meetings))


def _lines(rows: list[Row], meetings: dict[int, date], headings: int) -> Iterator[FollowUpLine]:
    day = next((meetings[number] for number in reversed(meetings) if number < headings), None)
    for row in rows:
        if row.number in meetings:
            day = meetings[row.number]
        else:
            yield _line(row, day)


def _meeting_alone(line: str) -> date | None:
    """« Réunion du 15 novembre 2016 », alone on its row, is the meeting of the rows under it."""
    cells = {cell for cell in split_columns(line) if cell}
    words = fold(cells.pop()).rstrip(" .:)") if len(cells) == 1 else ""
    dates = [found for found in find_dates(words, date.min) if found.has_year and found.end == len(words)]
    return dates[0].on if dates and _MEETING.fullmatch(words[: dates[0].start]) else None


def _status(written: str) -> str | None:
    """« En attente de la DNDS » says more than a status: the words become a comment. None where none is meant."""
    word = _status_word(written)
    said = next((said for said in OPEN_ENDED if word.startswith(f"{said} ")), word)
    return STATUS_WORDS.get(said)


def _status_word(written: str) -> str:
    return fold(written).rstrip(" .;!").replace(" %", "%")


def _comment(status: str, comment: str) -> str:
    said = "" if _status_word(status) in STATUS_WORDS else status
    return " · ".join(filter(None, (said, comment)))


def _line(row: Row, meeting: date | None) -> FollowUpLine:
    """``meeting``: its day, where a heading above says it."""
    cells = row.cells
    problem = next(_problems(row), "")
    if problem:
        action, owner, due = (cells.get(name, "") for name in ("action", "owner", "due"))
        return FollowUpLine(row.number, row.text, action, owner=owner, due=due, status="", problem=problem)
    return FollowUpLine(
        row.number,
        row.text,
        action=cells["action"],
        reference=cells.get("reference", ""),
        owner=cells.get("owner", ""),
        due=cells.get("due_text") or _day_number(cells.get("due", "")),
        status=_status(cells.get("status", "")) or TODO,
        comment=_comment(cells.get("status", ""), cells.get("comment", "")),
        day=read_day(cells.get("day", "")) or meeting,
        done_on=read_day(cells.get("done_on", "")),
        owner_cell=row.cell("owner"),
        due_cell=row.cell("due_text" if cells.get("due_text") else "due"),
    )


def _problems(row: Row) -> Iterator[str]:
    cells = row.cells
    for column, text in cells.items():
        if _ERROR.fullmatch(text):
            yield f"Cellule {row.cell(column)} : « {text} » est une erreur de calcul."
        if len(text) > LONGEST[column]:
            yield f"Cellule {row.cell(column)} : au plus {LONGEST[column]} signes."
    if not any(char.isalpha() for char in cells.get("action", "")):
        yield f"Cellule {row.cell('action')} : aucune action sur cette ligne."
    if (status := cells.get("status", "")) and _status(status) is None:
        yield f"Cellule {row.cell('status')} : statut « {status} » inconnu. Écrivez par exemple « En cours »."
    for column in ("day", "done_on"):
        if (text := cells.get(column, "")) and read_day(text) is None:
            yield f"Cellule {row.cell(column)} : « {text} » n’est pas une date. Écrivez par exemple 15/11/2026."


def _day_number(text: str) -> str:
    """A day that the sheet shows as the number which spreadsheets count it by."""
    number = int(text) if re.fullmatch(r"\d{5}", text) else 0
    return f"{_DAY_ZERO + timedelta(number):%d/%m/%Y}" if number in _DAY_NUMBERS else text


def read_day(text: str) -> date | None:
    """« 15/11/2016 », « 15/11/2016 09:30 », « 2016-11-15 »: nothing that has to be guessed."""
    for shape in ("%d/%m/%Y", "%Y-%m-%d", "%d.%m.%Y", "%d-%m-%Y"):
        try:
            found = datetime.strptime(_day_number(text).partition(" ")[0], shape)  # noqa: DTZ007  a day without an hour
        except ValueError:
            continue
        return found.date() if 1990 <= found.year <= 2100 else None
    return None
