"""Calling a service that may refuse: the refusal is shown where the person is looking."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from django import forms
from django.contrib import messages
from django.http import HttpRequest

from meetings.errors import MeetingsError
from participants.errors import ParticipantsError

Result = TypeVar("Result")


def submitted(form: forms.BaseForm, act: Callable[[], Result]) -> Result | None:
    """What the service answers, if the form is valid and the service accepts; otherwise the form carries why not."""
    if not form.is_valid():
        return None
    try:
        return act()
    except (MeetingsError, ParticipantsError) as refusal:
        form.add_error(None, str(refusal))
        return None


def pressed(request: HttpRequest, act: Callable[[], object], done: str = "") -> bool:
    """The same for a button: the outcome is a message on the next page. Whether it was done."""
    try:
        act()
    except MeetingsError as refusal:
        messages.error(request, str(refusal))
        return False
    if done:
        messages.success(request, done)
    return True
