"""The answers to a call, sorted: one table by part, one or several rows by organisation."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Case, QuerySet, When

from actions.contributions.asking import NOTHING, is_silent, missing_parts, reports_since, with_answers
from actions.enums import CallPart, RoundTableKind
from actions.models import ActionUpdate, CallAnswer, CallInvitee, ContributionCall
from clusterhub.web.richtext import excerpt
from clusterhub.web.typography import format_number
from meetings.enums import Coming
from meetings.models import AgendaItem, Meeting
from participants.enums import Sector
from participants.models import Organisation
from participants.querysets import belonging_to

Cells = list[str]
RowsOf = Callable[[ContributionCall, CallAnswer], Iterable[Cells]]
"""From one answer: its rows, without the organisation."""


@dataclass(frozen=True)
class AnswerTable:
    part: CallPart
    headings: list[str]
    rows: list[Cells]
    """The first cell is the organisation."""
    total: Cells = field(default_factory=list)
    told_of: list[Organisation] = field(default_factory=list)
    """Of profiles: those that may be carried into the organisation's own."""

    @property
    def title(self) -> str:
        return str(self.part.label)

    @property
    def labelled_rows(self) -> list[list[tuple[str, str]]]:
        """Each cell with the heading that stands over it."""
        return [list(zip(self.headings, row, strict=True)) for row in self.rows]

    @property
    def labelled_total(self) -> list[tuple[str, str]]:
        return list(zip(self.headings, self.total, strict=True))


@dataclass(frozen=True)
class PartialAnswer:
    """An organisation that has answered some of what was asked."""

    invitee: CallInvitee
    missing: list[CallPart]

    @property
    def label(self) -> str:
        """« Points à l’ordre du jour, Chiffres »."""
        return ", ".join(str(part.label) for part in self.missing)


@dataclass(frozen=True)
class CallReading:
    call: ContributionCall
    tables: list[AnswerTable]
    silent: list[CallInvitee]
    """Those that have said nothing at all."""
    partial: list[PartialAnswer]
    invitee_count: int

    @property
    def answered_count(self) -> int:
        return self.invitee_count - len(self.silent)

    @property
    def filled(self) -> list[AnswerTable]:
        return [table for table in self.tables if table.rows]


def answers_to(call: ContributionCall) -> CallReading:
    """A constant number of queries."""
    invitees: list[CallInvitee] = list(with_answers(call.invitees.select_related("organisation__parent", "call")))
    order = {invitee.organisation_id: place for place, invitee in enumerate(invitees)}
    latest = _latest(call, order)
    tables = [_table(call, part, latest) for part in call.asked]
    silent, missing = [invitee for invitee in invitees if is_silent(invitee)], missing_parts(invitees)
    partial = [PartialAnswer(one, missing[one.pk]) for one in invitees if missing[one.pk] and one not in silent]
    return CallReading(call, tables, silent, partial, len(invitees))


def _latest(call: ContributionCall, order: dict[int, int]) -> list[CallAnswer]:
    """Points add up; of everything else the latest word counts."""
    told: dict[tuple[int, str, int | None], CallAnswer] = {}
    for answer in call.answers.select_related("organisation__parent", "proposal").order_by("at", "id"):
        if answer.proposal_id:  # no longer « rien à proposer »
            told.pop((answer.organisation_id, answer.part, None), None)
        told[answer.organisation_id, answer.part, answer.proposal_id] = answer
    return sorted(told.values(), key=lambda answer: (order.get(answer.organisation_id, len(order)), answer.pk))


def _table(call: ContributionCall, part: CallPart, latest: list[CallAnswer]) -> AnswerTable:
    headings = HEADINGS[part] if part != CallPart.FIGURES else [*call.figures, "Précision"]
    answers = [answer for answer in latest if answer.part == part]
    if part == CallPart.ACTIONS:
        rows = [*_report_rows(call), *_nothing_rows(answers)]
    else:
        rows = [[_name(answer.organisation), *cells] for answer in answers for cells in ROWS_OF[part](call, answer)]
    total = _total(call, answers) if part == CallPart.FIGURES and rows else []
    told_of = [answer.organisation for answer in answers if part == CallPart.PROFILE and answer.content != NOTHING]
    return AnswerTable(part, ["Organisation", *headings], rows, total, told_of)


def _name(organisation: Organisation) -> str:
    return organisation.short_label


