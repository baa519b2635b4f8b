"""What is missing before a record is circulated, each with the page where it is put right."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Count
from django.urls import reverse

from actions.enums import DueKind
from clusterhub.web.typography import french
from meetings.enums import ItemState, MeetingState
from meetings.models import AgendaItem, Meeting
from meetings.selectors import NumberedItem, headcount, numbered_items
from meetings.wording import announces_annex
from minutes.enums import SignatureRole
from minutes.selectors.annexes import damages_to, documents_of
from minutes.selectors.pictures import flaws_of_pictures
from minutes.selectors.signers import missing_signers, policy_of


@dataclass(frozen=True)
class Check:
    """``is_blocking``: nothing is circulated without it. The others only ask for a confirmation."""

    text: str
    url: str
    is_blocking: bool = False


def list_missing(meeting: Meeting) -> list[Check]:
    """A constant number of queries."""
    items = numbered_items(meeting.items.prefetch_related("outcomes"))
    before = (*_sitting(meeting), *_roles(meeting), *_presence(meeting))
    after = (*_annexes(meeting, items), *_pictures(meeting, items), *_actions(meeting))
    return [*before, *_items(meeting, items), *after]


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
        yield Check(
            MISSING[role], url, is_blocking=role == SignatureRole.RAPPORTEUR or (missing == asked and role == asked[0])
        )


def _presence(meeting: Meeting) -> Iterator[Check]:
    """A mere head count is enough."""
    if not headcount(meeting):
        url = reverse("meetings:attendance", args=[meeting.uuid])
        yield Check("Aucun participant n’est noté, pas même leur nombre.", url, is_blocking=True)


def _items(meeting: Meeting, rows: list[NumberedItem]) -> Iterator[Check]:
    room = reverse("minutes:room", args=[meeting.uuid])
    parents = {row.item.parent_id for row in rows}
    for row in rows:
        if row.item.state == ItemState.TODO and row.item.pk not in parents:
            text = f"Point {row.number}, « {row.item.title} » : ni traité, ni reporté, ni renvoyé à un courriel."
            yield Check(french(text), f"{room}?point={row.item.uuid}")


def _annexes(meeting: Meeting, rows: list[NumberedItem]) -> Iterator[Check]:
    """What cannot be sealed as it stands, then points that announce an annex and have none."""
    for document, damage in damages_to(documents_of(meeting)):
        yield Check(french(damage), reverse("meetings:document_detail", args=[document.uuid]), is_blocking=True)
    announcing = [row for row in rows if announces_annex(_told(row.item))]
    served = set(meeting.items.exclude(documents=None).values_list("pk", flat=True)) if announcing else set()
    for row in announcing:
        if row.item.pk not in served:
            text = f"Point {row.number}, « {row.item.title} » : une annexe est annoncée, aucun document n’est joint."
            yield Check(french(text), f"{reverse('minutes:room', args=[meeting.uuid])}?point={row.item.uuid}#documents")


def _pictures(meeting: Meeting, rows: list[NumberedItem]) -> Iterator[Check]:
    room = reverse("minutes:room", args=[meeting.uuid])
    for flaw in flaws_of_pictures(meeting, rows):
        yield Check(french(flaw.text), f"{room}?{flaw.query}", is_blocking=flaw.is_blocking)


def _told(item: AgendaItem) -> str:
    texts = item.discussion, item.status_note, *(outcome.text for outcome in item.outcomes.all())
    return " ".join(texts)


def _actions(meeting: Meeting) -> Iterator[Check]:
    for action in meeting.actions.standing().annotate(parties=Count("owners")):
        url = reverse("actions:action_edit", args=[action.uuid])
        if not action.parties:
            yield Check(f"L’action {action.reference} n’a pas de responsable.", url)
        if action.due_kind == DueKind.NONE:
            yield Check(f"L’action {action.reference} n’a pas d’échéance.", url)
