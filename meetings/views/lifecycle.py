"""One page, one question, one answer: announce, move, cancel, restore."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from clusterhub.web.access import get_visible, require
from clusterhub.web.attempts import made, pressed
from clusterhub.web.typography import plural
from meetings import rules
from meetings.forms.meetings import ReasonForm, RescheduleForm
from meetings.models import Meeting
from meetings.selectors import invitees
from meetings.services import lifecycle


def _meeting(request: HttpRequest, uuid: UUID) -> Meeting:
    return get_visible(Meeting.objects.select_related("cluster"), request.user, uuid=uuid)


def meeting_announce(request: HttpRequest, uuid: UUID) -> HttpResponse:
    meeting = _meeting(request, uuid)
    require(rules.can_announce_meeting(request.user, meeting))
    if request.method == "POST":
        pressed(request, lambda: _announce(request, meeting))
        return redirect("minutes:meeting_detail", meeting.uuid)
    context = {"meeting": meeting, "invitees": invitees(meeting.cluster)}
    return render(request, "meetings/meeting_announce.html", context)


def _announce(request: HttpRequest, meeting: Meeting) -> None:
    count = lifecycle.announce_meeting(meeting=meeting, by=request.user)
    messages.success(request, f"La réunion est annoncée : {plural(count, 'invitation part', 'invitations partent')}.")


def meeting_reschedule(request: HttpRequest, uuid: UUID) -> HttpResponse:
    meeting = _meeting(request, uuid)
    require(rules.can_reschedule_meeting(request.user, meeting))
    form = RescheduleForm(request.POST or None, meeting=meeting)
    if request.method == "POST" and made(form, lambda: _reschedule(request, form, meeting)):
        messages.success(request, "La réunion est déplacée.")
        return redirect("minutes:meeting_detail", meeting.uuid)
    return render(request, "meetings/meeting_reschedule.html", {"form": form, "meeting": meeting})


def _reschedule(request: HttpRequest, form: RescheduleForm, meeting: Meeting) -> Meeting:
    data = form.cleaned_data
    return lifecycle.reschedule_meeting(
        meeting=meeting, starts_at=data["start"], ends_at=data["end"], reason=data["reason"], by=request.user
    )


def meeting_cancel(request: HttpRequest, uuid: UUID) -> HttpResponse:
    meeting = _meeting(request, uuid)
    require(rules.can_cancel_meeting(request.user, meeting))
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and made(form, lambda: _cancel(request, form, meeting)):
        messages.success(request, "La réunion est annulée.")
        return redirect("minutes:meeting_detail", meeting.uuid)
    return render(request, "meetings/meeting_cancel.html", {"form": form, "meeting": meeting})


def _cancel(request: HttpRequest, form: ReasonForm, meeting: Meeting) -> Meeting:
    return lifecycle.cancel_meeting(meeting=meeting, reason=form.cleaned_data["reason"], by=request.user)


def meeting_restore(request: HttpRequest, uuid: UUID) -> HttpResponse:
    meeting = _meeting(request, uuid)
    require(rules.can_restore_meeting(request.user, meeting))
    if request.method == "POST":
        done = "La réunion est rétablie. Annoncez-la de nouveau pour prévenir les invités."
        pressed(request, lambda: lifecycle.restore_meeting(meeting=meeting, by=request.user), done)
        return redirect("minutes:meeting_detail", meeting.uuid)
    return render(request, "meetings/meeting_restore.html", {"meeting": meeting})
