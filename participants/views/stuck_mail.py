"""What the mail queue could not deliver, for administrators."""

from __future__ import annotations

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from clusterhub.web.access import require
from participants import rules
from participants.filters import StuckMailFilter
from participants.services.outbox import send_again, stuck_mails

PER_PAGE = 50


@require_safe
def stuck_mail_list(request: HttpRequest) -> HttpResponse:
    require(rules.can_see_stuck_mail(request.user))
    found = StuckMailFilter(request.GET, stuck_mails(), request=request)
    page = Paginator(found.qs, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "participants/stuck_mail_list.html", {"filter": found, "page": page})


@require_POST
def stuck_mail_resend(request: HttpRequest, number: int) -> HttpResponse:
    require(rules.can_see_stuck_mail(request.user))
    if not send_again(number):
        raise Http404
    messages.success(request, "Le courriel repart avec le prochain envoi.")
    return redirect("participants:stuck_mail_list")
