"""Signing in on one's own phone: the code on the wall, the page that it opens, and the coordination's answer."""

from __future__ import annotations

from functools import partial
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST, require_safe

from clusterhub.web.attempts import made, pressed
from clusterhub.web.square_code import square_code
from clusterhub.web.throttle import is_too_often
from meetings import rules
from meetings.forms.sign_ins import SignInForm
from meetings.models import Meeting, SignIn
from meetings.services import sign_ins
from meetings.views.attendance import editable_meeting

A_ROOM = 400
"""From one address on the network in an hour: everybody in a room may share it."""


@login_not_required
def sign_in(request: HttpRequest, uuid: UUID, key: str) -> HttpResponse:
    """Open to whoever holds the key, while the meeting is held. It shows nothing but what the wall shows."""
    meeting = get_object_or_404(Meeting.objects.select_related("cluster"), uuid=uuid)
    if not sign_ins.opens_sign_in(meeting, key):
        raise Http404
    if not rules.takes_sign_ins(meeting):
        return _page(request, "closed", meeting=meeting, status=410)
    form = SignInForm(request.POST or None)
    if request.method == "POST" and is_too_often(request, "sign-in", limit=A_ROOM, seconds=3600):
        form.add_error(None, "Trop d’émargements depuis ce réseau. Signalez-vous à la coordination.")
    elif request.method == "POST" and made(form, lambda: sign_ins.sign_in(meeting=meeting, **form.cleaned_data)):
        return _page(request, "done", meeting=meeting, name=form.cleaned_data["name"])
    return _page(request, "open", meeting=meeting, form=form, status=422 if form.errors else 200)


def _page(request: HttpRequest, state: str, *, status: int = 200, **context: object) -> HttpResponse:
    response = render(request, "meetings/sign_in.html", {"state": state, **context}, status=status)
    response["Cache-Control"] = "no-store"
    return response


@require_safe
def sign_in_code(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The code, as large as the wall."""
    meeting = editable_meeting(request, uuid)
    address = sign_ins.sign_in_url(meeting)
    context = {"meeting": meeting, "address": address, "code": square_code(address)}
    return render(request, "meetings/sign_in_code.html", context | {"is_open": rules.takes_sign_ins(meeting)})


@require_POST
def sign_in_accept(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """One (``row``), or all that wait."""
    meeting = editable_meeting(request, uuid)
    rows = _chosen(request, meeting)
    done = sum(pressed(request, partial(sign_ins.accept_sign_in, row)) for row in rows)
    if done:
        messages.success(
            request, f"{done} personnes sont dans la liste." if done > 1 else "La personne est dans la liste."
        )
    return redirect("meetings:attendance", meeting.uuid)


@require_POST
def sign_in_refuse(request: HttpRequest, uuid: UUID) -> HttpResponse:
    meeting = editable_meeting(request, uuid)
    for row in _chosen(request, meeting)[:1]:
        pressed(request, partial(sign_ins.refuse_sign_in, row), "L’émargement est écarté.")
    return redirect("meetings:attendance", meeting.uuid)


def _chosen(request: HttpRequest, meeting: Meeting) -> list[SignIn]:
    """The one that is named; without a name, all. What is no number names nobody."""
    waiting = meeting.sign_ins.select_related("meeting__cluster")
    if "row" not in request.POST:
        return list(waiting)
    try:
        return list(waiting.filter(uuid=UUID(request.POST["row"])))
    except ValueError:
        return []
