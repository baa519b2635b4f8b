"""« Déjà demandé ? »: shown while an action is typed, and once it is saved."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from actions import rules
from actions.errors import ActionsError
from actions.forms.following import AttachForm, TypedActionForm
from actions.models import ActionPoint
from actions.services.attach import attach_instead, attach_to_action
from actions.similar import similar_actions
from clusterhub.web.access import get_visible, require


@require_POST
def already_asked(request: HttpRequest) -> HttpResponse:
    """A fragment: the buttons belong to the form that it is shown in."""
    require(rules.can_create_action(request.user))
    form = TypedActionForm(request.POST, user=request.user)
    similar = similar_actions(**form.typed, user=request.user) if form.is_valid() else []
    return render(request, "actions/_already_asked.html", {"similar": similar})


@require_POST
def action_attach(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The action was saved first: it is taken back and joins the other one."""
    new = get_visible(ActionPoint.objects.select_related("cluster", "meeting"), request.user, uuid=uuid)
    require(rules.can_edit_action(request.user, new))
    form = AttachForm(request.POST)
    if not form.is_valid():
        return redirect("actions:action_detail", new.uuid)
    to = get_visible(ActionPoint.objects.all(), request.user, uuid=form.cleaned_data["attach_to"])
    require(rules.can_edit_action(request.user, to))
    try:
        kept = attach_instead(new, to=to, by=request.user)
    except ActionsError as error:
        messages.error(request, str(error))
        return redirect("actions:action_detail", new.uuid)
    messages.success(request, f"Rattachée à {kept.reference}. {new.reference} est retirée.")
    return redirect("actions:action_detail", kept.uuid)


def join_instead(request: HttpRequest, key: str, values: dict[str, Any]) -> ActionPoint | None:
    """What was typed joins the action of this key; None when it cannot, with a message. Also for the room."""
    form = AttachForm({"attach_to": key})
    if not form.is_valid():
        return None
    to = get_visible(ActionPoint.objects.all(), request.user, uuid=form.cleaned_data["attach_to"])
    require(rules.can_edit_action(request.user, to))
    given = {"description": values["description"], "owner_text": values["owner_text"], "meeting": values.get("meeting")}
    try:
        kept = attach_to_action(to, by=request.user, **given)
    except ActionsError as error:
        messages.error(request, str(error))
        return None
    messages.success(request, f"Rattachée à {kept.reference}.")
    return kept
