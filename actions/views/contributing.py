"""Answering a call, the same for whoever holds an organisation's link and for an account that answers for it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from actions.contributions.asking import Asked, AskedPart, known_profile, own_points
from actions.enums import CallPart
from actions.forms.contributions import FORMS, Contribution, RoundTableForm
from actions.services.contributions import answer_call
from clusterhub.web.attempts import posted, submitted
from clusterhub.web.typography import french
from participants.selectors import place_names
from participants.voices import Voice


@dataclass(frozen=True)
class Ways:
    """Where the pages of one call are, and what stands around them. ``name`` is None for an account."""

    frame: str
    call_url: str
    part_url: Callable[[str], str]
    file_url: str
    actions_url: str
    back_url: str
    voice: Callable[[str], Voice]
    name: str | None = None


def call_page(request: HttpRequest, asked: Asked, ways: Ways, **context: object) -> HttpResponse:
    parts = [(part, ways.part_url(part.part)) for part in asked.parts]
    shown = {"asked": asked, "call": asked.call, "ways": ways, "frame": ways.frame, "parts": parts}
    return render(request, "actions/contribution.html", {**context, **shown})


def part_called(asked: Asked, code: str) -> AskedPart:
    """Raises ``Http404`` for what the call does not ask."""
    part = asked.part(code)
    if part is None:
        raise Http404
    return part


def part_page(request: HttpRequest, asked: Asked, part: AskedPart, ways: Ways, **context: object) -> HttpResponse:
    """A POST is one answer, except the one that asks for more lines."""
    form = _form(request, asked, part, ways)
    if request.method == "POST" and isinstance(form, RoundTableForm) and form.wants_more:
        form = form.with_more_rows()
    elif submitted(form, lambda: _answer(form, asked, part.part, ways)):
        messages.success(request, french(f"{part.part.label} : c’est noté, merci."))
        return redirect(ways.call_url)
    shown = {"asked": asked, "call": asked.call, "part": part, "ways": ways, "frame": ways.frame, "form": form}
    return render(request, "actions/contribution_part.html", {**context, **shown, **_beside(asked, part.part)})


def _form(request: HttpRequest, asked: Asked, part: AskedPart, ways: Ways) -> Contribution:
    """Points add up: the form for one more is empty. A profile begins with what the house knows."""
    said = {} if part.part == CallPart.AGENDA else part.content
    if part.part == CallPart.PROFILE and (not said or part.has_nothing):
        said = known_profile(asked.organisation)
    return FORMS[part.part](posted(request), call=asked.call, said=said, name=ways.name)


def _answer(form: Contribution, asked: Asked, part: CallPart, ways: Ways) -> None:
    voice = ways.voice(form.name)
    answer_call(asked.call, organisation=asked.organisation, part=part, content=form.content, voice=voice)


def _beside(asked: Asked, part: CallPart) -> dict[str, object]:
    if part == CallPart.ROUND_TABLE:
        return {"places": place_names()}
    if part == CallPart.AGENDA:
        return {"points": own_points(asked.call, asked.organisation)}
    return {}
