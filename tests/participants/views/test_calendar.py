"""Days off, the mails that a person may do without, and those that do not leave."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from post_office.models import STATUS, Email

from clusterhub.web.mail import queue_mail
from participants.enums import MailKind
from participants.models import Holiday
from participants.services.choices import stop_url
from tests.factories import make_admin

pytestmark = pytest.mark.django_db


def path_of(url):
    return "/" + url.split("/", 3)[3]


# --- Days off ---------------------------------------------------------------------------------------------------------


def test_administrator_types_changes_and_removes_a_day_off(people, post, get):
    created = post(people.admin, {"name": "Tabaski", "on": "2027-05-16"}, "participants:holiday_create")
    holiday = Holiday.objects.get(name="Tabaski")
    assert created.status_code == 302
    assert (holiday.on, holiday.is_yearly, holiday.when) == (date(2027, 5, 16), False, "16\u00a0mai 2027")

    post(people.admin, {"name": "Tabaski", "on": "2027-05-17"}, "participants:holiday_edit", holiday.uuid)
    holiday.refresh_from_db()
    assert holiday.on == date(2027, 5, 17)

    post(people.admin, {}, "participants:holiday_remove", holiday.uuid)
    assert not Holiday.objects.filter(name="Tabaski").exists()


def test_same_day_off_twice_is_refused_beside_what_was_typed(people, post, fixed_holidays):
    day = {"name": "Noël", "on": "2005-12-25", "is_yearly": "on"}

    page = post(people.admin, day, "participants:holiday_create")

    assert "Ce jour férié est déjà inscrit." in page.text
    assert 'value="Noël"' in page.text


def test_days_off_of_a_year_are_those_of_every_year_and_its_own(people, get, fixed_holidays):
    Holiday.objects.create(name="Tabaski", on=date(2027, 5, 16))
    Holiday.objects.create(name="Ramadan", on=date(2026, 3, 20))

    page = get(people.admin, "participants:holiday_list", year="2027").text

    assert [name for name in ("Tabaski", "Ramadan", "Noël") if name in page] == ["Tabaski", "Noël"]
    assert "25\u00a0décembre, tous les ans" in page


# --- Mails that a person may do without -------------------------------------------------------------------------------


def test_person_chooses_what_to_receive(people, post, get):
    person = people.member.person

    post(people.member, {"wants_digest": "on"}, "participants:mail_choices")

    person.refresh_from_db()
    assert (person.wants_reminders, person.wants_digest) == (False, True)


def test_account_without_a_person_has_nothing_to_choose(get):
    assert get(make_admin("seul@example.org"), "participants:mail_choices").status_code == 404


@pytest.mark.parametrize(
    ("kind", "field"), [(MailKind.REMINDERS, "wants_reminders"), (MailKind.DIGEST, "wants_digest")]
)
def test_link_of_a_mail_stops_it_by_the_button_only(people, client, kind, field):
    person = people.member.person
    path = path_of(stop_url(person, kind))

    for _ in range(2):
        page = client.get(path)
        client.head(path)
        person.refresh_from_db()
        assert getattr(person, field)
    assert (person.name in page.text, "Vous recevez encore ces courriels" in page.text) == (False, True)

    assert "C’est fait" in client.post(path).text
    assert "C’est fait" in client.get(path).text
    person.refresh_from_db()
    assert [person.wants_reminders, person.wants_digest].count(False) == 1
    assert getattr(person, field) is False


def test_forged_address_stops_nothing(people, client):
    path = path_of(stop_url(people.member.person, MailKind.DIGEST))

    assert client.post(f"{path[:-3]}xx/").status_code == 404
    people.member.person.refresh_from_db()
    assert people.member.person.wants_digest


# --- Mails that do not leave ------------------------------------------------------------------------------------------


def test_administrator_sees_what_is_stuck_and_sends_it_again(people, get, post):
    stuck = queue_mail("password_link", "awa@example.org", {"name": "Awa", "url": "http://localhost/x"})
    Email.objects.filter(pk=stuck.pk).update(status=STATUS.failed)
    stuck.logs.create(status=STATUS.failed, message="550 inconnu", exception_type="SMTPRecipientsRefused")
    queue_mail("password_link", "kadi@example.org", {"name": "Kadi", "url": "http://localhost/y"})

    page = get(people.admin, "participants:stuck_mail_list").text
    assert "awa@example.org" in page
    assert "550 inconnu" in page
    assert "kadi@example.org" not in page

    post(people.admin, {}, "participants:stuck_mail_resend", stuck.pk)
    stuck.refresh_from_db()
    assert (stuck.status, stuck.scheduled_time, stuck.number_of_retries) == (STATUS.queued, None, 0)


@pytest.mark.parametrize(
    ("query", "expected"), [({"q": "awa@"}, 1), ({"q": "rien"}, 0), ({"status": "1"}, 1), ({"status": "3"}, 0)]
)
def test_stuck_mails_are_filtered(people, get, query, expected):
    stuck = queue_mail("password_link", "awa@example.org", {"name": "Awa", "url": "http://localhost/x"})
    Email.objects.filter(pk=stuck.pk).update(status=STATUS.failed)

    assert get(people.admin, "participants:stuck_mail_list", **query).text.count("Renvoyer à awa@") == expected


@pytest.mark.parametrize("count", [1, 3])
def test_stuck_mails_cost_the_same_however_many(people, client, django_assert_num_queries, count):
    for number in range(count):
        queue_mail("password_link", f"p{number}@example.org", {"name": "Awa", "url": "http://localhost/x"})
    Email.objects.update(created=timezone.now() - timedelta(hours=2))
    client.force_login(people.admin)

    with django_assert_num_queries(4):
        page = client.get(reverse("participants:stuck_mail_list"))
    assert page.text.count("pas encore essayé") == count
