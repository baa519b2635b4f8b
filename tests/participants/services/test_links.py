from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.db import transaction
from django.utils import timezone
from time_machine import travel

from participants.errors import LinkUnusable, NotInvitable
from participants.models import AccessLink, MessageLedger, Person
from participants.services.invitations import invite_person
from participants.services.links import create_link, find_link, revoke_links, use_link
from tests.factories import People, make_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def person() -> Person:
    return make_person("Awa Diarra", emails=("awa@example.org",))


def test_key_is_stored_only_as_its_hash(person: Person) -> None:
    link, key = create_link(person=person, email="awa@example.org")

    assert key not in str(AccessLink.objects.values().get())
    assert (len(key), len(link.key_hash)) == (43, 64)
    assert find_link(key) == link


def test_link_works_once(person: Person) -> None:
    _, key = create_link(person=person, email="awa@example.org")
    assert use_link(key).person == person
    with pytest.raises(LinkUnusable):
        use_link(key)


@pytest.mark.parametrize("spoil", ["revoke", "renew", "expire", "other key"])
def test_link_refused_alike_whatever_the_reason(person: Person, spoil: str) -> None:
    _, key = create_link(person=person, email="awa@example.org")
    later = timezone.now() + timedelta(days=7, seconds=1)
    if spoil == "revoke":
        revoke_links(person=person)
    if spoil == "renew":
        create_link(person=person, email="awa@example.org")
    with travel(later if spoil == "expire" else timezone.now()), pytest.raises(LinkUnusable) as refusal:
        find_link("x" if spoil == "other key" else key)

    message = "Ce lien ne fonctionne pas ou ne fonctionne plus. Demandez une nouvelle invitation."
    assert str(refusal.value) == message


def test_link_of_a_week_ago_still_works_on_the_last_day(person: Person) -> None:
    _, key = create_link(person=person, email="awa@example.org")
    with travel(timezone.now() + timedelta(days=6, hours=23)):
        assert use_link(key).person == person


def test_invitation_is_mailed_with_a_working_key(people: People, person: Person, sent_mail: Callable[[], Any]) -> None:
    link = invite_person(person=person, email="awa@example.org", by=people.coordinator)

    (message,) = sent_mail()
    (key,) = re.findall(r"http://localhost:8000/invitation/([\w-]+)/", message.body)
    assert (message.to, message.subject) == (["awa@example.org"], "Votre accès à ClusterHub")
    assert "Bonjour Awa Diarra," in message.body
    assert find_link(key) == link
    assert MessageLedger.objects.get().about == link.uuid


def test_second_invitation_withdraws_the_first(people: People, person: Person, sent_mail: Callable[[], Any]) -> None:
    first = invite_person(person=person, email="awa@example.org", by=people.coordinator)
    second = invite_person(person=person, email="awa@example.org", by=people.coordinator)

    first.refresh_from_db()
    assert first.revoked_at is not None
    assert second.revoked_at is None
    assert len(sent_mail()) == 2


def test_invitation_undone_with_its_transaction(people: People, person: Person, sent_mail: Callable[[], Any]) -> None:
    @transaction.atomic
    def invite_and_fail() -> None:
        invite_person(person=person, email="awa@example.org", by=people.coordinator)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        invite_and_fail()

    assert sent_mail() == []
    assert not AccessLink.objects.exists()


def test_name_cannot_write_headers(people: People, sent_mail: Callable[[], Any]) -> None:
    person = make_person("Awa\r\nBcc: tous@example.org\x0b{{ url }}")
    invite_person(person=person, email="awa@example.org", by=people.coordinator)

    (message,) = sent_mail()
    assert message.recipients() == ["awa@example.org"]
    assert "Awa Bcc: tous@example.org {{ url }}," in message.body


@pytest.mark.parametrize("email", ["membre@example.org", "MEMBRE@example.org"])
def test_address_of_an_account_is_not_invited(people: People, person: Person, email: str) -> None:
    with pytest.raises(NotInvitable, match="déjà celle d’un compte"):
        invite_person(person=person, email=email, by=people.coordinator)


def test_person_with_an_account_is_not_invited(people: People) -> None:
    with pytest.raises(NotInvitable, match="a déjà un compte"):
        invite_person(person=people.member.person, email="autre@example.org", by=people.coordinator)
    assert mail.outbox == []
