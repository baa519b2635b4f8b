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
from clusterhub.web.typography import french, join_words, plural

LISTED = 10


@require_POST
def action_bulk(request: HttpRequest) -> HttpResponse:
    require(rules.can_create_action(request.user))
    form = BulkForm(request.POST, user=request.user)
    back = list_address(request.POST.get("retour", ""))
    if form.is_valid():
        chosen = form.cleaned_data["actions"]
        refused = change_actions(chosen, form.change, by=request.user)
        if len(refused) < len(chosen):
            tell(request, len(chosen) - len(refused), refused)
            return redirect(back)
        form.add_error(None, told(refused))
    return render(request, "actions/action_bulk.html", {"form": form, "back": back, "ticked": ticked(form)})


def ticked(form: BulkForm) -> list[str]:
    """The references of what was chosen, when that much could be read."""
    return [action.reference for action in form.cleaned_data.get("actions", ())]


def tell(request: HttpRequest, done: int, refused: list[Refused]) -> None:
    messages.success(request, f"{plural(done, 'action modifiée', 'actions modifiées')}.")
    for text in told(refused):
        messages.warning(request, text)


def told(refused: list[Refused]) -> list[str]:
    """One sentence for each reason, with those that it keeps."""
    by_reason: dict[str, list[str]] = {}
    for one in refused:
        by_reason.setdefault(one.reason, []).append(one.action.reference)
    return [french(f"{_named(kept)} : {reason}") for reason, kept in by_reason.items()]


def _named(references: list[str]) -> str:
    more = len(references) - LISTED
    names = join_words([*references[:LISTED], *([plural(more, "autre", "autres")] if more > 0 else [])])
    return f"{names} {'n’a' if len(references) == 1 else 'n’ont'} pas changé"


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
