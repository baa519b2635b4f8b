"""What a browser asks for under a key is done once."""

import threading
import uuid

import pytest
from django.db import connection

from meetings.errors import OperationRefused
from meetings.services.operations import do_once
from participants.models import Person
from tests.factories import make_person, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def user():
    return make_user()


@pytest.fixture
def asked(user):
    return {"key": uuid.uuid4(), "user": user, "digest": "d"}


def test_asked_again_is_answered_and_not_done_again(asked):
    done = []

    answers = [do_once(**asked, act=lambda: done.append(1) or "/la/") for _ in range(2)]

    assert (answers, done) == (["/la/", "/la/"], [1])


def test_what_was_refused_may_be_asked_again(asked):
    assert do_once(**asked, act=lambda: "") == ""
    assert do_once(**asked, act=lambda: "/la/") == "/la/"


@pytest.mark.parametrize("changed", [{"digest": "autre"}, {"user": None}])
def test_key_of_something_else_is_refused(asked, changed):
    do_once(**asked, act=lambda: "/la/")
    other = {**asked, **changed}
    other["user"] = other["user"] or make_user()

    with pytest.raises(OperationRefused):
        do_once(**other, act=lambda: pytest.fail("done"))


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("patience")
def test_asked_twice_at_once_is_done_once():
    asked = {"key": uuid.uuid4(), "user": make_user(), "digest": "d"}
    together, answers = threading.Barrier(2), []

    def act() -> str:
        make_person(name="Fanta Nouvelle")
        return "/la/"

    def ask() -> None:
        try:
            together.wait()
            answers.append(do_once(**asked, act=act))
        finally:
            connection.close()

    threads = [threading.Thread(target=ask) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert answers == ["/la/", "/la/"]
    assert Person.objects.filter(name="Fanta Nouvelle").count() == 1
