from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from actions import rules
from actions.enums import OwnerKind
from actions.errors import WordingChanged
from actions.filters import ALL, UNCLEAR, ActionFilter
from actions.following import following_of
from actions.forms.lists import BulkForm, SaveViewForm, kept_filters
from actions.forms.owners import PartyFormSet, party_lines, party_targets
from actions.forms.report import ReportForm, WithdrawForm
from actions.forms.wording import ActionForm, EditActionForm, NewActionForm
from actions.models import ActionPoint
from actions.paging import GATHERED, WALKED, keyset_page
from actions.second_thoughts import last_words_of
from actions.selectors.action_page import action_page, with_parties
from actions.selectors.listed import ActionRow, Counts, action_counts
from actions.services.create import create_action
from actions.services.edit import set_owners, update_action, withdraw_action
from actions.similar import similar_actions
from actions.views.already_asked import join_instead
from actions.wording import due_label, due_meaning, status_words
from clusterhub.web import richtext
from clusterhub.web.access import get_visible, require
from clusterhub.web.attempts import asks_first, made, posted
from participants.models import User

JUST_MADE = "nouvelle"
"""In the address of an action that was just made: others that say the same are shown with it."""


def action_list(request: HttpRequest) -> HttpResponse:
    found = ActionFilter(request.GET, ActionPoint.objects.visible_to(request.user), request=request)
    listed = found.qs.select_related("meeting")
    order = GATHERED if found.is_gathered else WALKED
    page = keyset_page(listed, after=request.GET.get("apres", ""), before=request.GET.get("avant", ""), order=order)
    is_unclear = request.GET.get("unclear") == UNCLEAR
    rows = [ActionRow(action, rules.can_edit_action(request.user, action)) for action in page.actions]
    context = {
        "filter": found,
        "rows": rows,
        "page": page,
        "counts": _counts(found),
        "is_filtered": any(request.GET.get(name) for name in found.filters),
        "can_create": rules.can_create_action(request.user),
        "is_unclear": is_unclear,
        "title": "Actions à préciser" if is_unclear else "Actions",
        "kept": _kept_for_counts(request.GET),
        **_list_tools(request, rows),
    }
    return render(request, "actions/action_list.html", context)


def _counts(found: ActionFilter) -> Counts | None:
    closed_too = found.form.cleaned_data.get("status") == ALL
    return action_counts(found.qs, on=timezone.localdate(), closed_too=closed_too) if found.is_counted else None


def _kept_for_counts(query: QueryDict) -> str:
    """The counts are of open actions: where all are shown, what they lead to shows the open ones."""
    kept = query.copy()
    if kept.get("status") == ALL:
        del kept["status"]
    return kept_filters(kept)


def _list_tools(request: HttpRequest, rows: list[ActionRow]) -> dict[str, Any]:
    """The views that were kept, the form that keeps this one, and what the coordination does to several at once."""
    filters, ours = kept_filters(request.GET), any(row.is_ours for row in rows)
    bulk = {"user": request.user, "auto_id": "lot_%s", "initial": {"retour": filters}}
    return {
        "views": list(request.user.saved_views.all()),
        "view_form": SaveViewForm(initial={"filters": filters}, auto_id="vue_%s") if filters else None,
        "bulk_form": BulkForm(**bulk) if ours else None,
    }


def action_detail(request: HttpRequest, uuid: UUID) -> HttpResponse:
    action = _visible(request.user, uuid)
    shown = action_page(action, request.user)
    form = ReportForm(action=action, user=request.user, initial={"status": action.status}) if shown.can_report else None
    context = {"shown": shown, **_worded(action), "form": form, "following": following_of(action, request.user)}
    context["last_words"] = last_words_of(action, request.user)
    if JUST_MADE in request.GET and shown.can_edit:
        context["similar"] = similar_actions(action.description, cluster=action.cluster, user=request.user, but=action)
    return render(request, "actions/action_detail.html", context)


