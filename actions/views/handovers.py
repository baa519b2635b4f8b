"""Bringing an action before another cluster, and answering there."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from actions import following, rules
from actions.filters import HandoverFilter
from actions.forms.following import AnswerHandoverForm, HandOverForm
from actions.models import ActionHandover, ActionPoint
from actions.selectors.action_page import with_parties
from actions.services.handovers import accept_handover, hand_over, refuse_handover
from actions.services.telling import coordination_of
from clusterhub.web.access import get_visible, require
from clusterhub.web.attempts import asks_first, made, posted, submitted
from clusterhub.web.typography import to_name
from participants.models import User

PER_PAGE = 30


def handover_list(request: HttpRequest) -> HttpResponse:
    found = HandoverFilter(request.GET, following.handovers_for(request.user), request=request)
    page = Paginator(found.qs, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "actions/handover_list.html", {"filter": found, "page": page})


@asks_first
def handover_add(request: HttpRequest, uuid: UUID) -> HttpResponse:
    actions = with_parties(ActionPoint.objects.select_related("cluster__parent"))
    action = get_visible(actions, request.user, uuid=uuid)
    require(rules.can_hand_over(request.user, action))
    form = HandOverForm(posted(request), action=action)
    if handover := made(form, lambda: _hand_over(action, form, request.user)):
        messages.success(request, f"{action.reference} transmise {to_name(handover.to_cluster.short_name)}.")
        if not coordination_of(handover.to_cluster):
            messages.warning(request, "Personne ne coordonne ce cluster dans ClusterHub : prévenez-le vous-même.")
        return redirect("actions:action_detail", action.uuid)
    return render(request, "actions/handover_add.html", {"action": action, "form": form})


def _hand_over(action: ActionPoint, form: HandOverForm, user: User) -> ActionHandover:
    return hand_over(action, to=form.cleaned_data["to_cluster"], by=user, reason=form.cleaned_data["reason"])


@asks_first
def handover_detail(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Both coordinations read it; the one that it is brought before answers."""
    rows = ActionHandover.objects.select_related("action__cluster", "to_cluster", "copy")
    handover = get_visible(rows, request.user, uuid=uuid)
    can_answer = rules.can_answer_handover(request.user, handover)
    if request.method == "POST":
        require(can_answer)
    form = AnswerHandoverForm(posted(request), handover=handover) if can_answer else None
    if form and submitted(form, lambda: _answer(handover, form, request.user)):
        messages.success(request, "Réponse enregistrée : l’autre coordination en est avertie.")
        return redirect("actions:handover_detail", handover.uuid)
    context = {"handover": handover, "form": form, "shown": following.handover_page(handover, request.user)}
    return render(request, "actions/handover_detail.html", context)


def _answer(handover: ActionHandover, form: AnswerHandoverForm, user: User) -> None:
    data = form.cleaned_data
    if form.is_refused:
        refuse_handover(handover, by=user, reason=data["reason"])
    else:
        accept_handover(handover, by=user, owner_text=data["owner_text"], due_text=data["due_text"])
