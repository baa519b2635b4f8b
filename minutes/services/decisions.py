"""The register of decisions: filled from each frozen version of a record; what replaces what is said by hand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from clusterhub.web.folding import strip_control_line
from meetings.enums import OutcomeKind
from meetings.models import Outcome
from minutes.content import Content, Item
from minutes.content import Outcome as Worded
from minutes.errors import DecisionRefused
from minutes.models import Decision, DecisionReplacement, MinutesVersion
from minutes.services.searching import forget_decision, index_decision
from participants.models import User


@dataclass(frozen=True)
class Stated:
    """A decision as a version words it, under which point."""

    title: str
    worded: Worded
    is_restricted: bool


def register_decisions(version: MinutesVersion, content: Content) -> None:
    """Inside the transaction that freezes the record: the register says what its latest version says."""
    outcomes = _live_outcomes(version)
    kept = []
    for position, stated in enumerate(_stated(content.items), start=1):
        alike = outcomes.get(stated.worded.html)
        outcome = alike.pop(0) if alike else None
        kept.append(_register(version, stated, outcome, position))
    for gone in version.minutes.decisions.standing().exclude(pk__in=kept):
        _let_go(gone, on=timezone.localdate(version.frozen_at))


def _live_outcomes(version: MinutesVersion) -> dict[str, list[Outcome]]:
    """Of the meeting, by their words: the text is frozen as it stands."""
    found: dict[str, list[Outcome]] = {}
    decided = Outcome.objects.filter(item__meeting=version.minutes.meeting_id, kind=OutcomeKind.DECISION)
    for outcome in decided.order_by("item__position", "item_id", "position", "id"):
        found.setdefault(outcome.text, []).append(outcome)
    return found


def _stated(items: tuple[Item, ...]) -> Iterator[Stated]:
    for item in items:
        for outcome in item.outcomes:
            if outcome.kind == OutcomeKind.DECISION:
                yield Stated(item.title, outcome, item.is_restricted)
        yield from _stated(item.children)


def _register(version: MinutesVersion, stated: Stated, outcome: Outcome | None, position: int) -> int:
    minutes = version.minutes
    alike = Q(outcome=outcome) if outcome else Q(minutes=minutes, outcome=None, text=stated.worded.html)
    decision = Decision.objects.filter(alike).first() or Decision(
        minutes=minutes, cluster=minutes.meeting.cluster, outcome=outcome
    )
    decision.version, decision.position, decision.left_on = version, position, None
    decision.taken_on, decision.item_title = minutes.meeting.day, stated.title
    decision.text, decision.is_restricted = stated.worded.html, stated.is_restricted
    decision.save()
    index_decision(decision)
    return decision.pk


def _let_go(decision: Decision, *, on: date) -> None:
    decision.left_on = on
    decision.save(update_fields=["left_on"])
    forget_decision(decision)


@transaction.atomic
def replace_decision(
    *, decision: Decision, by_decision: Decision, note: str = "", by: User | None = None
) -> DecisionReplacement:
    """Say that another decision of the cluster, not an earlier one, takes the place of this one. Once, and for good.

    Raises ``DecisionRefused``.
    """
    list(Decision.objects.select_for_update().filter(pk__in=(decision.pk, by_decision.pk)).order_by("pk"))
    _check_replacement(decision, by_decision)
    return DecisionReplacement.objects.create(
        decision=decision, by_decision=by_decision, note=strip_control_line(note)[:400], author=by
    )


def _check_replacement(decision: Decision, by_decision: Decision) -> None:
    if DecisionReplacement.objects.filter(decision=decision).exists():
        raise DecisionRefused("Cette décision est déjà remplacée.")
    if by_decision.cluster_id != decision.cluster_id or by_decision.pk == decision.pk:
        raise DecisionRefused("Choisissez une autre décision du même cluster.")
    if by_decision.taken_on < decision.taken_on:
        raise DecisionRefused("Une décision plus ancienne ne remplace pas celle-ci.")
    if DecisionReplacement.objects.filter(decision=by_decision).exists():
        raise DecisionRefused("La décision choisie n’est plus en vigueur : prenez celle qui l’a remplacée.")
