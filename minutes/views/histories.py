"""Every state of a text that its journal keeps: read, compared, brought back. For whoever reads the live text."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.core.paginator import Paginator
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_safe

from clusterhub.web.access import get_visible, require
from clusterhub.web.attempts import asks_first
from meetings.errors import MeetingsError
from meetings.models import Meeting, TextRevision
from meetings.rules import can_edit_meeting, can_see_live_text
from meetings.services.agenda import bring_back_outcome
from meetings.services.text_fields import TextField, text_field
from meetings.services.texts import Conflict, restore_text
from minutes.forms.texts import RestoreForm
from minutes.selectors import histories
from minutes.views.places import room_url, uuid_in
from minutes.views.texts import both_texts

PER_PAGE = 25


@require_safe
def meeting_texts(request: HttpRequest, uuid: UUID) -> HttpResponse:
    meeting = _meeting(request, uuid)
    context = {"meeting": meeting, "lines": histories.texts_with_history(meeting)}
    return render(request, "minutes/meeting_texts.html", context)


@require_safe
def text_history(request: HttpRequest, uuid: UUID, number: UUID, field: str) -> HttpResponse:
    meeting = _meeting(request, uuid)
    known, target = _text(meeting, number, field)
    page = Paginator(histories.revisions_of(known, target), PER_PAGE).get_page(request.GET.get("page"))
    page.object_list = histories.states(known, target, page.object_list)
    return render(request, "minutes/text_history.html", _about(request, meeting, known, target) | {"page": page})


@asks_first
def text_state(request: HttpRequest, uuid: UUID, number: UUID, field: str, save: UUID) -> HttpResponse:
    """One state against another (« avec »), else against the version that it was written on. POST brings it back."""
    meeting = _meeting(request, uuid)
    known, target = _text(meeting, number, field)
    revision = get_object_or_404(histories.revisions_of(known, target), key=save)
    if request.method == "POST":
        return _restored(request, meeting, known, target, revision)
    rows = histories.revisions_of(known, target)
    other = rows.filter(key=uuid_in(request, "avec")).first() or histories.before(known, target, revision)
    state, *rest = histories.states(known, target, filter(None, [revision, other]))
    context = _about(request, meeting, known, target) | {
        "state": state,
        "comparison": histories.compared(state, rest[0] if rest else None),
        "choices": histories.states(known, target, rows.exclude(pk=revision.pk)[: histories.CHOICES]),
        "can_restore": _can_restore(request, meeting, target) and not state.is_standing,
        "base_version": getattr(target, known.version),
        "key": uuid4(),
    }
    return render(request, "minutes/text_state.html", context)


def _meeting(request: HttpRequest, number: UUID) -> Meeting:
    meeting = get_visible(Meeting.objects.select_related("cluster"), request.user, uuid=number)
    require(can_see_live_text(request.user, meeting))
    return meeting


def _text(meeting: Meeting, number: UUID, field: str) -> tuple[TextField, Model]:
    known = text_field(field)
    if known is None:
        raise Http404
    try:
        return known, histories.kept_text(meeting, known, number)
    except ObjectDoesNotExist as error:
        raise Http404 from error


def _about(request: HttpRequest, meeting: Meeting, known: TextField, target: Model) -> dict[str, Any]:
    is_open = can_edit_meeting(request.user, meeting)
    return {
        "meeting": meeting,
        "known": known,
        "target": target,
        "heading": histories.heading(known, target),
        "place": histories.place(known, target),
        "is_removed": histories.is_removed(target),
        "room_url": room_url(meeting, target) if is_open else "",
    }


def _can_restore(request: HttpRequest, meeting: Meeting, target: Model) -> bool:
    """A conclusion that was removed comes back under its point, if that is still there."""
    homeless = histories.is_removed(target) and target.item_id is None
    return can_edit_meeting(request.user, meeting) and not homeless


def _restored(
    request: HttpRequest, meeting: Meeting, known: TextField, target: Model, revision: TextRevision
) -> HttpResponse:
    require(_can_restore(request, meeting, target))
    form = RestoreForm(request.POST)
    if not form.is_valid():
        messages.error(request, "Ce texte n’a pas été rétabli : rechargez la page.")
        return redirect(request.path)
    try:
        if histories.is_removed(target):
            target = bring_back_outcome(outcome=target)
        answer = restore_text(target=target, known=known, revision=revision, author=request.user, **form.cleaned_data)
    except MeetingsError as error:
        messages.error(request, str(error))
        return redirect(request.path)
    if isinstance(answer, Conflict):
        return both_texts(request, meeting, target, known, answer)
    messages.success(request, f"Texte rétabli : c’est la version {answer.version}.")
    return redirect("minutes:text_history", meeting.uuid, target.uuid, known.label)
