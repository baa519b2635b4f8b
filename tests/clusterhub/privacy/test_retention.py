"""What is past its time goes, and nothing else; the dry run says the same and changes nothing."""

from __future__ import annotations

from datetime import datetime, timedelta
from io import StringIO
from uuid import uuid4

import pytest
from axes.models import AccessFailureLog
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.utils import timezone
from post_office.models import STATUS, Email

from clusterhub.privacy.retention import apply_retention, would_go
from clusterhub.web.mail import queue_mail
from meetings.models import Operation
from meetings.services.operations import do_once
from participants.models import AccessLink, AccessLinkUse, ContactView, Person, User
from participants.services.contact_log import record_view_of
from participants.services.partner_links import create_partner_link, record_use
from tests.factories import People, make_list, make_people, make_person, make_user
from tests.permissions.snapshot import database

pytestmark = pytest.mark.django_db
LONG = timedelta(days=1000)
DAY = timedelta(days=1)


@pytest.fixture
def people() -> People:
    return make_people()


@pytest.fixture
def now() -> datetime:
    return timezone.now()


def went(at: datetime) -> dict[str, int]:
    return {rule.what: count for rule, count in apply_retention(at=at) if count}


def write_to(address: str, status: int) -> Email:
    mail = queue_mail("key_expiring", address, {"name": "Awa", "owner": "Awa", "until": timezone.now(), "url": "x"})
    Email.objects.filter(pk=mail.pk).update(status=status)
    return mail


def test_mails_go_after_their_days_and_those_that_wait_stay(people: People, now: datetime, settings) -> None:
    kept = [write_to("un@example.org", STATUS.queued), write_to("deux@example.org", STATUS.requeued)]
    for status in (STATUS.sent, STATUS.failed):
        write_to("trois@example.org", status)

    assert "courriels partis ou abandonnés" not in went(now + 89 * DAY)
    assert went(now + 91 * DAY)["courriels partis ou abandonnés"] == 2
    assert list(Email.objects.filter(pk__in=[one.pk for one in kept]).order_by("pk")) == kept


def test_link_loses_its_key_and_its_uses_after_its_end(people: People, now: datetime) -> None:
    link, _ = create_partner_link(organisation=people.partner, cluster=people.cluster, by=None)
    record_use(link, act="Rapport", name="Kadi")
    end = link.expires_at

    assert "usages de liens finis" not in went(end + 89 * DAY)
    gone = went(end + 91 * DAY)
    assert (gone["usages de liens finis"], gone["clés et adresses de liens finis"]) == (1, 1)
    assert (AccessLink.objects.get().key_hash, AccessLinkUse.objects.count()) == (None, 0)
    assert not {"usages de liens finis", "clés et adresses de liens finis"} & set(went(end + 92 * DAY))


def test_keys_of_what_a_device_sent_go_once_none_can_hold_them(now: datetime) -> None:
    do_once(key=uuid4(), user=make_user(), digest="d", act=lambda: "/la/")

    assert "envois de la saisie déjà faits" not in went(now + 399 * DAY)
    assert went(now + 401 * DAY)["envois de la saisie déjà faits"] == 1
    assert not Operation.objects.exists()


def test_log_of_contacts_attempts_and_sessions_go(people: People, now: datetime) -> None:
    person = make_person("Fatou", people.partner, emails=("fatou@example.org",))
    record_view_of(person, by=people.coordinator)
    AccessFailureLog.objects.create(username="x@example.org", ip_address="10.0.0.1")
    session = SessionStore()
    session.create()

    assert went(now + 2 * DAY) == {"sessions finies": 1}
    assert went(now + 91 * DAY) == {"connexions refusées": 1}
    assert went(now + 731 * DAY)["consultations de coordonnées"] == 1
    assert (Session.objects.count(), AccessFailureLog.objects.count(), ContactView.objects.count()) == (0, 0, 0)


def silent(people: People, name: str, **fields: tuple[str, ...]) -> Person:
    """Somebody known for a long time and seen since at nothing."""
    person = make_person(name, people.partner, **fields)
    Person.objects.filter(pk=person.pk).update(created_at=timezone.now() - LONG)
    return person


def test_person_without_trace_is_told_then_no_longer_reachable(people: People, now: datetime) -> None:
    person = silent(people, "Fanta Partie", emails=("fanta@example.org",), phones=("+223 70 00 00 01",))
    User.objects.filter(pk=make_user(person, "compte.fanta@example.org").pk).update(joined_at=now - LONG)

    assert went(now) == {"personnes prévenues": 1}
    assert Email.objects.latest("pk").to == ["compte.fanta@example.org"]
    assert went(now + 80 * DAY) == {}
    assert went(now + 91 * DAY)["personnes sans trace : coordonnées retirées, compte fermé"] == 1
    person.refresh_from_db()
    assert (person.name, person.emails.count(), person.phones.count()) == ("Fanta Partie", 0, 0)
    assert (person.user.is_active, person.user.email) == (False, f"inactif-{person.user.pk}@efface.invalid")
    assert "personnes prévenues" not in went(now + 95 * DAY)


def test_person_who_cannot_be_written_to_is_not_waited_for(people: People, now: datetime) -> None:
    person = silent(people, "Sans Adresse", phones=("+223 70 00 00 01",))

    went(now)

    assert not person.phones.exists()


@pytest.mark.parametrize("trace", ["role", "list", "sign_in", "staff"])
def test_trace_keeps_a_person_reachable(people: People, now: datetime, trace: str) -> None:
    person = silent(people, "Fanta Présente", emails=("fanta@example.org",))
    user = make_user(person)
    User.objects.filter(pk=user.pk).update(joined_at=now - LONG)
    if trace == "role":
        people.focal_point.person.roles.update(person=person)
    if trace == "list":
        make_list(people.cluster, people=[person])
    if trace == "sign_in":
        User.objects.filter(pk=user.pk).update(last_login=now - 300 * DAY)
    if trace == "staff":
        User.objects.filter(pk=user.pk).update(is_staff=True)

    assert went(now) == {}


def test_dry_run_says_what_would_go_and_changes_nothing(people: People, now: datetime) -> None:
    write_to("trois@example.org", STATUS.sent)
    Email.objects.update(last_updated=now - LONG)
    silent(people, "Sans Adresse", phones=("+223 70 00 00 01",))
    before, said = database(), StringIO()

    call_command("retention", "--dry-run", stdout=said)

    assert database() == before
    assert "courriels partis ou abandonnés : 1 (KEEP_MAIL_DAYS jours après l’envoi ou l’abandon)" in said.getvalue()
    assert "personnes sans trace : coordonnées retirées, compte fermé : 1" in said.getvalue()
    assert "Essai : rien n’a été changé." in said.getvalue()
    foreseen = {rule.what: count for rule, count in would_go(at=now) if count}
    assert went(now) == foreseen
