"""A follow-up sheet becomes actions after a look at what was understood. The rows themselves travel in the page."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from actions import rules
from actions.forms.import_list import ImportForm
from actions.services.import_list import ListReading, import_action_list, read_action_list
from clusterhub.web.access import require
from clusterhub.web.attempts import asks_first, made, posted
from clusterhub.web.typography import plural
from participants.enums import Verdict


@asks_first
def action_import(request: HttpRequest) -> HttpResponse:
    require(rules.can_create_action(request.user))
    form = ImportForm(posted(request), request.FILES or None, user=request.user)
    answer = _import if "confirm" in request.POST else _preview
    return made(form, lambda: answer(request, form)) or _page(request, form)


def _preview(request: HttpRequest, form: ImportForm) -> HttpResponse:
    reading = read_action_list(form.cleaned_data["text"], cluster=form.cleaned_data["cluster"])
    form.show_rows()
    return _page(request, form, reading)


def _import(request: HttpRequest, form: ImportForm) -> HttpResponse:
    cluster = form.cleaned_data["cluster"]
    done = import_action_list(form.cleaned_data["text"], cluster=cluster, by=request.user)
    messages.success(request, f"{plural(len(done.created), 'action ajoutée', 'actions ajoutées')}.")
    if not done.left:
        return redirect("actions:action_list")
    rest = ImportForm(user=request.user, initial={"text": done.left, "cluster": cluster.uuid})
    return _page(request, rest, some_left=True)


def _page(
    request: HttpRequest, form: ImportForm, reading: ListReading | None = None, *, some_left: bool = False
) -> HttpResponse:
    context: dict[str, Any] = {"form": form, "reading": reading, "some_left": some_left}
    if reading:
        context |= {f"{verdict}_count": reading.count(verdict) for verdict in Verdict}
    return render(request, "actions/action_import.html", context)
