"""What is answered when the database does not follow. Neither touches the session or the database.

503 while it gives no answer: come back in five seconds. 409 when one of its rules refuses what every check let through:
a double click, or two people at the same moment, of whom one was first.
"""

import sys

from django.db import DatabaseError, IntegrityError, InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

RETRY_AFTER_SECONDS = "5"


def database_unavailable() -> HttpResponse:
    headers = {"Retry-After": RETRY_AFTER_SECONDS, "Cache-Control": "no-store"}
    return HttpResponse(render_to_string("503.html"), status=503, headers=headers)


def overtaken() -> HttpResponse:
    return HttpResponse(render_to_string("409.html"), status=409, headers={"Cache-Control": "no-store"})


def says_unavailable(exception: BaseException | None) -> bool:
    """Of a PostgreSQL that dies under a query, psycopg2 says no more than ``DatabaseError``. Django’s own, for a row
    that an update did not find, has no cause.
    """
    if isinstance(exception, (OperationalError, InterfaceError)):
        return True
    return type(exception) is DatabaseError and exception.__cause__ is not None


def answer_to(exception: BaseException | None) -> HttpResponse | None:
    """None where the exception is not the database's."""
    if says_unavailable(exception):
        return database_unavailable()
    return overtaken() if isinstance(exception, IntegrityError) else None


def server_error(request: HttpRequest) -> HttpResponse:
    """The handler of last resort. What a middleware meets (session, account) ends here, not in process_exception."""
    answer = answer_to(sys.exception())
    return answer or HttpResponse(render_to_string("500.html"), status=500, headers={"Cache-Control": "no-store"})
