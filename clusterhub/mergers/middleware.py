"""Addresses of a record that was merged lead to the one that it became."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from participants.models import Organisation, Person


class FormerAddressesMiddleware:
    """Looks only at what was not found, and tells nobody of what it may not see."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code == 404 and request.method == "GET" and (url := _new_address(request)):
            return HttpResponseRedirect(url)
        return response


def _new_address(request: HttpRequest) -> str:
    match = request.resolver_match
    if match is None or not request.user.is_authenticated:
        return ""
    former = {name: value for name, value in match.kwargs.items() if isinstance(value, UUID)}
    moved = {name: found for name, value in former.items() if (found := _survivor(request, value))}
    if not moved:
        return ""
    url, query = reverse(match.view_name, kwargs=match.kwargs | moved), request.META.get("QUERY_STRING", "")
    return f"{url}?{query}" if query else url


def _survivor(request: HttpRequest, number: UUID) -> UUID | None:
    for records in (Organisation.objects, Person.objects):
        found = records.visible_to(request.user).filter(absorbed__uuid=number).first()  # type: ignore[arg-type]
        if found:
            return found.uuid
    return None
