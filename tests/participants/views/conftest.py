"""One way to ask for a page as somebody."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from participants.models import User


@pytest.fixture
def get(client: Client) -> Callable[..., Any]:
    """``get(user, "participants:cluster_detail", cluster.uuid)``; named arguments become the query string."""

    def page(user: User, name: str, *args: Any, **query: Any) -> Any:
        client.force_login(user)
        return client.get(reverse(name, args=args), query)

    return page


@pytest.fixture
def post(client: Client) -> Callable[..., Any]:
    """``post(user, {"name": "…"}, "participants:organisation_create")``."""

    def send(user: User, data: dict[str, Any], name: str, *args: Any) -> Any:
        client.force_login(user)
        return client.post(reverse(name, args=args), data)

    return send
