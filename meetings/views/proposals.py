"""Points that organisations propose, as the coordination sees them."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from clusterhub.web.access import get_visible, require
from clusterhub.web.attempts import asks_first, made, posted
from meetings.filters import ProposalFilter
from meetings.foreseen import waiting_first
from meetings.forms.proposals import DecideForm
from meetings.models import AgendaProposal
from meetings.rules import can_decide_proposals
from meetings.services.proposals import accept_proposal, refuse_proposal
from participants.models import Cluster, User

PER_PAGE = 30


@require_safe
def proposal_list(request: HttpRequest, uuid: UUID) -> HttpResponse:
    cluster = get_visible(Cluster.objects.all(), request.user, uuid=uuid)
    require(can_decide_proposals(request.user, cluster))
    found = ProposalFilter(request.GET, waiting_first(cluster), request=request)
    page = Paginator(found.qs, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "meetings/proposal_list.html", {"cluster": cluster, "filter": found, "page": page})


@asks_first
def proposal_decide(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """One that was decided says so on the list."""
    related = AgendaProposal.objects.select_related("cluster", "organisation__parent", "meeting")
    proposal = get_visible(related, request.user, uuid=uuid)
    require(can_decide_proposals(request.user, proposal.cluster))
    if not proposal.is_waiting:
        messages.info(request, f"Ce point est déjà « {proposal.get_state_display().lower()} ».")
        return redirect("meetings:proposal_list", proposal.cluster.uuid)
    form = DecideForm(posted(request), proposal=proposal)
    if told := made(form, lambda: _decide(proposal, form, request.user)):
        messages.success(request, told)
        return redirect("meetings:proposal_list", proposal.cluster.uuid)
    return render(request, "meetings/proposal_decide.html", {"proposal": proposal, "form": form})


def _decide(proposal: AgendaProposal, form: DecideForm, user: User) -> str:
    """What is told of it."""
    data = form.cleaned_data
    if form.is_refused:
        refuse_proposal(proposal=proposal, answer=data["answer"], by=user)
        return "Le point n’est pas retenu ; l’organisation le lit sur sa page."
    item = accept_proposal(proposal=proposal, meeting=data["meeting"], by=user, answer=data["answer"])
    return f"« {item.title} » est à l’ordre du jour de la réunion."