@asks_first
def action_create(request: HttpRequest) -> HttpResponse:
    require(rules.can_create_action(request.user))
    initial = {"meeting": request.GET.get("reunion"), "cluster": request.GET.get("cluster")}
    form = NewActionForm(posted(request), user=request.user, initial={k: v for k, v in initial.items() if v})
    if form.is_valid() and (action := _created_or_joined(request, form)):
        return redirect(f"{reverse('actions:action_detail', args=[action.uuid])}?{JUST_MADE}=1")
    return render(request, "actions/action_form.html", {"form": form})


def _created_or_joined(request: HttpRequest, form: NewActionForm) -> ActionPoint | None:
    """A button beside an action that was asked for already says to join it instead."""
    if key := request.POST.get("attach_to"):
        return join_instead(request, key, form.cleaned_data)
    said = {name: form.cleaned_data[name] for name in ("cluster", "meeting", "description")}
    action = made(form, lambda: create_action(by=request.user, **said, **form.given()))
    if action:
        messages.success(request, f"Action {action.reference} enregistrée.")
    return action


@asks_first
def action_edit(request: HttpRequest, uuid: UUID) -> HttpResponse:
    action = _visible(request.user, uuid)
    require(rules.can_edit_action(request.user, action))
    form = EditActionForm(posted(request), action=action)
    if _updated(action, form, request.user):
        messages.success(request, f"Action {action.reference} modifiée.")
        return redirect("actions:action_detail", action.uuid)
    return render(request, "actions/action_form.html", {"form": form, **_worded(action)})


def _updated(action: ActionPoint, form: EditActionForm, user: User) -> bool:
    def act() -> bool:
        base = form.cleaned_data["description_version"]
        try:
            update_action(action, by=user, description=form.new_description, base_version=base, **form.given())
        except WordingChanged as error:
            _show_both(form, error)
        return not form.errors

    return made(form, act) or False


def _show_both(form: ActionForm, error: WordingChanged) -> None:
    """The typed text stays in its field, the one that stands is quoted beside it, and saving again decides."""
    form.add_error("description", f"{error} Texte actuel : « {richtext.to_text(error.theirs)} »")
    form.data = form.data.copy()
    form.data["description_version"] = str(error.version)


@asks_first
def action_owners(request: HttpRequest, uuid: UUID) -> HttpResponse:
    action = _visible(request.user, uuid)
    require(rules.can_edit_action(request.user, action))
    options = {"initial": party_lines(action), "form_kwargs": {"targets": party_targets(action)}}
    formset = PartyFormSet(posted(request), **options)
    if formset.is_valid():
        parties = [party for form in formset if (party := form.party())]
        set_owners(action, parties, by=request.user)
        messages.success(request, "Responsables enregistrés.")
        return redirect("actions:action_detail", action.uuid)
    return render(request, "actions/action_owners.html", {"formset": formset, **_worded(action)})


@asks_first
def action_withdraw(request: HttpRequest, uuid: UUID) -> HttpResponse:
    action = _visible(request.user, uuid)
    require(rules.can_edit_action(request.user, action))
    form = WithdrawForm(posted(request))
    if form.is_valid():
        withdraw_action(action, by=request.user, reason=form.cleaned_data["reason"])
        messages.success(request, f"Action {action.reference} retirée.")
        return redirect("actions:action_list")
    return render(request, "actions/action_withdraw.html", {"form": form, **_worded(action)})


def _visible(user: User, uuid: UUID) -> ActionPoint:
    actions = with_parties(ActionPoint.objects.select_related("depends_on__meeting", "place", "item", "due_meeting"))
    return get_visible(actions, user, uuid=uuid)


def _worded(action: ActionPoint) -> dict[str, Any]:
    unclear = [owner for owner in action.owners.all() if owner.kind == OwnerKind.TEXT]
    return {
        "action": action,
        "due": due_label(action),
        "status_words": status_words(action),
        "due_meaning": due_meaning(action),
        "unclear": unclear,
    }
