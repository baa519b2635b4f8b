"""Pages that come late and in pieces, as they do on a poor line: a story must not read what has not arrived.

``make test-slow-line`` runs the stories of Chromium behind it. On this machine a page is there at once, and what reads
it too early fails once in a hundred runs; behind this it fails every time.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase, StreamingHttpResponse

BEFORE: Final = 0.3
"""Seconds until the first byte of any answer."""
BETWEEN: Final = 0.25
"""Seconds from the head of a page to its first half, and from there to the other."""


class SlowLineMiddleware:
    """The outermost: it cuts what was compressed."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        time.sleep(BEFORE)
        if not isinstance(response, HttpResponse) or not response.content:
            return response
        headers = {**response.headers, "Content-Length": str(len(response.content))}
        late = StreamingHttpResponse(in_pieces(response.content), status=response.status_code, headers=headers)
        late.cookies = response.cookies
        return late


def in_pieces(content: bytes) -> Iterator[bytes]:
    half = len(content) // 2
    yield b""  # the head alone
    for piece in (content[:half], content[half:]):
        time.sleep(BETWEEN)
        yield piece
