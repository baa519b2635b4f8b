from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import OperationalError, connection
from django.test import Client


@contextmanager
def database_gone() -> Iterator[None]:
    def refuse(*_: object) -> None:
        raise OperationalError("could not connect to server")

    with connection.execute_wrapper(refuse):
        yield


@pytest.mark.django_db
def test_health_says_ok_to_anyone(client: Client) -> None:
    response = client.get("/sante/")
    assert (response.status_code, response.content) == (200, b'{"status": "ok"}')
    assert "no-store" in response["Cache-Control"]


@pytest.mark.django_db
def test_health_says_unavailable_when_the_database_does_not_answer(client: Client) -> None:
    with database_gone():
        response = client.get("/sante/")
    assert (response.status_code, response["Retry-After"]) == (503, "5")
    assert response.json()["status"] != "ok"


@pytest.mark.django_db
def test_health_says_unavailable_when_the_tables_are_gone(client: Client) -> None:
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE django_migrations RENAME TO elsewhere")
    assert client.get("/sante/").status_code == 503


@pytest.mark.django_db
def test_health_is_only_read(client: Client) -> None:
    assert client.post("/sante/").status_code == 405
