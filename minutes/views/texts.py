"""The address that texts are saved at, by the room's script or by a plain form.

The script asks with ``X-Requested-With: XMLHttpRequest`` and is answered a fragment, never a redirect:

====  ==========================================================================================================
200   ``[data-saved]`` with ``data-version`` and the words to show; ``[data-stored]`` when the text became another
409   ``[data-conflict]``: both texts, as text, and the form of the three choices; or ``[data-refusal]`` (adopted)
401   signed out: nothing is stored, the browser keeps the text and tries again
422   ``[data-refusal]``: why this text cannot be stored
====  ==========================================================================================================

403, 404 and 503 are those of every page. A plain form ends in a message and a redirect, or in a page with the text.
"""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from clusterhub.web.access import get_visible, require, same_account
from clusterhub.web.richtext import to_text
from meetings.errors import MeetingNotEditable, TextRefused
from meetings.models import Meeting
from meetings.rules import can_see_live_text
from meetings.services.texts import Answer, Choice, Conflict, TextField, resolve_conflict, save_text
from minutes.forms.texts import ChoiceForm, TargetForm, TextForm
from minutes.views.places import back, room_url


@login_not_required
@require_POST
@same_account
def text_save(request: HttpRequest, uuid: str) -> HttpResponse:
    if not request.user.is_authenticated:
        return _signed_out(request)
    meeting = _meeting(request, uuid)
    form = TextForm(request.POST, meeting=meeting)
    if not form.is_valid():
        return _refused(request, meeting, _first_error(form), 422)
    values = form.cleaned_data
    return _answered(
        request,
        form,
        lambda: save_text(
            target=values["target"],
            field=values["known"].name,
            text=values["text"],
            base_version=values["base_version"],
            key=values["key"],
            author=request.user,
        ),
    )


@login_not_required
@require_POST
@same_account
def text_choose(request: HttpRequest, uuid: str) -> HttpResponse:
    """« Garder les deux », « La mienne », « L’autre »: after a conflict."""
    if not request.user.is_authenticated:
        return _signed_out(request)
    meeting = _meeting(request, uuid)
    form = ChoiceForm(request.POST, meeting=meeting)
    if not form.is_valid():
        return _refused(request, meeting, _first_error(form), 422)
    values = form.cleaned_data
    return _answered(
        request,
        form,
        lambda: resolve_conflict(
            target=values["target"],
            field=values["known"].name,
            choice=Choice(values["choice"]),
            stale_key=values["stale_key"],
            base_version=values["base_version"],
            key=values["key"],
            author=request.user,
        ),
    )


def _meeting(request: HttpRequest, number: str) -> Meeting:
    """Whether its text may still change is the service's to say, under its lock."""
    meeting = get_visible(Meeting.objects.all(), request.user, uuid=number)
    require(can_see_live_text(request.user, meeting))
    return meeting


def _answered(request: HttpRequest, form: TargetForm, act: Any) -> HttpResponse:
    try:
        answer = act()
    except MeetingNotEditable as error:
        return _refused(request, form.meeting, str(error), 409)
    except TextRefused as error:
        return _refused(request, form.meeting, str(error), 422)
    if isinstance(answer, Conflict):
        return both_texts(request, form.meeting, form.cleaned_data["target"], form.cleaned_data["known"], answer)
    return _saved(request, form, answer)


def _saved(request: HttpRequest, form: TargetForm, answer: Answer) -> HttpResponse:
    if _is_script(request):
        context = {"answer": answer, "shows_text": isinstance(form, ChoiceForm)}
        return render(request, "minutes/_text_saved.html", context)
    messages.success(request, "Texte enregistré.")
    return back(form.meeting, form.cleaned_data["target"])


def both_texts(
    request: HttpRequest, meeting: Meeting, target: Model, known: TextField, conflict: Conflict
) -> HttpResponse:
    context = {
        "meeting": meeting,
        "conflict": conflict,
        "mine": to_text(conflict.mine),
        "theirs": to_text(conflict.theirs),
        "known": known,
        "target": target,
        "key": uuid4(),
        "choices": Choice,
        "back_url": room_url(meeting, target),
    }
    return _fragment_or_page(request, "conflict", context, 409)


def _refused(request: HttpRequest, meeting: Meeting, reason: str, status: int) -> HttpResponse:
    context = {"reason": reason, "text": request.POST.get("text", ""), "back_url": room_url(meeting)}
    return _fragment_or_page(request, "refused", context, status)


def _signed_out(request: HttpRequest) -> HttpResponse:
    """Without a script the page holds the text: it can be sent again once signed in, in another tab."""
    sent = [(name, value) for name, value in request.POST.items() if name not in {"csrfmiddlewaretoken", "text"}]
    return _fragment_or_page(request, "signed_out", {"sent": sent, "text": request.POST.get("text", "")}, 401)


def _fragment_or_page(request: HttpRequest, name: str, context: dict[str, Any], status: int) -> HttpResponse:
    template = f"minutes/_text_{name}.html" if _is_script(request) else f"minutes/text_{name}.html"
    return render(request, template, context, status=status)


def _is_script(request: HttpRequest) -> bool:
    return request.headers.get("X-Requested-With") == "XMLHttpRequest"


def _first_error(form: TargetForm) -> str:
    return next(iter(next(iter(form.errors.values()))))
