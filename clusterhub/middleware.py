"""What every answer goes through."""

import logging
import re
import secrets
from collections.abc import Callable

import brotli
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware
from django.utils.cache import patch_vary_headers

from clusterhub.unavailable import answer_to

BROTLI_QUALITY = 7
"""A millisecond or two; what is above it takes ten times as long for a hundredth."""
WORTH_IT = 200
"""Bytes from which GZipMiddleware compresses."""

log = logging.getLogger(__name__)


class DatabaseUnavailableMiddleware:
    """A database that is locked, restarting or gone makes a view answer 503, so that browsers keep the text and retry;
    one that refuses a second copy of the same thing makes it answer 409.

    Django turns an exception into an answer at every layer, so that an outer middleware never sees what the session
    layer raised: those cases are caught by ``clusterhub.unavailable.server_error``.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        answer = answer_to(exception)
        if answer is not None:
            log.error("database refused: %s %s", request.method, request.path, exc_info=exception)
        return answer


class PrivatePagesMiddleware:
    """What a signed-in person was shown stays out of every cache, the shared computer's back button included."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if response.status_code < 500 and request.user.is_authenticated:
            response["Cache-Control"] = "no-store"
        return response


class CompressedPagesMiddleware(GZipMiddleware):
    """Pages travel compressed: a long record weighs a third. Files go as they are; they are compressed within.

    Against guessing a page's secrets from its length, Django masks the CSRF token and adds a random number of bytes,
    and so does this where a browser takes brotli, which makes a page a twentieth lighter still.
    """

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if not response.headers.get("Content-Type", "").startswith("text/html"):
            return response
        takes_brotli = "br" in re.findall(r"\w+", request.headers.get("Accept-Encoding", ""))
        if takes_brotli and isinstance(response, HttpResponse) and len(response.content) >= WORTH_IT:
            return _in_brotli(response)
        return super().process_response(request, response)


def _in_brotli(response: HttpResponse) -> HttpResponse:
    padding = f"<!-- {secrets.token_urlsafe(secrets.randbelow(GZipMiddleware.max_random_bytes) + 1)} -->"
    response.content = brotli.compress(response.content + padding.encode(), quality=BROTLI_QUALITY)
    response.headers["Content-Length"] = str(len(response.content))
    response.headers["Content-Encoding"] = "br"
    patch_vary_headers(response, ("Accept-Encoding",))
    return response
