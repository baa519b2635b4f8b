"""What a meeting says of earlier records, at its point « Approbation du compte rendu précédent »."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.html import escape

from clusterhub.web.typography import format_date, french
from meetings.enums import ItemKind, OutcomeKind
from meetings.models import AgendaItem, Meeting
from minutes import content as frozen
from minutes.enums import ApprovalVerdict, MinutesState
from minutes.layouts.phrases import reservation_line
from minutes.models import Approval, Minutes, Remark, Reservation
from minutes.rules import can_rule_on_record
from minutes.selectors.remarks import open_objections
from participants.models import User


def approval_item(meeting: Meeting) -> AgendaItem | None:
    """The first such point."""
    return meeting.items.filter(kind=ItemKind.APPROVAL).first()


def awaiting_approval(meeting: Meeting) -> QuerySet[Minutes]:
    """Circulated records of earlier meetings of the cluster, the oldest first."""
    earlier = Minutes.objects.filter(meeting__cluster=meeting.cluster_id, meeting__starts_at__lt=meeting.starts_at)
    return earlier.filter(state=MinutesState.CIRCULATED).select_related("meeting").order_by("meeting__starts_at")


@dataclass(frozen=True)
class ApprovalPanel:
    """At the point, for one person: what was said, and the records that wait. ``can_rule``: may write it down."""

    said: list[str]
    waiting: list[Minutes]
    can_rule: bool


def approval_panel(meeting: Meeting, user: User) -> ApprovalPanel:
    waiting = list(awaiting_approval(meeting))
    can_rule = all(can_rule_on_record(user, meeting, each) for each in waiting)
    return ApprovalPanel([sentence(each) for each in _in_force(approvals_of([meeting]))], waiting, can_rule)


def approvals_of(meetings: Iterable[Meeting]) -> QuerySet[Approval]:
    made = Approval.objects.filter(item__meeting__in=list(meetings))
    return made.select_related("minutes__meeting").prefetch_related("reservations").order_by("at", "pk")


def _in_force(approvals: Iterable[Approval]) -> list[Approval]:
    """The last word on each record."""
    return list({each.minutes_id: each for each in approvals}.values())


# --- In words ---------------------------------------------------------------------------------------------------------


def sentence(approval: Approval) -> str:
    """« Le compte rendu de la réunion du 20 octobre 2016 est adopté. »"""
    what = f"{approval.minutes.spoken} de la réunion du {format_date(approval.minutes.meeting.day)}"
    if approval.verdict == ApprovalVerdict.POSTPONED:
        why = f" : {approval.reason}" if approval.reason else ""
        return french(f"L’adoption du {what} est reportée{why}{'' if why.endswith('.') else '.'}")
    reserved = approval.verdict == ApprovalVerdict.RESERVED
    return french(f"Le {what} est adopté{', sous réserve de :' if reserved else '.'}")


def frozen_reservation(reservation: Reservation) -> frozen.Reservation:
    return frozen.Reservation(text=reservation.text, organisation=reservation.organisation_name)


def approval_outcomes(meeting: Meeting) -> dict[int, tuple[frozen.Outcome, ...]]:
    """By the number of the point, the decisions that print there."""
    found: dict[int, list[frozen.Outcome]] = {}
    for approval in _in_force(approvals_of([meeting])):
        found.setdefault(approval.item_id, []).append(_outcome(approval))
    return {number: tuple(outcomes) for number, outcomes in found.items()}


def _outcome(approval: Approval) -> frozen.Outcome:
    kind = OutcomeKind.DECISION
    return frozen.Outcome(kind=kind.value, label=str(kind.label), html="".join(_html(approval)))


def _html(approval: Approval) -> Iterator[str]:
    yield f"<p>{escape(sentence(approval))}</p>"
    made = [reservation_line(frozen_reservation(each)) for each in approval.reservations.all()]
    if made:
        yield "<ul>" + "".join(f"<li>{escape(french(line))}</li>" for line in made) + "</ul>"


def objections_to_settle(minutes: Minutes) -> QuerySet[Remark]:
    return open_objections(minutes).select_related("author__person__organisation__parent").order_by("made_at", "pk")
