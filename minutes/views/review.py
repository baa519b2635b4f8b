"""The step between the draft and the circulation."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from clusterhub.web.access import require
from clusterhub.web.attempts import asks_first, posted, submitted
from minutes import rules
from minutes.forms.record import ReviewForm
from minutes.selectors.moves import before_review
from minutes.services.review import send_to_review
from minutes.views.record import back, minutes_read


@asks_first
def minutes_review(request: HttpRequest, uuid: str) -> HttpResponse:
    minutes = minutes_read(request, uuid)
    require(rules.can_review_minutes(request.user, minutes))
    checks = before_review(minutes)
    form = ReviewForm(posted(request), checks=checks)

    def act() -> None:
        send_to_review(meeting=minutes.meeting, by=request.user)

    if submitted(form, act):
        return back(request, minutes, f"{minutes.called} envoyé en relecture.")
    context = {"form": form, "missing": checks, "reviewer": rules.reviewer_of(minutes.meeting)}
    return render(request, "minutes/record_review.html", {"meeting": minutes.meeting, **context})
