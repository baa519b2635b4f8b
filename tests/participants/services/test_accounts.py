"""What must hold when two people do the same thing at once."""

from __future__ import annotations

from collections.abc import Callable
from threading import Barrier, Thread

import pytest
from django.db import connection

from participants.errors import AlreadyOpen, LinkUnusable
from participants.models import AccessLink, Cluster, Organisation, User
from participants.services.accounts import activate_account, open_installation
from participants.services.links import create_link
from tests.factories import make_person, make_user


def at_once(act: Callable[[int], object], *, refused: type[Exception], times: int = 3) -> int:
    """Start ``act`` in several threads together; how many were refused."""
    start, refusals = Barrier(times), []

    def run(number: int) -> None:
        try:
            start.wait()
            act(number)
        except refused as error:
            refusals.append(error)
        finally:
            connection.close()

    threads = [Thread(target=run, args=(number,)) for number in range(times)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return len(refusals)


def open_as(number: int) -> User:
    return open_installation(
        name=f"Visiteuse {number}",
        email=f"visite{number}@example.org",
        password="un mot de passe",
        organisation=Organisation(name=f"Organisation {number}", kind="441"),
        cluster=Cluster(name=f"Cluster {number}", short_name=f"Cluster {number}", code=f"C{number}"),
    )


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("patience")
def test_of_first_visitors_who_come_at_once_one_opens_the_installation() -> None:
    assert at_once(open_as, refused=AlreadyOpen) == 2
    assert (User.objects.count(), Cluster.objects.count(), Organisation.objects.count()) == (1, 1, 1)


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("patience")
def test_invitation_accepted_several_times_at_once_opens_one_account() -> None:
    _, key = create_link(person=make_person(), email="invitee@example.org")
    assert (
        at_once(lambda number: activate_account(key=key, password=f"mot de passe {number}"), refused=LinkUnusable) == 2
    )
    assert User.objects.count() == 1


@pytest.mark.django_db
def test_installation_with_an_account_is_not_opened_again() -> None:
    make_user()
    with pytest.raises(AlreadyOpen):
        open_as(1)
    assert not Cluster.objects.exists()


@pytest.mark.django_db
def test_invitation_refused_stays_unused() -> None:
    person = make_person()
    _, key = create_link(person=person, email="invitee@example.org")
    make_user(person)
    with pytest.raises(LinkUnusable):
        activate_account(key=key, password="un mot de passe")
    assert AccessLink.objects.get().used_at is None
