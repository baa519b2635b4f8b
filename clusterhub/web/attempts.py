"""Calling a service that may refuse: the refusal is shown where the person is looking."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from django import forms
from django.contrib import messages
from django.http import HttpRequest, QueryDict
from django.views.decorators.http import require_http_methods

from clusterhub.web.refusals import Refusal

Result = TypeVar("Result")

asks_first = require_http_methods(["GET", "HEAD", "POST"])
"""A page that is opened, then sent."""


def posted(request: HttpRequest) -> QueryDict | None:
    """What a form is bound to: also to nothing at all, when that is what was sent."""
    return request.POST if request.method == "POST" else None


def made(form: forms.BaseForm, act: Callable[[], Result]) -> Result | None:
    """What the service answers, if the form is valid and the service accepts; otherwise the form says why not."""
    if not form.is_valid():
        return None
    try:
        return act()
    except Refusal as refusal:
        refuse(form, refusal)
        return None


def submitted(form: forms.BaseForm, act: Callable[[], object]) -> bool:
    """The same for a service without an answer: whether it was done."""
    return made(form, lambda: (act(),)) is not None


def refuse(form: forms.BaseForm, refusal: Refusal) -> None:
    """Beside its field, where the person sees that field."""
    seen = {field.name for field in form.visible_fields()}
    form.add_error(refusal.field if refusal.field in seen else None, str(refusal))


def pressed(request: HttpRequest, act: Callable[[], object], done: str = "") -> bool:
    """The same for a button: the outcome is a message on the next page. Whether it was done."""
    try:
        act()
    except Refusal as refusal:
        messages.error(request, str(refusal))
        return False
    if done:
        messages.success(request, done)
    return True
