"""Tacit adoption: what was circulated, and not contested by its date, is adopted by the clock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from minutes.enums import MinutesState
from minutes.errors import MinutesError
from minutes.models import Minutes
from minutes.render import render_bounded
from minutes.selectors.record import past_comments
from minutes.selectors.remarks import accepted_in_vain
from minutes.services.record import Renderer, adopt_minutes

TACIT = "Adoption tacite"
STILL_TO_CHANGE = (
    "Une remarque acceptée n’a pas changé le texte\u00a0: corrigez-le et diffusez-le de nouveau, ou adoptez-le ainsi."
)


@dataclass(frozen=True)
class TacitOutcome:
    """``refusal`` says what keeps the record open, and is empty for one that is adopted."""

    minutes: Minutes
    refusal: str = ""


def adopt_tacitly(*, at: datetime | None = None, render: Renderer = render_bounded) -> list[TacitOutcome]:
    """To be run at any time and as often as one likes: each record is adopted once, on the first run after its date."""
    at = at or timezone.now()
    outcomes = [_adopt_one(minutes, at, render) for minutes in past_comments(on=timezone.localdate(at))]
    return [outcome for outcome in outcomes if outcome is not None]


def _adopt_one(minutes: Minutes, at: datetime, render: Renderer) -> TacitOutcome | None:
    """Nothing to tell of a record that somebody else adopted or took back meanwhile."""
    if accepted_in_vain(minutes).exists():
        return TacitOutcome(minutes, STILL_TO_CHANGE)
    try:
        adopt_minutes(meeting=minutes.meeting, by=None, at=at, reason=TACIT, render=render)
    except MinutesError as refusal:
        minutes.refresh_from_db(fields=["state"])
        return TacitOutcome(minutes, str(refusal)) if minutes.state == MinutesState.CIRCULATED else None
    return TacitOutcome(minutes)
