"""The register of decisions: what is in force, what was replaced by what."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from clusterhub.web.access import get_visible, require
from clusterhub.web.attempts import asks_first, posted, submitted
from minutes import rules
from minutes.filters import DecisionFilter
from minutes.forms.decisions import ReplaceDecisionForm
from minutes.models import Decision
from minutes.selectors.decisions import able_to_replace, registered, shown_replacements
from minutes.services.decisions import replace_decision

PER_PAGE = 25


@require_safe
def decision_list(request: HttpRequest) -> HttpResponse:
    found = DecisionFilter(request.GET, registered(request.user), request=request)
    page = Paginator(found.qs, PER_PAGE).get_page(request.GET.get("page"))
    decisions = list(page)
    context = {
        "filter": found,
        "page": page,
        "rows": [(decision, rules.can_replace_decision(request.user, decision)) for decision in decisions],
        "shown": shown_replacements(decisions, request.user),
    }
    return render(request, "minutes/decision_list.html", context)


@asks_first
def decision_replace(request: HttpRequest, uuid: UUID) -> HttpResponse:
    decisions = Decision.objects.select_related("cluster", "minutes__meeting", "replacement__by_decision")
    decision = get_visible(decisions, request.user, uuid=uuid)
    require(rules.can_replace_decision(request.user, decision))
    form = ReplaceDecisionForm(posted(request), candidates=able_to_replace(decision))

    def act() -> None:
        replace_decision(decision=decision, by=request.user, **form.cleaned_data)

    if submitted(form, act):
        messages.success(request, "La décision est marquée comme remplacée.")
        return redirect("minutes:decision_list")
    return render(request, "minutes/decision_replace.html", {"decision": decision, "form": form})
