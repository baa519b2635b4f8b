import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path


def private(request: HttpRequest) -> HttpResponse:
    return HttpResponse("private", headers={"Cache-Control": "max-age=600"})


@login_not_required
def public(request: HttpRequest) -> HttpResponse:
    return HttpResponse("public", headers={"Cache-Control": "max-age=600"})


urlpatterns = [path("private/", private), path("public/", public)]
pytestmark = [pytest.mark.urls(__name__), pytest.mark.django_db]


@pytest.fixture
def signed_in(client: Client) -> Client:
    user = get_user_model().objects.create(email="awa@example.org")
    client.force_login(user, backend="participants.backends.AccountBackend")
    return client


@pytest.mark.parametrize("address", ["/private/", "/public/", "/absent/"])
def test_answer_to_a_signed_in_person_is_never_stored(signed_in: Client, address: str) -> None:
    assert signed_in.get(address)["Cache-Control"] == "no-store"


def test_public_page_for_a_stranger_keeps_its_own_rule(client: Client) -> None:
    assert client.get("/public/")["Cache-Control"] == "max-age=600"
