"""Following an action to its end: the coordination's confirmation, the date that somebody else gives."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from actions import following, rules
from actions.errors import ActionsError
from actions.forms.following import ConfirmForm, GiveDateForm
from actions.models import ActionPoint
from actions.notifications import action_texts
from actions.selectors.action_page import with_parties
from actions.services.confirmation import confirm_action, send_back_action
from actions.services.date_requests import ask_for_date, date_givers, give_date
from actions.wording import due_label
from clusterhub.web.access import get_visible, require
from clusterhub.web.attempts import asks_first, posted, submitted
from clusterhub.web.typography import plural
from participants.models import User


@asks_first
def action_confirm(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """An action that is no longer to be confirmed says so on its own page."""
    action = _visible(request.user, uuid)
    require(rules.can_edit_action(request.user, action))
    form = ConfirmForm(posted(request))
    if not action.is_to_confirm:
        messages.info(request, f"{action.reference} n’est pas à confirmer.")
        return redirect("actions:action_detail", action.uuid)
    if submitted(form, lambda: _decide(action, form, request.user)):
        messages.success(request, f"{action.reference} : c’est noté.")
        return redirect("actions:action_detail", action.uuid)
    context = {"action": action, "form": form, "updates": following.reports_of(action, request.user)}
    return render(request, "actions/action_confirm.html", context)


def _decide(action: ActionPoint, form: ConfirmForm, user: User) -> None:
    if form.is_refused:
        send_back_action(action, by=user, reason=form.cleaned_data["reason"])
    else:
        confirm_action(action, by=user)


@asks_first
def date_give(request: HttpRequest, uuid: UUID) -> HttpResponse:
    action = _visible(request.user, uuid)
    if not action.awaits_date:
        messages.info(request, f"La date de {action.reference} n’est plus attendue.")
        return redirect("actions:action_detail", action.uuid)
    require(rules.can_give_date(request.user, action, date_givers(action)))
    form = GiveDateForm(posted(request))
    if submitted(form, lambda: give_date(action, by=request.user, **form.cleaned_data)):
        messages.success(request, f"{action.reference} : date notée, merci.")
        return redirect("actions:action_detail", action.uuid)
    return render(request, "actions/date_give.html", {"action": action, "form": form, "due": due_label(action)})


@require_POST
def date_ask(request: HttpRequest, uuid: UUID) -> HttpResponse:
    action = _visible(request.user, uuid)
    require(rules.can_edit_action(request.user, action))
    try:
        count = ask_for_date(action, by=request.user)
    except ActionsError as error:
        messages.error(request, str(error))
        return redirect("actions:action_detail", action.uuid)
    if count:
        messages.success(request, f"{plural(count, 'demande', 'demandes')} en route.")
    else:
        messages.info(request, "La date a déjà été demandée aujourd’hui, ou personne n’a d’adresse.")
    return redirect("actions:action_detail", action.uuid)


def _visible(user: User, uuid: UUID) -> ActionPoint:
    return get_visible(with_parties(ActionPoint.objects.all()), user, uuid=uuid)


@require_safe
def action_message(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """What to remind its owners of, as a text to copy."""
    action = _visible(request.user, uuid)
    require(rules.can_copy_reminder(request.user, action))
    return render(request, "actions/action_message.html", {"action": action, "texts": action_texts(action)})
