import sqlite3
import time
from collections.abc import Iterator

import psycopg2
import pytest
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.contrib.sessions.models import Session
from django.db import DatabaseError, IntegrityError, InterfaceError, OperationalError, connection
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path
from django.utils import timezone

from clusterhub import urls


@login_not_required
def read(request: HttpRequest) -> HttpResponse:
    return HttpResponse(str(Session.objects.count()))


def private(request: HttpRequest) -> HttpResponse:
    return HttpResponse("private")


@login_not_required
def write(request: HttpRequest) -> HttpResponse:
    Session.objects.create(session_key="written", session_data="", expire_date=timezone.now())
    return HttpResponse("written")


@login_not_required
def write_session(request: HttpRequest) -> HttpResponse:
    request.session["seen"] = True
    return HttpResponse("seen")


@login_not_required
def broken(request: HttpRequest, kind: str) -> HttpResponse:
    raise {
        "operational": OperationalError,
        "interface": InterfaceError,
        "driver": DatabaseError,
        "own": DatabaseError,
        "double": IntegrityError,
        "bug": ZeroDivisionError,
    }[kind]("trouble") from (psycopg2.DatabaseError("server closed") if kind == "driver" else None)


urlpatterns = [
    path("read/", read),
    path("private/", private),
    path("write/", write),
    path("write-session/", write_session),
    path("broken/<kind>/", broken),
]
handler500 = urls.handler500
pytestmark = pytest.mark.urls(__name__)


@pytest.fixture
def patient() -> Client:
    return Client(raise_request_exception=False)


@pytest.fixture
def locked(transactional_db: None, on_sqlite: None) -> Iterator[None]:
    """Another program holds SQLite's write lock."""
    other = sqlite3.connect(settings.DATABASES["default"]["NAME"], isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    yield
    other.execute("ROLLBACK")
    other.close()


def pragma(name: str) -> object:
    with connection.cursor() as cursor:
        return cursor.execute(f"PRAGMA {name}").fetchone()[0]


@pytest.mark.once
def test_sqlite_keeps_what_it_acknowledged_and_waits_three_seconds(db: None, on_sqlite: None) -> None:
    found = {name: pragma(name) for name in ("journal_mode", "synchronous", "busy_timeout", "foreign_keys")}
    assert found == {"journal_mode": "wal", "synchronous": 2, "busy_timeout": 3000, "foreign_keys": 1}


@pytest.mark.once
def test_sqlite_transaction_takes_the_write_lock_at_its_beginning(on_sqlite: None) -> None:
    assert connection.transaction_mode == "IMMEDIATE"


@pytest.mark.once
@pytest.mark.parametrize("address", ["/write/", "/write-session/"])
def test_locked_database_answers_503_after_three_seconds(locked: None, patient: Client, address: str) -> None:
    start = time.monotonic()
    response = patient.post(address)
    waited = time.monotonic() - start
    assert (response.status_code, response["Retry-After"]) == (503, "5")
    assert "Le service est occupé" in response.content.decode()
    assert waited > 2.5
    assert pragma("busy_timeout") == 3_000


@pytest.mark.once
def test_locked_database_still_answers_reads(locked: None, patient: Client) -> None:
    response = patient.get("/read/")
    assert (response.status_code, response.content) == (200, b"0")


@pytest.mark.parametrize("kind", ["operational", "interface", "driver"])
def test_database_trouble_in_a_view_is_503_that_nobody_keeps(patient: Client, kind: str) -> None:
    response = patient.get(f"/broken/{kind}/")
    assert (response.status_code, response["Retry-After"]) == (503, "5")
    assert response["Cache-Control"] == "no-store"


def test_database_trouble_in_the_account_layer_is_503(
    db: None, patient: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(request: HttpRequest) -> None:
        raise OperationalError("server closed the connection unexpectedly")

    monkeypatch.setattr("django.contrib.auth.middleware.get_user", gone)
    response = patient.get("/private/")
    assert (response.status_code, response["Retry-After"]) == (503, "5")


@pytest.mark.parametrize("kind", ["bug", "own"])
def test_bug_in_a_view_stays_500(patient: Client, kind: str) -> None:
    response = patient.get(f"/broken/{kind}/")
    assert response.status_code == 500
    assert "Une erreur s’est produite" in response.content.decode()


def test_rule_of_the_database_answers_409_and_says_that_nothing_was_done_twice(patient):
    response = patient.post("/broken/double/")

    assert response.status_code == 409
    assert "Rien n’a été fait deux fois" in response.content.decode()
