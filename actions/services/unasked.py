"""Proposing a point and saying who comes unasked. What an open call asks of the same meeting is answered by it too."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from actions.enums import CallPart
from actions.models import CallAnswer, ContributionCall
from meetings.models import AgendaProposal, ForeseenAttendance, Meeting
from meetings.services.foreseen import foresee_attendance
from meetings.services.proposals import propose_point
from participants.models import Cluster, Organisation
from participants.voices import Voice


@transaction.atomic
def propose_unasked(
    *, cluster: Cluster, organisation: Organisation, meeting: Meeting | None, voice: Voice, **said: Any
) -> AgendaProposal:
    """Raises ``MeetingsError``."""
    calls = lock_calls(organisation, meeting)
    proposal = propose_point(
        cluster=cluster,
        organisation=organisation,
        meeting=meeting,
        voice=voice,
        title=said["title"],
        detail=said["detail"],
        planned_minutes=said["minutes"],
    )
    for call in calls:
        _answer(call, organisation, CallPart.AGENDA, voice, content=said, proposal=proposal)
    return proposal


@transaction.atomic
def foresee_unasked(*, organisation: Organisation, meeting: Meeting, voice: Voice, **said: str) -> ForeseenAttendance:
    """Raises ``MeetingsError``."""
    calls = lock_calls(organisation, meeting)
    foreseen = foresee_attendance(meeting=meeting, organisation=organisation, voice=voice, **said)
    for call in calls:
        _answer(call, organisation, CallPart.ATTENDANCE, voice, content=said, proposal=None)
    return foreseen


def lock_calls(organisation: Organisation, meeting: Meeting | None) -> list[ContributionCall]:
    """The open ones that ask it about that meeting. Before the link and the meeting, as whoever answers a call does."""
    if meeting is None:
        return []
    calls = ContributionCall.objects.filter(closed_at=None, meeting=meeting, invitees__organisation=organisation)
    return list(calls.select_for_update(of=("self",)).order_by("pk"))


def _answer(call: ContributionCall, organisation: Organisation, part: CallPart, voice: Voice, **answer: Any) -> None:
    """The very same twice is one answer."""
    latest = call.answers.filter(organisation=organisation, part=part).order_by("-at", "-id").first()
    is_said = latest and (latest.content, latest.proposal) == (answer["content"], answer["proposal"])
    if part in call.parts and not is_said:
        CallAnswer.objects.create(call=call, organisation=organisation, part=part, **answer, **voice.fields)
