"""A follow-up sheet becomes actions, after a look at what each of its rows would do."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from html import escape

from django.db import transaction
from django.utils import timezone

from actions.enums import Status
from actions.errors import SheetNotUnderstood
from actions.models import ActionPoint
from actions.parse.due_dates import Due, parse_due
from actions.parse.follow_up import HEADERS, FollowUpLine, parse_follow_up, read_day
from actions.parse.owners import parse_owners
from actions.services.carry_over import carry_action
from actions.services.create import create_action
from actions.services.history import log_update
from actions.services.lookup import LoadedLookup
from clusterhub.web import richtext
from clusterhub.web.folding import fold
from clusterhub.web.typography import format_date, join_words
from participants.enums import Verdict
from participants.models import Cluster, User
from participants.paste.lines import MAX_LINES, kept_lines

BROUGHT = "Repris d’une feuille de suivi."
MONTHS = 12
MONTHS_FIRST = "mais ailleurs dans cette liste le mois est écrit avant le jour."
_THREE_FIGURES = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-]\d{2,4}")


@dataclass(frozen=True)
class ActionReading:
    line: FollowUpLine
    verdict: Verdict
    reason: str = ""

    @property
    def status_label(self) -> str:
        return Status(self.line.status).label if self.line.status else ""

    @property
    def due_on(self) -> date | None:
        """The day that the deadline as written is understood as, where it says it not itself."""
        found = _due(self.line)
        return found.on if found.on and read_day(self.line.due) != found.on else None


@dataclass(frozen=True)
class ListReading:
    """What would become of each row, and the headings of the columns that nothing is taken from."""

    readings: list[ActionReading]
    ignored: tuple[str, ...]
    meetings: tuple[int, ...]

    def count(self, verdict: Verdict) -> int:
        return Counter(reading.verdict for reading in self.readings)[verdict]


@dataclass(frozen=True)
class ListImport:
    created: list[ActionPoint]
    left: str
    """The rows that nothing was done with, as typed."""


def read_action_list(text: str, *, cluster: Cluster) -> ListReading:
    """Raises ``SheetNotUnderstood``."""
    sheet = parse_follow_up(text)
    if not sheet.has_actions:
        raise SheetNotUnderstood("Aucune ligne de titres reconnue : il faut une colonne « Action » et une autre.")
    if len(sheet.lines) > MAX_LINES:
        raise SheetNotUnderstood(f"Au plus {MAX_LINES} lignes à la fois.")
    known = _Known(cluster, sheet.lines)
    return ListReading([known.read(line) for line in sheet.lines], sheet.ignored, sheet.meetings)


class _Known:
    """What the cluster has already, and what the rows above have brought."""

    def __init__(self, cluster: Cluster, lines: Sequence[FollowUpLine]) -> None:
        wanted = {_key(line.action) for line in lines if not line.problem}
        self.references = set(cluster.actions.values_list("reference", flat=True))
        self.owners: dict[str, dict[str, str]] = {}
        for reference, html, owner in cluster.actions.standing().values_list("reference", "description", "owner_text"):
            if (key := _key(richtext.to_text(html))) in wanted:
                self.owners.setdefault(key, {})[fold(owner)] = reference
        self.names = LoadedLookup(cluster)
        self.seen: dict[tuple[str, str], int] = {}
        self.has_months_first = any(_is_month_first(line.due) for line in lines)

    def read(self, line: FollowUpLine) -> ActionReading:
        if line.problem:
            return ActionReading(line, Verdict.UNDECIDED, line.problem)
        if line.reference.upper() in self.references:
            return ActionReading(line, Verdict.KNOWN, f"C’est {line.reference.upper()}.")
        key, owner = _key(line.action), fold(line.owner)
        same = self.owners.get(key, {})
        if owner in same:
            return ActionReading(line, Verdict.KNOWN, f"C’est {same[owner]}.")
        if same:
            reason = f"Existe déjà avec un autre responsable : {', '.join(same.values())}."
            return ActionReading(line, Verdict.UNDECIDED, reason)
        if (above := self.seen.setdefault((key, owner), line.number)) != line.number:
            return ActionReading(line, Verdict.KNOWN, f"Déjà à la ligne {above}.")
        return ActionReading(line, Verdict.NEW, " ".join((*self._unknown_owners(line), *self._unclear_due(line))))

    def _unknown_owners(self, line: FollowUpLine) -> Iterator[str]:
        if unknown := parse_owners(line.owner, known=self.names).unresolved:
            names = join_words(f"« {name} »" for name in unknown)
            yield f"Cellule {line.owner_cell} : {names}, non reconnu : écrit tel quel, personne n’en est averti."

    def _unclear_due(self, line: FollowUpLine) -> Iterator[str]:
        """What is before « today » is no surprise in a list that says not from when it is."""
        found = _due(line)
        if found.on is None and not found.is_sure:
            said = found.warning or "Cette échéance n’est pas comprise."
            yield f"Cellule {line.due_cell} : {said} Elle est écrite telle quelle, sans date."
        elif found.on and self.has_months_first and _is_either_way(line.due):
            yield f"Cellule {line.due_cell} : compris comme le {format_date(found.on)}, {MONTHS_FIRST}"
        elif found.on and found.warning and (line.day or found.on >= timezone.localdate()):
            yield f"Cellule {line.due_cell} : {found.warning}"


def _is_month_first(due: str) -> bool:
    first, second = _figures(due)
    return 0 < first <= MONTHS < second


def _is_either_way(due: str) -> bool:
    first, second = _figures(due)
    return 0 < first <= MONTHS and 0 < second <= MONTHS and first != second


def _figures(due: str) -> tuple[int, int]:
    match = _THREE_FIGURES.fullmatch(due.strip())
    return (int(match[1]), int(match[2])) if match else (0, 0)


def _due(line: FollowUpLine) -> Due:
    return parse_due(line.due, meeting_on=line.day or timezone.localdate())


def _key(text: str) -> str:
    return fold(text).rstrip(" .;")


@transaction.atomic
def import_action_list(text: str, *, cluster: Cluster, by: User) -> ListImport:
    """Create what is new. Twice changes nothing; what is known stays as it is. Raises ``SheetNotUnderstood``."""
    reading = read_action_list(text, cluster=cluster)
    created = [_create(one.line, cluster, by) for one in reading.readings if one.verdict == Verdict.NEW]
    undecided = [one.line.number for one in reading.readings if one.verdict == Verdict.UNDECIDED]
    kept = [*undecided, *reading.meetings] if undecided else []
    return ListImport(created, kept_lines(text, kept, headers=HEADERS))


def _create(line: FollowUpLine, cluster: Cluster, by: User) -> ActionPoint:
    """As if it had been typed on the day of its meeting; texts are kept, and understood where they can be."""
    at = _noon(line.day) if line.day else timezone.now()
    action = create_action(
        cluster=cluster, by=by, description=escape(line.action), owner_text=line.owner, due_text=line.due, at=at
    )
    if line.status != Status.TODO or line.comment:
        _bring_status(action, line, by)
    return action


def _bring_status(action: ActionPoint, line: FollowUpLine, by: User) -> None:
    """What the sheet says counts for every organisation of the action: it tells them not apart."""
    done_on = (line.done_on or timezone.localdate()) if line.status == Status.DONE else None
    action.status, action.completed_on, action.status_note = line.status, done_on, line.comment[:500]
    action.save(update_fields=("status", "completed_on", "status_note"))
    action.shares.update(status=line.status, completed_on=done_on)
    log_update(action, by=by, before=Status.TODO, after=line.status, comment=line.comment or BROUGHT)
    carry_action(action)


def _noon(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(12)))
