"""Forms that the room's script sends, and sends again after a lost answer.

The script asks with ``X-Requested-With: XMLHttpRequest`` and a key in ``operation``. It is answered:

====  ==========================================================================================================
200   ``[data-done]``: it is done, now or before; the attribute is the address that it leads to
401   another account has signed in on this browser: nothing is done
422   it was refused: the page with the form and why
====  ==========================================================================================================

A redirect to another address is the sign-in page: the session is over.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from hashlib import sha256
from typing import Any, Concatenate, ParamSpec

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.http import urlencode

from clusterhub.web.access import asked_by_script, same_account
from meetings.errors import OperationRefused
from meetings.forms.operations import OperationForm
from meetings.services.operations import do_once

Given = ParamSpec("Given")
View = Callable[Concatenate[HttpRequest, Given], HttpResponse]


def once(view: View[Given]) -> View[Given]:
    """The view must redirect when, and only when, it did what was asked."""

    @wraps(view)
    @same_account
    def answer(request: HttpRequest, *args: Given.args, **kwargs: Given.kwargs) -> HttpResponse:
        form = OperationForm(request.POST)
        if request.method != "POST" or not form.is_valid() or not form.cleaned_data["operation"]:
            return view(request, *args, **kwargs)
        asked = _Asked(lambda: view(request, *args, **kwargs))
        try:
            address = do_once(
                key=form.cleaned_data["operation"], user=request.user, digest=_digest(request), act=asked.address
            )
        except OperationRefused as error:
            return HttpResponse(str(error), status=422, content_type="text/plain; charset=utf-8")
        if asked_by_script(request):
            return _told(request, address, asked.response)
        return asked.response or redirect(address)

    return answer


class _Asked:
    """What a view answered, if it was asked."""

    def __init__(self, view: Callable[[], HttpResponse]) -> None:
        self.view = view
        self.response: HttpResponse | None = None

    def address(self) -> str:
        self.response = self.view()
        return self.response.url if isinstance(self.response, HttpResponseRedirect) else ""


def _told(request: HttpRequest, address: str, response: HttpResponse | None) -> HttpResponse:
    if address or response is None:
        return render(request, "meetings/_operation_done.html", {"address": address})
    response.status_code = 422
    return response


def _digest(request: HttpRequest) -> str:
    """Of all that was asked, but for the token that changes with every sign-in."""
    fields: list[tuple[str, Any]] = sorted((name, values) for name, values in request.POST.lists())
    sent = [(name, values) for name, values in fields if name != "csrfmiddlewaretoken"]
    return sha256(f"{request.path}\n{urlencode(sent, doseq=True)}".encode()).hexdigest()
