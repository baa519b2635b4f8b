"""The answer while the database gives none: 503, come back in five seconds. Touches neither session nor database."""

import sys

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

DATABASE_TROUBLES = (OperationalError, InterfaceError)
RETRY_AFTER_SECONDS = "5"


def database_unavailable() -> HttpResponse:
    headers = {"Retry-After": RETRY_AFTER_SECONDS, "Cache-Control": "no-store"}
    return HttpResponse(render_to_string("503.html"), status=503, headers=headers)


def server_error(request: HttpRequest) -> HttpResponse:
    """The handler of last resort. What a middleware meets (session, account) ends here, not in process_exception."""
    if isinstance(sys.exception(), DATABASE_TROUBLES):
        return database_unavailable()
    return HttpResponse(render_to_string("500.html"), status=500, headers={"Cache-Control": "no-store"})
