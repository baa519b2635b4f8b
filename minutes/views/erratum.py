"""The steps that correct an adopted record: open the text, give up. The erratum is adopted on the page of adoption."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from clusterhub.web.access import require
from clusterhub.web.attempts import asks_first, posted, submitted
from minutes import rules
from minutes.forms.record import CorrectForm, GiveUpForm
from minutes.selectors.moves import before_correction
from minutes.selectors.record import adopted_version
from minutes.services.errata import give_up_correction, open_correction
from minutes.views.record import back, minutes_read


@asks_first
def minutes_correct(request: HttpRequest, uuid: str) -> HttpResponse:
    minutes = minutes_read(request, uuid)
    require(rules.can_correct_minutes(request.user, minutes))
    checks = before_correction(minutes)
    form = CorrectForm(posted(request), checks=checks)

    def act() -> None:
        open_correction(meeting=minutes.meeting, reason=form.cleaned_data["reason"], by=request.user)

    if submitted(form, act):
        return back(request, minutes, "Le texte peut être corrigé. La version en vigueur reste lisible.")
    context = {"meeting": minutes.meeting, "form": form, "checks": checks, "in_force": adopted_version(minutes)}
    return render(request, "minutes/record_correct.html", context)


@asks_first
def minutes_give_up_correction(request: HttpRequest, uuid: str) -> HttpResponse:
    minutes = minutes_read(request, uuid)
    require(rules.can_give_up_correction(request.user, minutes))
    form = GiveUpForm(posted(request))

    def act() -> None:
        give_up_correction(meeting=minutes.meeting, by=request.user)

    if submitted(form, act):
        return back(request, minutes, "Correction abandonnée : rien n’a changé.")
    context = {"meeting": minutes.meeting, "form": form, "in_force": adopted_version(minutes)}
    return render(request, "minutes/record_give_up_correction.html", context)
