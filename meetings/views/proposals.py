"""Points that organisations propose, as the coordination sees them."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from clusterhub.web.access import get_visible, require
from meetings.errors import MeetingsError
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


def proposal_decide(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """One that was decided says so on the list."""
    related = AgendaProposal.objects.select_related("cluster", "organisation__parent", "meeting")
    proposal = get_visible(related, request.user, uuid=uuid)
    require(can_decide_proposals(request.user, proposal.cluster))
    if not proposal.is_waiting:
        messages.info(request, f"Ce point est déjà « {proposal.get_state_display().lower()} ».")
        return redirect("meetings:proposal_list", proposal.cluster.uuid)
    form = DecideForm(request.POST or None, proposal=proposal)
    if request.method == "POST" and form.is_valid() and _decided(request, proposal, form, request.user):
        return redirect("meetings:proposal_list", proposal.cluster.uuid)
    return render(request, "meetings/proposal_decide.html", {"proposal": proposal, "form": form})


def _decided(request: HttpRequest, proposal: AgendaProposal, form: DecideForm, user: User) -> bool:
    data = form.cleaned_data
    try:
        if form.is_refused:
            refuse_proposal(proposal=proposal, answer=data["answer"], by=user)
            messages.success(request, "Le point n’est pas retenu ; l’organisation le lit sur sa page.")
        else:
            item = accept_proposal(proposal=proposal, meeting=data["meeting"], by=user, answer=data["answer"])
            messages.success(request, f"« {item.title} » est à l’ordre du jour de la réunion.")
    except MeetingsError as error:
        form.add_error(None, str(error))
        return False
    return True
