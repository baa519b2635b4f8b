"""What is missing before a record is circulated, each with the page where it is put right."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Count
from django.urls import reverse

from actions.enums import DueKind
from clusterhub.web.typography import french
from meetings.enums import ItemState, MeetingState
from meetings.models import Meeting
from meetings.selectors import headcount, numbered_items
from minutes.enums import SignatureRole
from minutes.selectors.signers import missing_signers, policy_of


@dataclass(frozen=True)
class Check:
    """``is_blocking``: nothing is circulated without it. The others only ask for a confirmation."""

    text: str
    url: str
    is_blocking: bool = False


def list_missing(meeting: Meeting) -> list[Check]:
    """A constant number of queries."""
    return [*_sitting(meeting), *_roles(meeting), *_presence(meeting), *_items(meeting), *_actions(meeting)]


def _sitting(meeting: Meeting) -> Iterator[Check]:
    if meeting.state != MeetingState.CLOSED:
        yield Check("La séance n’est pas levée.", reverse("minutes:room", args=[meeting.uuid]), is_blocking=True)


MISSING = {
    SignatureRole.RAPPORTEUR: "Il manque un rapporteur, qui signe en premier.",
    SignatureRole.REVIEWER: "Personne n’est noté comme relecteur : la relecture ne sera pas signée.",
    SignatureRole.CHAIR: "Personne ne préside : la présidence de séance ne signera pas.",
}


def _roles(meeting: Meeting) -> Iterator[Check]:
    """Whom the cluster asks to sign; without any of them, nobody would."""
    url = reverse("meetings:meeting_roles", args=[meeting.uuid])
    asked, missing = policy_of(meeting.cluster).roles, missing_signers(meeting)
    for role in missing:
        yield Check(MISSING[role], url, is_blocking=role == SignatureRole.RAPPORTEUR or (missing == asked and role == asked[0]))


def _presence(meeting: Meeting) -> Iterator[Check]:
    """A mere head count is enough."""
    if not headcount(meeting):
        url = reverse("meetings:attendance", args=[meeting.uuid])
        yield Check("Aucun participant n’est noté, pas même leur nombre.", url, is_blocking=True)


def _items(meeting: Meeting) -> Iterator[Check]:
    room = reverse("minutes:room", args=[meeting.uuid])
    rows = numbered_items(meeting.items.all())
    parents = {row.item.parent_id for row in rows}
    for row in rows:
        if row.item.state == ItemState.TODO and row.item.pk not in parents:
            text = f"Point {row.number}, « {row.item.title} » : ni traité, ni reporté, ni renvoyé à un courriel."
            yield Check(french(text), f"{room}?point={row.item.uuid}")


def _actions(meeting: Meeting) -> Iterator[Check]:
    for action in meeting.actions.standing().annotate(parties=Count("owners")):
        url = reverse("actions:action_edit", args=[action.uuid])
        if not action.parties:
            yield Check(f"L’action {action.reference} n’a pas de responsable.", url)
        if action.due_kind == DueKind.NONE:
            yield Check(f"L’action {action.reference} n’a pas d’échéance.", url)
