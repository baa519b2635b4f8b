"""What an organisation answers to a call: kept as it was said, and put where it belongs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import transaction

from actions.contributions.asking import NOTHING, latest_answer
from actions.enums import CallPart
from actions.errors import CallClosed, PartNotAsked
from actions.models import CallAnswer, ContributionCall
from actions.services.partners import check_pace
from actions.services.round_table import report_rows
from meetings.enums import RESCHEDULABLE
from meetings.models import AgendaProposal, Document, DocumentComment
from meetings.services.document_life import comment_for_organisation
from meetings.services.foreseen import foresee_attendance
from meetings.services.proposals import propose_point
from participants.models import Organisation
from participants.services.partner_links import lock_partner_link, record_use
from participants.voices import Voice

Content = dict[str, Any]


@transaction.atomic
def answer_call(
    call: ContributionCall, *, organisation: Organisation, part: CallPart, content: Content, voice: Voice
) -> CallAnswer:
    """One more row, unless the very same stands already (the line was slow).

    Raises ``CallClosed``, ``PartNotAsked``, ``TooManyReports``, ``LinkUnusable``, and what the house below refuses.
    """
    _lock(call, organisation, part)
    if voice.link:
        lock_partner_link(voice.link)
    latest = latest_answer(call, organisation, part)
    if latest and latest.content == content:
        return latest
    if voice.link:
        check_pace(voice.link)
    proposal = _put_in_place(call, organisation, part, content, voice)
    answer = CallAnswer.objects.create(
        call=call, organisation=organisation, part=part, content=content, proposal=proposal, **voice.fields
    )
    if voice.link:
        record_use(voice.link, act=f"{call.title} : {part.label}", name=voice.shown)
    return answer


def _lock(call: ContributionCall, organisation: Organisation, part: CallPart) -> None:
    live = ContributionCall.objects.select_for_update(of=("self",))
    call.refresh_from_db(fields=["closed_at", "parts"], from_queryset=live)
    if not call.is_open:
        raise CallClosed("Cet appel est clos : écrivez à la coordination du cluster.")
    if part not in call.parts or not call.invitees.filter(organisation=organisation).exists():
        raise PartNotAsked("Cet appel ne demande pas cela à votre organisation.")


def _put_in_place(
    call: ContributionCall, organisation: Organisation, part: CallPart, content: Content, voice: Voice
) -> AgendaProposal | None:
    if part == CallPart.AGENDA and content != NOTHING:
        return _propose(call, organisation, content, voice)
    if put := PLACES.get(part):
        put(call, organisation, content, voice)
    return None


def _propose(call: ContributionCall, organisation: Organisation, content: Content, voice: Voice) -> AgendaProposal:
    return propose_point(
        cluster=call.cluster,
        organisation=organisation,
        meeting=call.meeting if call.meeting and call.meeting.state in RESCHEDULABLE else None,
        title=content["title"],
        detail=content["detail"],
        planned_minutes=content["minutes"],
        voice=voice,
    )


def _foresee(call: ContributionCall, organisation: Organisation, content: Content, voice: Voice) -> None:
    if call.meeting:
        foresee_attendance(meeting=call.meeting, organisation=organisation, voice=voice, **content)


def _report_rows(call: ContributionCall, organisation: Organisation, content: Content, voice: Voice) -> None:
    before = latest_answer(call, organisation, CallPart.ROUND_TABLE)
    earlier = before.content.get("rows", []) if before else []
    report_rows(
        cluster=call.cluster, organisation=organisation, rows=content.get("rows", []), instead_of=earlier, voice=voice
    )


def _comment(call: ContributionCall, organisation: Organisation, content: Content, voice: Voice) -> None:
    """Beside the comments of members, while the document is open to them; else only in the answer."""
    document = call.document
    text = content.get("text", "")
    if document and text and document.is_open and not _is_said(document, organisation, text):
        comment_for_organisation(document=document, organisation=organisation, text=text, voice=voice)


def _is_said(document: Document, organisation: Organisation, text: str) -> bool:
    return DocumentComment.objects.filter(document=document, organisation=organisation, text=text).exists()


PLACES: dict[CallPart, Callable[[ContributionCall, Organisation, Content, Voice], None]] = {
    CallPart.ATTENDANCE: _foresee,
    CallPart.ROUND_TABLE: _report_rows,
    CallPart.DOCUMENT: _comment,
}
"""Profiles and figures are read by the coordination where the answers are."""
