"""Points that organisations propose for an agenda: the coordination takes them in, or says why not."""

from __future__ import annotations

import uuid

from django.db import transaction
from django.utils import timezone
from django.utils.html import escape, linebreaks

from clusterhub.web.folding import fold, strip_control, strip_control_line
from meetings.enums import TAKES_POINTS, ProposalState
from meetings.errors import ForeignObject, ProposalRefused
from meetings.models import AgendaItem, AgendaProposal, Meeting
from meetings.services.agenda import add_item
from meetings.services.locks import lock_cluster, lock_meeting
from meetings.services.texts import save_text
from participants.models import Cluster, Organisation, User
from participants.voices import Voice

WAITING_AT_MOST = 20
"""Of one organisation in one cluster."""


@transaction.atomic
def propose_point(
    *,
    cluster: Cluster,
    organisation: Organisation,
    voice: Voice,
    title: str,
    detail: str = "",
    planned_minutes: int | None = None,
    meeting: Meeting | None = None,
) -> AgendaProposal:
    """For the meeting given, else for whichever the coordination chooses. The same again is the one that waits.

    Raises ``ProposalRefused``.
    """
    lock_cluster(cluster)
    line, more = strip_control_line(title), strip_control(detail).strip()
    if not line:
        raise ProposalRefused("Donnez un sujet à ce point.")
    waiting = list(cluster.agenda_proposals.filter(organisation=organisation, state=ProposalState.WAITING))
    if same := next((each for each in waiting if (fold(each.title), each.detail) == (fold(line), more)), None):
        return same
    if len(waiting) >= WAITING_AT_MOST:
        raise ProposalRefused("Beaucoup de points de votre organisation attendent déjà une réponse.")
    if meeting and meeting.cluster_id != cluster.pk:
        raise ForeignObject("Cette réunion est celle d’un autre cluster.")
    return AgendaProposal.objects.create(
        cluster=cluster,
        meeting=meeting,
        organisation=organisation,
        title=line[:200],
        detail=more[:2000],
        planned_minutes=planned_minutes,
        **voice.fields,
    )


@transaction.atomic
def withdraw_proposal(*, proposal: AgendaProposal, voice: Voice) -> AgendaProposal:
    """By the organisation, while it waits."""
    who = voice.shown or proposal.organisation.short_label
    return _decide(proposal, ProposalState.WITHDRAWN, by=voice.account, answer=f"Retiré par {who}")


@transaction.atomic
def refuse_proposal(*, proposal: AgendaProposal, answer: str, by: User) -> AgendaProposal:
    said = strip_control_line(answer)
    if not said:
        raise ProposalRefused("Dites en un mot pourquoi ce point n’est pas retenu.")
    return _decide(proposal, ProposalState.REFUSED, by=by, answer=said)


@transaction.atomic
def accept_proposal(*, proposal: AgendaProposal, meeting: Meeting, by: User, answer: str = "") -> AgendaItem:
    """It becomes a point of the agenda, presented by the organisation; what it wrote stands there as a first text."""
    if meeting.cluster_id != proposal.cluster_id:
        raise ForeignObject("Cette réunion est celle d’un autre cluster.")
    lock_meeting(meeting)
    if meeting.state not in TAKES_POINTS:
        raise ProposalRefused("Choisissez une réunion qui n’a pas encore eu lieu.")
    _decide(proposal, ProposalState.ACCEPTED, by=by, answer=strip_control_line(answer))
    item = add_item(
        meeting=meeting,
        title=proposal.title,
        presenter_organisation=proposal.organisation,
        presenter=proposal.organisation.short_label,
        planned_minutes=proposal.planned_minutes,
    )
    proposal.item, proposal.meeting = item, meeting
    proposal.save(update_fields=["item", "meeting"])
    if proposal.detail:
        text = linebreaks(escape(proposal.detail))
        save_text(target=item, field="discussion", text=text, base_version=0, key=uuid.uuid4(), author=by)
    return item


def _decide(proposal: AgendaProposal, state: ProposalState, *, by: User | None, answer: str) -> AgendaProposal:
    """Raises ``ProposalRefused`` for one that somebody has decided meanwhile."""
    proposal.refresh_from_db(fields=["state"], from_queryset=AgendaProposal.objects.select_for_update(of=("self",)))
    if not proposal.is_waiting:
        raise ProposalRefused(f"Ce point est déjà « {proposal.get_state_display().lower()} ».")
    proposal.state, proposal.answer = state, answer[:300]
    proposal.decided_at, proposal.decided_by = timezone.now(), by
    proposal.save(update_fields=["state", "answer", "decided_at", "decided_by"])
    return proposal
