"""Calls for contributions, as the coordination makes them and keeps them going."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from actions.contributions.asking import invitees_answered_by
from actions.filters import CallFilter
from actions.forms.calls import CallChangeForm, CallForm, CallSettingForm
from actions.models import ContributionCall
from actions.rules import can_make_calls
from actions.services.automatic_calls import save_call_setting, setting_of
from actions.services.call_reminders import send_call_reminders, want_reminders
from actions.services.calls import call_message, change_call, close_call, reopen_call, send_call
from clusterhub.web.access import get_visible, require
from clusterhub.web.attempts import asks_first, made, posted, submitted
from clusterhub.web.mail import plain_text
from clusterhub.web.typography import plural
from participants.enums import Standing
from participants.models import Cluster
from participants.selectors import working_days

PER_PAGE = 25
COMPLETE = "completer"
REMIND = ("relancer", COMPLETE)
"""Of those who have said nothing, or of what is missing."""


@require_safe
def call_list(request: HttpRequest) -> HttpResponse:
    mine = Prefetch("invitees", invitees_answered_by(request.user), to_attr="mine")
    calls = ContributionCall.objects.listed_for(request.user).select_related("cluster", "meeting")
    found = CallFilter(request.GET, calls.prefetch_related(mine), request=request)
    context = {
        "filter": found,
        "page": Paginator(found.qs, PER_PAGE).get_page(request.GET.get("page")),
        "clusters": Cluster.objects.coordinated_by(request.user),
        "coordinated": request.user.clusters_with(Standing.COORDINATION),
    }
    return render(request, "actions/call_list.html", context)


@asks_first
def call_create(request: HttpRequest, uuid: UUID) -> HttpResponse:
    cluster = _cluster(request, uuid)
    initial = {"title": request.GET.get("titre", ""), "meeting": request.GET.get("reunion", "")}
    form = CallForm(posted(request), cluster=cluster, initial=initial)
    if call := made(form, lambda: _send(request, form, cluster)):
        messages.success(request, f"L’appel est parti à {plural(len(form.asked), 'organisation', 'organisations')}.")
        return redirect("actions:call_detail", call.uuid)
    return render(request, "actions/call_form.html", {"cluster": cluster, "form": form})


def _send(request: HttpRequest, form: CallForm, cluster: Cluster) -> ContributionCall:
    return send_call(cluster=cluster, organisations=form.asked, by=request.user, **form.fields_of_call)


@asks_first
def call_edit(request: HttpRequest, uuid: UUID) -> HttpResponse:
    call = called(request, uuid)
    initial = {"title": call.title, "introduction": call.introduction, "due_on": call.due_on}
    form = CallChangeForm(posted(request), initial=initial)
    if submitted(form, lambda: change_call(call, **form.cleaned_data)):
        messages.success(request, "L’appel est modifié.")
        return redirect("actions:call_detail", call.uuid)
    return render(request, "actions/call_edit.html", {"call": call, "form": form})


@require_POST
def call_act(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Close it, open it again, or remind those who have not answered."""
    call = called(request, uuid)
    act = request.POST.get("act")
    if act == "clore":
        close_call(call, by=request.user)
        messages.success(request, "L’appel est clos : les réponses ne changent plus.")
    elif act == "rouvrir":
        reopen_call(call)
        messages.success(request, "L’appel est rouvert.")
    elif act in REMIND and call.is_open:
        _remind(request, call, of_partial=act == COMPLETE)
    return redirect("actions:call_detail", call.uuid)


def _remind(request: HttpRequest, call: ContributionCall, *, of_partial: bool) -> None:
    wanted = want_reminders(call, of_partial=of_partial)
    count = send_call_reminders(call=call)
    if count:
        messages.success(request, f"{plural(count, 'rappel part', 'rappels partent')}.")
    elif wanted and not working_days().includes(timezone.localdate()):
        messages.info(request, "Jour non ouvré : les rappels partiront au prochain jour ouvré.")
    else:
        messages.info(request, "Les points focaux ont déjà eu un rappel aujourd’hui, ou n’ont pas d’adresse.")


@require_POST
def call_copy(request: HttpRequest, uuid: UUID, organisation: UUID) -> HttpResponse:
    """Shown once: the key is not kept, so that nobody can show it again."""
    call = called(request, uuid)
    invitee = get_object_or_404(call.invitees.select_related("organisation__parent"), organisation__uuid=organisation)
    said = call_message(call=call, organisation=invitee.organisation, by=request.user)
    text = plain_text("contribution_call-short", said)
    return render(request, "actions/call_copy.html", said | {"text": text})


@asks_first
def call_setting(request: HttpRequest, uuid: UUID) -> HttpResponse:
    cluster = _cluster(request, uuid)
    setting = setting_of(cluster)
    initial = {name: getattr(setting, name) for name in ("is_on", "days_before", "parts", "introduction")}
    form = CallSettingForm(posted(request), initial=initial)
    if submitted(form, lambda: save_call_setting(cluster, **form.cleaned_data)):
        messages.success(request, "Le réglage est enregistré.")
        return redirect("actions:call_setting", cluster.uuid)
    return render(request, "actions/call_setting.html", {"cluster": cluster, "form": form})


def _cluster(request: HttpRequest, uuid: UUID) -> Cluster:
    cluster = get_visible(Cluster.objects.all(), request.user, uuid=uuid)
    require(can_make_calls(request.user, cluster))
    return cluster


def called(request: HttpRequest, uuid: UUID) -> ContributionCall:
    related = ContributionCall.objects.select_related("cluster", "meeting", "document", "created_by__person")
    call = get_visible(related, request.user, uuid=uuid)
    require(can_make_calls(request.user, call.cluster))
    return call