def items_to_put_into(call: ContributionCall) -> QuerySet[AgendaItem]:
    """Points of the cluster's records that are still written; those of the meeting that the call is about first."""
    meetings = Meeting.objects.filter(cluster=call.cluster).with_open_record()
    its_own = Case(When(meeting=call.meeting_id, then=0), default=1)
    items = AgendaItem.objects.filter(meeting__in=meetings).select_related("meeting")
    return items.order_by(its_own, "-meeting__starts_at", "position", "id")


# --- By part ----------------------------------------------------------------------------------------------------------


def _report_rows(call: ContributionCall) -> Iterator[Cells]:
    """The latest word of each organisation on each action."""
    own = belonging_to(call.invitees.values("organisation"))
    told = reports_since(call, own).select_related("action", "organisation__parent").order_by("at", "id")
    latest = {(update.organisation_id, update.action_id): update for update in told}
    for update in sorted(latest.values(), key=_by_name):
        action = f"{update.action.reference} : {excerpt(update.action.description)}"
        yield [_name(update.organisation), action, update.get_after_display(), update.comment]  # type: ignore[arg-type]


def _by_name(update: ActionUpdate) -> tuple[str, str]:
    return update.organisation.name if update.organisation else "", update.action.reference


def _nothing_rows(answers: list[CallAnswer]) -> Iterator[Cells]:
    for answer in answers:
        yield [_name(answer.organisation), "Rien de nouveau", "", ""]


def _point_rows(call: ContributionCall, answer: CallAnswer) -> Iterator[Cells]:
    if answer.proposal:
        yield [answer.proposal.title, answer.proposal.detail, answer.proposal.get_state_display()]
    else:
        yield ["Rien à proposer", "", ""]


def _presence_rows(call: ContributionCall, answer: CallAnswer) -> Iterator[Cells]:
    said = answer.content
    people = ", ".join(line.strip() for line in said.get("people", "").splitlines() if line.strip())
    yield [str(Coming(said["coming"]).label), people, said.get("note", "")]


def _round_table_rows(call: ContributionCall, answer: CallAnswer) -> Iterator[Cells]:
    for row in answer.content.get("rows", ()):
        kind, sector = str(RoundTableKind(row["kind"]).label), row["sector"]
        yield [str(Sector(sector).label) if sector else "", row["place"], kind, row["text"]]
    if answer.content.get("nothing"):
        yield ["", "", "Rien à signaler", ""]


def _text_rows(call: ContributionCall, answer: CallAnswer) -> Iterator[Cells]:
    yield [answer.content.get("text", "") or "Rien à signaler"]


def _profile_rows(call: ContributionCall, answer: CallAnswer) -> Iterator[Cells]:
    said = answer.content
    sectors = ", ".join(str(Sector(code).label) for code in said.get("sectors", ()))
    texts = [" ; ".join(said.get(name, "").splitlines()) for name in PROFILE_TEXTS]
    yield ["Inchangé", *([""] * len(texts))] if said.get("nothing") else [sectors, *texts]


def _figure_rows(call: ContributionCall, answer: CallAnswer) -> Iterator[Cells]:
    values = _values(call, answer)
    yield [*("" if value is None else format_number(value) for value in values), answer.content.get("note", "")]


def _values(call: ContributionCall, answer: CallAnswer) -> list[int | None]:
    given: list[Any] = answer.content.get("values", [])
    return [given[place] if place < len(given) else None for place in range(len(call.figures))]


def _total(call: ContributionCall, answers: list[CallAnswer]) -> Cells:
    columns = zip(*(_values(call, answer) for answer in answers), strict=True)
    sums = [sum(value for value in column if value is not None) for column in columns]
    return ["Total", *(format_number(number) for number in sums), ""]


PROFILE_TEXTS = ("places", "activities", "people", "projects", "website")
HEADINGS: dict[CallPart, Cells] = {
    CallPart.ACTIONS: ["Action", "Situation", "Ce qui a été dit"],
    CallPart.AGENDA: ["Point", "En quelques mots", "Réponse"],
    CallPart.ATTENDANCE: ["Présence", "Qui", "Précision"],
    CallPart.ROUND_TABLE: ["Secteur", "Lieu", "Nature", "Activité, manque ou besoin"],
    CallPart.DOCUMENT: ["Observation"],
    CallPart.PROFILE: ["Secteurs", "Lieux", "Activités", "Points focaux", "Projets", "Site"],
}
ROWS_OF: dict[CallPart, RowsOf] = {
    CallPart.AGENDA: _point_rows,
    CallPart.ATTENDANCE: _presence_rows,
    CallPart.ROUND_TABLE: _round_table_rows,
    CallPart.DOCUMENT: _text_rows,
    CallPart.PROFILE: _profile_rows,
    CallPart.FIGURES: _figure_rows,
}
