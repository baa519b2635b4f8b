"""The world, built once per file, and the browsers of those who look at it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from http.cookies import SimpleCookie
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from participants.models import User
from tests.fixtures.rendering import rendered_once  # noqa: F401
from tests.permissions.snapshot import Rows, database
from tests.permissions.world import ROLES, Kwargs, World, build_world

Ask = Callable[..., Any]
FORM = "application/x-www-form-urlencoded"


@pytest.fixture(scope="module", autouse=True)
def renders_once(rendered_once: None) -> None:  # noqa: F811
    """Each file asks for every PDF many times."""


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    """Built once; each test works on a savepoint above it."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield build_world()
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def cookies(world: World, django_db_blocker: Any) -> dict[str, SimpleCookie]:
    """What the browser of each role holds once signed in."""
    with django_db_blocker.unblock():
        return {role: _signed_in(world.fresh(role)).cookies for role in ROLES}


def _signed_in(user: User | None) -> Client:
    client = Client()
    if user:
        client.force_login(user)
    return client


@pytest.fixture(scope="module")
def untouched(world: World, cookies: dict[str, SimpleCookie], django_db_blocker: Any) -> Rows:
    with django_db_blocker.unblock():
        return database()


@pytest.fixture(scope="module")
def ask(cookies: dict[str, SimpleCookie]) -> Ask:
    """``ask(role, method, address, kwargs, "a=1")``, in a browser that knows nothing but who is signed in.

    ``address`` is a name or a path; what is sent with a POST is a form that says nothing, unless something is given.
    """

    def answer(role: str, method: str, address: str, kwargs: Kwargs | None = None, sent: str = "nothing=1") -> Any:
        client = Client()
        client.cookies = SimpleCookie(cookies[role].output(header="", sep=";"))
        path = address if address.startswith("/") else reverse(address, kwargs=kwargs)
        response = client.generic(method, path, sent if method == "POST" else "", content_type=FORM)
        if response.streaming:
            response.content_read = b"".join(response.streaming_content)
        return response

    return answer
