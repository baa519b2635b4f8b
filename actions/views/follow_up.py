"""The partner's side: what is ours, and how far it is."""

from __future__ import annotations

from functools import partial
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from actions import rules
from actions.contributions.asking import calls_waiting_for
from actions.contributions.seats import seats_of
from actions.enums import Status
from actions.filters import ALL
from actions.forms.report import ReportForm, SlipForm
from actions.models import ActionPoint
from actions.selectors import mine as selectors
from actions.selectors.action_page import with_parties
from actions.services.proofs import keep_proof
from actions.services.report import report_on_action
from actions.services.taking_back import take_back
from actions.wording import due_label
from clusterhub.web.access import get_visible, require
from clusterhub.web.attempts import asks_first, posted, pressed, submitted
from participants.models import User

QUICK_STATUSES = (Status.IN_PROGRESS, Status.DONE, Status.BLOCKED)
MY_ACTIONS = "mes-actions"


def my_actions(request: HttpRequest) -> HttpResponse:
    mine = selectors.my_actions(request.user, on=timezone.localdate())
    sections = (
        ("En retard", mine.late),
        ("À venir", mine.upcoming),
        ("Sans échéance ferme", mine.undated),
        ("Terminées récemment", mine.recent),
    )
    context = {
        "mine": mine,
        "calls": calls_waiting_for(request.user),
        "seats": seats_of(request.user),
        "history": _of_organisation(request.user, status=ALL),
        "all_url": _all_url(request.user) if mine.is_cut else "",
        "sections": [(title, entries) for title, entries in sections if entries],
        "quick_statuses": [(status, status.label) for status in QUICK_STATUSES],
    }
    return render(request, "actions/my_actions.html", context)


def _all_url(user: User) -> str:
    """The list of all open actions of this person's organisation."""
    return f"{reverse('actions:action_list')}?{_of_organisation(user)}"


def _of_organisation(user: User, **more: str) -> str:
    """What asks the list for the actions of this person's organisation."""
    organisation = user.person.organisation if user.person else None
    return urlencode({"organisation": organisation.short_label, **more} if organisation else more)


@asks_first
def action_report(request: HttpRequest, uuid: UUID) -> HttpResponse:
    action = get_visible(with_parties(ActionPoint.objects.all()), request.user, uuid=uuid)
    require(rules.can_report_on_action(request.user, action))
    form = ReportForm(posted(request), request.FILES or None, action=action, user=request.user)
    back = MY_ACTIONS if request.POST.get("retour") == MY_ACTIONS else ""
    if submitted(form, lambda: _report(form, request.user)):
        messages.success(request, f"{action.reference} : c’est noté, merci.")
        return redirect("actions:my_actions") if back else redirect("actions:action_detail", action.uuid)
    context = {"action": action, "due": due_label(action), "form": form, "back": back}
    return render(request, "actions/action_report.html", context)


@require_POST
def action_take_back(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The organisation's last word was a slip."""
    action = get_visible(with_parties(ActionPoint.objects.all()), request.user, uuid=uuid)
    require(rules.can_report_on_action(request.user, action))
    form = SlipForm(request.POST, action=action, user=request.user)
    if form.is_valid():
        act = partial(take_back, form.share, word=form.cleaned_data["word"], by=request.user)
        pressed(request, act, f"{action.reference} : c’est rectifié, merci.")
    else:
        messages.error(request, "Dites quelle réponse rectifier.")
    return redirect("actions:action_detail", action.uuid)


@transaction.atomic
def _report(form: ReportForm, user: User) -> None:
    """Refused, it leaves no document behind."""
    said = {name: form.cleaned_data[name] for name in ("status", "comment", "note", "postponed_to", "proof_url")}
    documents = keep_proof(form.action, form.cleaned_data["file"], by=user)
    report_on_action(form.action, by=user, organisation=form.answering, documents=documents, **said)
