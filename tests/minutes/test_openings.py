"""Who opened which version: noted once a day, said on the page, shown to the coordination only."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, OperationalError, transaction
from django.utils import timezone

from minutes.models import Opening
from minutes.render.engine import render_pdf
from minutes.selectors.circulation import Audience, addressees_of, readership
from minutes.services import drafts
from minutes.services.openings import record_opening
from minutes.services.record import circulate_minutes
from minutes.views import openings
from participants.models import ContactView
from tests.factories import make_list, make_person

pytestmark = pytest.mark.django_db

NOTICE = "Votre lecture est enregistrée et visible de la coordination."


def ask(client, meeting, user, end="compte-rendu/", method="get", **headers):
    client.force_login(user)
    return getattr(client, method)(f"/reunions/{meeting.uuid}/{end}", headers=headers)


def test_opening_is_noted_once_a_day_and_the_page_says_so(client, circulated, people):
    for _ in range(2):
        assert NOTICE in ask(client, circulated, people.member).content.decode()
    opening = Opening.objects.get()
    assert (opening.reader, opening.version.number, opening.means) == (people.member, 1, "page")
    record_opening(version=opening.version, reader=people.member, means="pdf", at=timezone.now() + timedelta(days=1))
    assert [each.means for each in Opening.objects.all()] == ["page", "pdf"]


def test_pdf_counts_too(client, circulated, people, monkeypatch):
    monkeypatch.setattr(drafts, "render_bounded", render_pdf)
    answer = ask(client, circulated, people.member, "compte-rendu.pdf")
    assert answer.status_code == 200
    assert Opening.objects.get().means == "pdf"


def test_sealed_document_counts_too(client, adopted, people):
    meeting = adopted.minutes.meeting
    ask(client, meeting, people.observer, "compte-rendu.pdf")
    assert [(each.reader, each.version) for each in Opening.objects.all()] == [(people.observer, adopted)]


@pytest.mark.parametrize(
    ("method", "headers"),
    [
        ("head", {}),
        ("get", {"sec-purpose": "prefetch;prerender"}),
        ("get", {"purpose": "prefetch"}),
        ("get", {"x-purpose": "preview"}),
        ("get", {"x-moz": "prefetch"}),
    ],
)
def test_what_nobody_looks_at_is_not_noted(client, circulated, people, method, headers):
    assert ask(client, circulated, people.member, method=method, **headers).status_code == 200
    assert not Opening.objects.exists()


def test_strangers_and_scanners_leave_nothing(client, circulated, people):
    assert client.get(f"/reunions/{circulated.uuid}/compte-rendu/").status_code == 302
    assert ask(client, circulated, people.stranger).status_code == 404
    assert ask(client, circulated, people.observer).status_code == 404
    assert not Opening.objects.exists()


def test_live_text_is_no_version(client, circulated, people):
    assert NOTICE not in ask(client, circulated, people.rapporteur).content.decode()
    assert not Opening.objects.exists()


def test_page_is_read_when_nothing_can_be_written(client, circulated, people, monkeypatch):
    def locked(**_):
        raise OperationalError("database is locked")

    monkeypatch.setattr(openings, "record_opening", locked)
    assert ask(client, circulated, people.member).status_code == 200


def test_openings_never_change(client, circulated, people):
    ask(client, circulated, people.member)
    with transaction.atomic(), pytest.raises(IntegrityError):
        Opening.objects.update(reader=people.coordinator)
    with transaction.atomic(), pytest.raises(IntegrityError):
        Opening.objects.all().delete()


def test_coordination_sees_who_read_and_who_did_not(client, held, people):
    chosen = make_list(people.cluster, addresses=[("Awa Bailleur", "awa@example.org")])
    version = circulate_minutes(meeting=held, by=people.coordinator, audience=Audience(lists=(chosen,)))
    for user in (people.member, people.focal_point):
        ask(client, held, user)
    found = readership(version, list(addressees_of(version.minutes)))
    assert [one.name for one in found.opened] == ["Kadi Membre"]
    assert (found.awaited, found.unseen) == (["Awa Coordination"], ["Awa Bailleur"])
    assert [one.name for one in found.others] == ["Ouria Point Focal"]
    page = ask(client, held, people.rapporteur).content.decode()
    assert "Lu par 1 sur 3." in page
    assert "Lecture de la version" not in ask(client, held, people.member).content.decode()


def test_edition_that_prints_addresses_says_who_read_them(client, circulated, people):
    person = make_person("Fatou Présente", people.partner, emails=("fatou@example.org",))
    circulated.attendances.create(person=person, name=person.name, position=99)
    ask(client, circulated, people.coordinator)
    assert not ContactView.objects.exists()

    type(people.cluster).objects.update(prints_contacts=True)
    answer = ask(client, circulated, people.coordinator)

    assert "fatou@example.org" in answer.content.decode()
    view = ContactView.objects.get()
    assert (view.by, view.cluster, view.people_count) == (people.coordinator, people.cluster, 2 + 1)
