"""The address that texts are saved at, by the room's script or by a plain form.

The script asks with ``X-Requested-With: XMLHttpRequest`` and is answered a fragment, never a redirect:

====  ==========================================================================================================
200   ``[data-saved]`` with ``data-version`` and the words to show; ``[data-stored]`` when the text became another, and
      ``data-merged`` where it did because others had written in other paragraphs
409   ``[data-conflict]``: both texts, as text, and the form of the three choices; or ``[data-refusal]`` (adopted)
401   signed out, or another account has signed in on this browser: nothing is stored, the browser keeps the text and
      tries again
422   ``[data-refusal]``: why this text cannot be stored
====  ==========================================================================================================

403, 404 and 503 (with Retry-After: the database is locked or gone) are those of every page. A plain form ends in a
message and a redirect, or in a page with the text.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ObjectDoesNotExist
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.views.decorators.http import require_POST

from clusterhub.web.access import get_visible, require, same_account
from clusterhub.web.richtext import to_text
from meetings.errors import MeetingNotEditable, TextRefused
from meetings.models import Meeting
from meetings.rules import can_see_live_text
from meetings.services.text_fields import TextField
from meetings.services.texts import Answer, Choice, Conflict, Merged, Saved, resolve_conflict, save_text_of
from minutes.forms.texts import GONE, ChoiceForm, TargetForm, TextForm
from minutes.selectors.histories import live_text
from minutes.views.places import back, room_url
from participants.rules import coordinates_somewhere


@login_not_required
@require_POST
@same_account
def text_save(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """The most frequent request of all: row, rights and lock are one query. Why somebody may not is asked later."""
    if not request.user.is_authenticated:
        return _signed_out(request)
    form = TextForm(request.POST)
    if not form.is_valid() or not coordinates_somewhere(request.user):
        return _refused(request, _meeting(request, uuid), _first_error(form), 422)
    values = form.cleaned_data
    return _answered(
        request,
        uuid,
        form,
        lambda: save_text_of(
            known=values["field"],
            meeting=uuid,
            number=values["object"],
            may_write=lambda meeting: can_see_live_text(request.user, meeting),
            typed=form.typed_by(request.user),
        ),
    )


@login_not_required
@require_POST
@same_account
def text_choose(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """« Garder les deux », « La mienne », « L’autre »: after a conflict."""
    if not request.user.is_authenticated:
        return _signed_out(request)
    meeting, form = _meeting(request, uuid), ChoiceForm(request.POST)
    if not form.is_valid():
        return _refused(request, meeting, _first_error(form), 422)
    values = form.cleaned_data
    return _answered(
        request,
        uuid,
        form,
        lambda: resolve_conflict(
            target=live_text(meeting, values["field"], values["object"]),
            field=values["field"].name,
            choice=Choice(values["choice"]),
            stale_key=values["stale_key"],
            base_version=values["base_version"],
            key=values["key"],
            author=request.user,
        ),
    )


def _meeting(request: HttpRequest, number: UUID) -> Meeting:
    """Whether its text may still change is the service's to say, under its lock."""
    meeting = get_visible(Meeting.objects.all(), request.user, uuid=number)
    require(can_see_live_text(request.user, meeting))
    return meeting


def _answered(request: HttpRequest, uuid: UUID, form: TargetForm, act: Callable[[], Answer]) -> HttpResponse:
    try:
        answer = act()
    except ObjectDoesNotExist:
        return _refused(request, _meeting(request, uuid), GONE, 422)
    except MeetingNotEditable as error:
        return _refused(request, _meeting(request, uuid), str(error), 409)
    except TextRefused as error:
        return _refused(request, _meeting(request, uuid), str(error), 422)
    if _is_script(request) and not isinstance(answer, Conflict):
        return saved_fragment(request, answer, shows_text=isinstance(form, ChoiceForm))
    return shown(request, _meeting(request, uuid), form, answer)


def saved_fragment(request: HttpRequest, answer: Saved, *, shows_text: bool) -> HttpResponse:
    """Without the request: none of what a page needs of it is looked up."""
    merged = isinstance(answer, Merged)
    context = {"answer": answer, "merged": merged, "shows_text": shows_text or merged, "reader": request.user}
    return HttpResponse(render_to_string("minutes/_text_saved.html", context))


def shown(request: HttpRequest, meeting: Meeting, form: TargetForm, answer: Answer) -> HttpResponse:
    """As a page, or back in the room with a message."""
    known = form.cleaned_data["field"]
    target = live_text(meeting, known, form.cleaned_data["object"])
    if isinstance(answer, Conflict):
        return both_texts(request, meeting, target, known, answer)
    messages.success(request, _message(request, answer))
    return back(meeting, target)


def _message(request: HttpRequest, answer: Saved) -> str:
    if not isinstance(answer, Merged):
        return "Texte enregistré."
    whose = "ce que vous aviez écrit ailleurs" if answer.author == request.user else f"ce qu’a écrit {answer.author}"
    return f"Texte enregistré, avec {whose}."


def both_texts(
    request: HttpRequest, meeting: Meeting, target: Model, known: TextField, conflict: Conflict
) -> HttpResponse:
    context = {
        "meeting": meeting,
        "conflict": conflict,
        "mine": to_text(conflict.mine),
        "theirs": to_text(conflict.theirs),
        "base": conflict.base and to_text(conflict.base),
        "is_own": conflict.author == request.user,
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
