"""Work beside Playwright, whose event loop runs in the thread of the test: signing starts one of its own."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from django.db import connection

Made = TypeVar("Made")


def apart(make: Callable[[], Made]) -> Made:
    """What ``make`` returns, made in a thread of its own that leaves no connection behind."""

    def run() -> Made:
        try:
            return make()
        finally:
            connection.close()

    with ThreadPoolExecutor(max_workers=1) as pool:
        return pool.submit(run).result()
