from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from clusterhub.web.access import get_visible, require
from clusterhub.web.attempts import made, posted, pressed
from meetings import rules
from meetings.foreseen import foreseen_at
from meetings.forms.attendance import HeadcountForm, MeetingRoleForm, NewcomerForm, NewcomerLineForm
from meetings.forms.sheet import Sheet
from meetings.models import Meeting
from meetings.selectors import presence_totals
from meetings.services.attendance import add_newcomer, save_ticks, set_headcount
from meetings.services.roles import add_meeting_role, remove_meeting_role
from meetings.views.kept import kept_while_held
from meetings.views.once import once


def editable_meeting(request: HttpRequest, uuid: UUID) -> Meeting:
    meeting = get_visible(Meeting.objects.select_related("cluster", "previous"), request.user, uuid=uuid)
    require(rules.can_edit_meeting(request.user, meeting))
    return meeting


@once
def attendance(request: HttpRequest, uuid: UUID) -> HttpResponse:
    meeting = editable_meeting(request, uuid)
    sheet = Sheet(meeting, posted(request))
    if request.method == "POST" and sheet.is_valid() and _ticked(request, meeting, sheet):
        return redirect("meetings:attendance", meeting.uuid)
    return _page(request, meeting, sheet=sheet)


def _ticked(request: HttpRequest, meeting: Meeting, sheet: Sheet) -> bool:
    return pressed(request, lambda: save_ticks(meeting=meeting, ticks=sheet.ticks), "Les présences sont enregistrées.")


@require_POST
@once
def attendance_add(request: HttpRequest, uuid: UUID) -> HttpResponse:
    meeting = editable_meeting(request, uuid)
    form = NewcomerForm(request.POST)
    if row := made(form, lambda: add_newcomer(meeting=meeting, **form.cleaned_data)):
        messages.success(request, f"{row} est dans la liste.")
        return redirect("meetings:attendance", meeting.uuid)
    return _page(request, meeting, newcomer=form)


@require_POST
@once
def attendance_line(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """« Nom, fonction, ORG, adresse, téléphone »."""
    meeting = editable_meeting(request, uuid)
    form = NewcomerLineForm(request.POST)
    if row := made(form, lambda: add_newcomer(meeting=meeting, **form.cleaned_data["line"])):
        messages.success(request, f"{row} est dans la liste.")
        return redirect("meetings:attendance", meeting.uuid)
    return _page(request, meeting, newcomer_line=form)


@require_POST
def headcount(request: HttpRequest, uuid: UUID) -> HttpResponse:
    meeting = editable_meeting(request, uuid)
    form = HeadcountForm(request.POST, instance=meeting)
    if made(form, lambda: set_headcount(meeting=meeting, number=form.cleaned_data["headcount_override"])):
        messages.success(request, "Le nombre de participants est enregistré.")
        return redirect("meetings:attendance", meeting.uuid)
    return _page(request, meeting, counted=form)


def _page(
    request: HttpRequest,
    meeting: Meeting,
    *,
    sheet: Sheet | None = None,
    newcomer: NewcomerForm | None = None,
    newcomer_line: NewcomerLineForm | None = None,
    counted: HeadcountForm | None = None,
) -> HttpResponse:
    context = {
        "meeting": meeting,
        "sheet": sheet or Sheet(meeting),
        "newcomer": newcomer or NewcomerForm(),
        "newcomer_line": newcomer_line or NewcomerLineForm(),
        "counted": counted or HeadcountForm(instance=meeting),
        "totals": presence_totals(meeting),
        "waiting": meeting.sign_ins.all(),
        "foreseen": foreseen_at(meeting),
    }
    return kept_while_held(request, meeting, render(request, "meetings/attendance.html", context))


def meeting_roles(request: HttpRequest, uuid: UUID) -> HttpResponse:
    meeting = editable_meeting(request, uuid)
    form = MeetingRoleForm(request.POST or None, meeting=meeting)
    if request.method == "POST" and made(form, lambda: add_meeting_role(meeting=meeting, **form.cleaned_data)):
        messages.success(request, "Le rôle est ajouté.")
        return redirect("meetings:meeting_roles", meeting.uuid)
    return render(
        request, "meetings/meeting_roles.html", {"meeting": meeting, "form": form, "roles": meeting.roles.all()}
    )


@require_POST
def meeting_role_remove(request: HttpRequest, uuid: UUID, number: int) -> HttpResponse:
    meeting = editable_meeting(request, uuid)
    role = get_object_or_404(meeting.roles, pk=number)
    pressed(request, lambda: remove_meeting_role(role=role), "Le rôle est retiré.")
    return redirect("meetings:meeting_roles", meeting.uuid)
