"""Remarks on a circulated record, and their answers."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from clusterhub.web.access import require
from clusterhub.web.attempts import asks_first, posted, submitted
from minutes import rules
from minutes.forms.remarks import AnswerForm, RemarkForm
from minutes.selectors.record import content_of
from minutes.selectors.remarks import passages, remarks_on
from minutes.services.remarks import add_remark, answer_remark
from minutes.views.record import back, minutes_read


@asks_first
def remark_add(request: HttpRequest, uuid: str) -> HttpResponse:
    """``?passage=point-2`` begins with that passage."""
    minutes = minutes_read(request, uuid)
    require(rules.can_remark(request.user, minutes))
    known = passages(content_of(minutes.versions.latest("number")))
    form = RemarkForm(posted(request), passages=known, initial={"passage": request.GET.get("passage", "")})

    def act() -> None:
        add_remark(minutes=minutes, by=request.user, **form.cleaned_data)

    if submitted(form, act):
        return back(request, minutes, "Merci : le rapporteur est prévenu.")
    return render(request, "minutes/remark_add.html", {"meeting": minutes.meeting, "form": form})


@asks_first
def remark_answer(request: HttpRequest, uuid: str, remark_uuid: str) -> HttpResponse:
    minutes = minutes_read(request, uuid)
    require(rules.can_see_remarks(request.user, minutes))
    remark = get_object_or_404(remarks_on(minutes), uuid=remark_uuid)
    require(rules.can_answer_remarks(request.user, minutes))
    form = AnswerForm(posted(request))

    def act() -> None:
        answer_remark(remark=remark, by=request.user, **form.cleaned_data)

    if submitted(form, act):
        return back(request, minutes, "Réponse enregistrée : son auteur est prévenu.")
    context = {"meeting": minutes.meeting, "remark": remark, "form": form}
    return render(request, "minutes/remark_answer.html", context)
