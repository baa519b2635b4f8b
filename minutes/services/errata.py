"""Correcting what is adopted: the text opens again, and closes as an erratum (``adopt_minutes``) or as it was."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from meetings.models import Meeting
from minutes.enums import MinutesState
from minutes.errors import ChangedSinceSeen, MoveRefused
from minutes.models import Minutes
from minutes.selectors.record import changes_since, live_content
from minutes.services.record import ensure_minutes, lock_minutes, move
from participants.models import User

GIVEN_UP = "Correction abandonnée"


@transaction.atomic
def open_correction(*, meeting: Meeting, reason: str, by: User | None, at: datetime | None = None) -> Minutes:
    """The sealed version stays in force and readable until the erratum is adopted. The reason prints on the erratum.

    Raises ``MoveRefused``.
    """
    at = at or timezone.now()
    minutes = ensure_minutes(meeting=meeting)
    lock_minutes(minutes)
    if not reason.strip():
        raise MoveRefused("Dites ce que l’erratum corrige.")
    move(minutes, MinutesState.CORRECTING, by=by, at=at, reason=reason.strip())
    _set_correcting(meeting, at)
    return minutes


@transaction.atomic
def give_up_correction(*, meeting: Meeting, by: User | None, at: datetime | None = None) -> Minutes:
    """Only while the text is that of the version in force: nothing else may stand behind a sealed record.

    Raises ``MoveRefused`` or ``ChangedSinceSeen``.
    """
    minutes = ensure_minutes(meeting=meeting)
    lock_minutes(minutes)
    if minutes.state != MinutesState.CORRECTING:
        raise MoveRefused(f"Ce {minutes.spoken} n’est pas en correction.")
    _check_unchanged(minutes)
    opened = minutes.events.filter(after=MinutesState.CORRECTING).latest("pk")
    move(minutes, MinutesState(opened.before), by=by, at=at or timezone.now(), reason=GIVEN_UP)
    _set_correcting(meeting, None)
    return minutes


def _check_unchanged(minutes: Minutes) -> None:
    in_force = minutes.versions.latest("number")
    changed = changes_since(in_force, live_content(minutes, in_force)).parts
    if changed:
        parts = ", ".join(changed)
        raise ChangedSinceSeen(f"Remettez d’abord le texte de la version {in_force.number}. Ont changé : {parts}.")


def _set_correcting(meeting: Meeting, since: datetime | None) -> None:
    meeting.correcting_since = since
    meeting.save(update_fields=["correcting_since"])
