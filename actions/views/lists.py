"""What is done from a list of actions: several changed at once, its filters kept under a name."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from actions import rules
from actions.errors import TooManyViews
from actions.forms.lists import BulkForm, SaveViewForm, kept_filters
from actions.models import SavedView
from actions.services.bulk import Refused, change_actions
from actions.services.saved_views import save_view
from clusterhub.web.access import require
from clusterhub.web.typography import plural

LISTED = 10


@require_POST
def action_bulk(request: HttpRequest) -> HttpResponse:
    require(rules.can_create_action(request.user))
    form = BulkForm(request.POST, user=request.user)
    back = list_address(request.POST.get("retour", ""))
    if not form.is_valid():
        return render(request, "actions/action_bulk.html", {"form": form, "back": back, "ticked": ticked(form)})
    chosen = form.cleaned_data["actions"]
    refused = change_actions(chosen, form.change, by=request.user)
    tell(request, len(chosen) - len(refused), refused)
    return redirect(back)


def ticked(form: BulkForm) -> list[str]:
    """The references of what was chosen, when that much could be read."""
    return [action.reference for action in form.cleaned_data.get("actions", ())]


def tell(request: HttpRequest, done: int, refused: list[Refused]) -> None:
    if done:
        messages.success(request, f"{plural(done, 'action modifiée', 'actions modifiées')}.")
    for one in refused[:LISTED]:
        messages.warning(request, f"{one.action.reference} n’a pas changé : {one.reason}")
    if len(refused) > LISTED:
        messages.warning(request, f"{len(refused) - LISTED} autres n’ont pas changé non plus.")


def list_address(query: str) -> str:
    """The list as it was filtered: of what is posted, only the list's own filters are kept."""
    filters = kept_filters(QueryDict(query[:4000]))
    url = reverse("actions:action_list")
    return f"{url}?{filters}" if filters else url


@require_POST
def view_save(request: HttpRequest) -> HttpResponse:
    form = SaveViewForm(request.POST)
    if not form.is_valid():
        messages.error(request, "Donnez à cette vue un nom de 60 caractères au plus.")
        return redirect(list_address(request.POST.get("filters", "")))
    try:
        view = save_view(user=request.user, **form.cleaned_data)
    except TooManyViews as refusal:
        messages.error(request, str(refusal))
        return redirect(list_address(form.cleaned_data["filters"]))
    messages.success(request, f"La vue « {view.name} » est enregistrée.")
    return redirect(list_address(view.filters))


@require_POST
def view_delete(request: HttpRequest, uuid: UUID) -> HttpResponse:
    view = get_object_or_404(SavedView, user=request.user, uuid=uuid)
    view.delete()
    messages.success(request, f"La vue « {view.name} » est supprimée.")
    return redirect("actions:action_list")
