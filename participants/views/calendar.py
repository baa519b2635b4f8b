"""Days off, and the mails that a person may do without."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from clusterhub.web.access import require
from clusterhub.web.attempts import asks_first, posted
from participants import rules
from participants.errors import LinkUnusable
from participants.filters import HolidayFilter
from participants.forms.calendar import HolidayForm, MailChoicesForm
from participants.models import Holiday
from participants.services.choices import read_stop_value, set_choices, stop_mails, wants
from participants.services.holidays import remove_holiday, save_holiday

PER_PAGE = 50


@require_safe
def holiday_list(request: HttpRequest) -> HttpResponse:
    require(rules.can_edit_holidays(request.user))
    found = HolidayFilter(request.GET, Holiday.objects.order_by("-is_yearly", "on", "id"), request=request)
    page = Paginator(found.qs, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "participants/holiday_list.html", {"filter": found, "page": page})


@asks_first
def holiday_create(request: HttpRequest) -> HttpResponse:
    require(rules.can_edit_holidays(request.user))
    return _edited(request, Holiday(), "Nouveau jour férié")


@asks_first
def holiday_edit(request: HttpRequest, uuid: UUID) -> HttpResponse:
    require(rules.can_edit_holidays(request.user))
    holiday = get_object_or_404(Holiday, uuid=uuid)
    return _edited(request, holiday, holiday.name)


def _edited(request: HttpRequest, holiday: Holiday, title: str) -> HttpResponse:
    form = HolidayForm(request.POST or None, instance=holiday)
    if request.method == "POST" and form.is_valid():
        saved = save_holiday(form.instance)
        messages.success(request, f"{saved.name} : {saved.when}.")
        return redirect("participants:holiday_list")
    return render(request, "participants/holiday_form.html", {"form": form, "title": title, "holiday": holiday})


@asks_first
def holiday_remove(request: HttpRequest, uuid: UUID) -> HttpResponse:
    require(rules.can_edit_holidays(request.user))
    holiday = get_object_or_404(Holiday, uuid=uuid)
    if request.method == "POST":
        remove_holiday(holiday)
        messages.success(request, f"{holiday.name} n’est plus un jour férié.")
        return redirect("participants:holiday_list")
    return render(request, "participants/holiday_remove.html", {"holiday": holiday})


@asks_first
def mail_choices(request: HttpRequest) -> HttpResponse:
    """An account without a person gets none of these mails."""
    if request.user.person is None:
        raise Http404
    form = MailChoicesForm(posted(request), instance=request.user.person)
    if form.is_valid():
        set_choices(request.user.person, **form.cleaned_data)
        messages.success(request, "Vos choix sont enregistrés.")
        return redirect("participants:mail_choices")
    return render(request, "participants/mail_choices.html", {"form": form})


@login_not_required
@never_cache
@asks_first
def mail_stop(request: HttpRequest, key: str) -> HttpResponse:
    """Opening the address changes nothing (mail scanners do): the person presses the button."""
    try:
        person, kind = read_stop_value(key)
    except LinkUnusable as error:
        raise Http404 from error
    if request.method == "POST":
        stop_mails(person, kind)
    context = {"kind": kind, "is_stopped": not wants(person, kind)}
    return render(request, "participants/mail_stop.html", context)
