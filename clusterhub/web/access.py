"""How a view fetches what it works on: a stranger gets 404, a member without the right gets 403."""

from __future__ import annotations

from typing import Any, TypeVar

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.shortcuts import get_object_or_404

AnyModel = TypeVar("AnyModel", bound=Model)


def get_visible(queryset: QuerySet[AnyModel], user: AbstractBaseUser | AnonymousUser, **lookup: Any) -> AnyModel:
    """The object, if this user may know that it exists.

    ``queryset`` must have ``visible_to(user)``. Raises ``Http404`` otherwise, exactly as for what does not exist.
    """
    return get_object_or_404(queryset.visible_to(user), **lookup)  # type: ignore[attr-defined]


def require(allowed: bool) -> None:
    """Raises ``PermissionDenied`` unless the predicate that the caller has just asked said yes."""
    if not allowed:
        raise PermissionDenied
