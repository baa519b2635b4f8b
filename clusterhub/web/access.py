"""How a view fetches what it works on: a stranger gets 404, a member without the right gets 403."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404

AnyModel = TypeVar("AnyModel", bound=Model)
Given = ParamSpec("Given")
View = Callable[Concatenate[HttpRequest, Given], HttpResponse]


def get_visible(queryset: QuerySet[AnyModel], user: AbstractBaseUser | AnonymousUser, **lookup: Any) -> AnyModel:
    """The object, if this user may know that it exists.

    ``queryset`` must have ``visible_to(user)``. Raises ``Http404`` otherwise, exactly as for what does not exist.
    """
    return get_object_or_404(queryset.visible_to(user), **lookup)  # type: ignore[attr-defined]


def require(allowed: bool) -> None:
    """Raises ``PermissionDenied`` unless the predicate that the caller has just asked said yes."""
    if not allowed:
        raise PermissionDenied


def asked_by_script(request: HttpRequest) -> bool:
    return request.headers.get("X-Requested-With") == "XMLHttpRequest"


def same_account(view: View[Given]) -> View[Given]:
    """What was typed under one account is not taken from another one that has signed in on the same browser: 401, so
    that it stays on the device. A script says whose its page is in ``X-Account``.
    """

    @wraps(view)
    def answer(request: HttpRequest, *args: Given.args, **kwargs: Given.kwargs) -> HttpResponse:
        account = request.headers.get("X-Account")
        if account and request.user.is_authenticated and account != str(request.user.pk):
            return HttpResponse("Un autre compte est ouvert.", status=401, content_type="text/plain; charset=utf-8")
        return view(request, *args, **kwargs)

    return answer
