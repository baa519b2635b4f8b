from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from clusterhub.web.access import get_visible, require
from meetings import rules
from meetings.forms.attendance import HeadcountForm, MeetingRoleForm, NewcomerForm
from meetings.forms.sheet import Sheet
from meetings.models import Meeting
from meetings.selectors import presence_totals
from meetings.services.attendance import add_newcomer, save_ticks, set_headcount
from meetings.services.roles import add_meeting_role, remove_meeting_role
from meetings.views.attempts import pressed, submitted


def _meeting(request: HttpRequest, uuid: UUID) -> Meeting:
    meeting = get_visible(Meeting.objects.select_related("cluster", "previous"), request.user, uuid=uuid)
    require(rules.can_edit_meeting(request.user, meeting))
    return meeting


def attendance(request: HttpRequest, uuid: UUID) -> HttpResponse:
    meeting = _meeting(request, uuid)
    sheet = Sheet(meeting, request.POST if request.method == "POST" else None)
    if request.method == "POST" and sheet.is_valid():
        pressed(request, lambda: save_ticks(meeting=meeting, ticks=sheet.ticks), "Les présences sont enregistrées.")
        return redirect("meetings:attendance", meeting.uuid)
    return _page(request, meeting, sheet=sheet)


@require_POST
def attendance_add(request: HttpRequest, uuid: UUID) -> HttpResponse:
    meeting = _meeting(request, uuid)
    form = NewcomerForm(request.POST)
    if row := submitted(form, lambda: add_newcomer(meeting=meeting, **form.cleaned_data)):
        messages.success(request, f"{row} est dans la liste.")
        return redirect("meetings:attendance", meeting.uuid)
    return _page(request, meeting, newcomer=form)


@require_POST
def headcount(request: HttpRequest, uuid: UUID) -> HttpResponse:
    meeting = _meeting(request, uuid)
    form = HeadcountForm(request.POST, instance=meeting)
    if submitted(form, lambda: set_headcount(meeting=meeting, number=form.cleaned_data["headcount_override"])):
        messages.success(request, "Le nombre de participants est enregistré.")
        return redirect("meetings:attendance", meeting.uuid)
    return _page(request, meeting, counted=form)


def _page(
    request: HttpRequest,
    meeting: Meeting,
    *,
    sheet: Sheet | None = None,
    newcomer: NewcomerForm | None = None,
    counted: HeadcountForm | None = None,
) -> HttpResponse:
    context = {
        "meeting": meeting,
        "sheet": sheet or Sheet(meeting),
        "newcomer": newcomer or NewcomerForm(),
        "counted": counted or HeadcountForm(instance=meeting),
        "totals": presence_totals(meeting),
    }
    return render(request, "meetings/attendance.html", context)


def meeting_roles(request: HttpRequest, uuid: UUID) -> HttpResponse:
    meeting = _meeting(request, uuid)
    form = MeetingRoleForm(request.POST or None, meeting=meeting)
    if request.method == "POST" and submitted(form, lambda: add_meeting_role(meeting=meeting, **form.cleaned_data)):
        messages.success(request, "Le rôle est ajouté.")
        return redirect("meetings:meeting_roles", meeting.uuid)
    return render(
        request, "meetings/meeting_roles.html", {"meeting": meeting, "form": form, "roles": meeting.roles.all()}
    )


@require_POST
def meeting_role_remove(request: HttpRequest, uuid: UUID, number: int) -> HttpResponse:
    meeting = _meeting(request, uuid)
    role = get_object_or_404(meeting.roles, pk=number)
    pressed(request, lambda: remove_meeting_role(role=role), "Le rôle est retiré.")
    return redirect("meetings:meeting_roles", meeting.uuid)
