"""Reminders: what is owed to whom on which day, whatever happened on the days before."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta

import pytest
from django.utils import timezone
from post_office.models import Email

from actions.enums import DueKind, Status
from actions.models import ActionPoint
from actions.notifications import send_reminder
from actions.services import reminders as service
from actions.services.create import create_action
from actions.services.digest import send_digests
from actions.services.reminders import remind_awaited
from actions.services.report import report_on_action
from meetings.enums import Visibility
from participants.enums import Role
from participants.models import Holiday, MessageLedger
from participants.selectors import working_days
from tests.factories import make_person, make_role
from tests.minutes.test_killed import dies, killed

pytestmark = pytest.mark.django_db
MONDAY = date(2027, 3, 1)
FOCAL = "focal@example.org"


def at(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(8)))


def promise(people, due_on, *, made_on=MONDAY - timedelta(days=30), **given):
    fields = {"owner_text": "PARTEN", "due_kind": DueKind.DATE, "due_on": due_on} | given
    return create_action(cluster=people.cluster, by=None, description="Envoyer la liste", at=at(made_on), **fields)


def told_on(day, *, to=FOCAL):
    """The references named in what was queued for this reader by a run on that day; one mail at the most."""
    before = set(Email.objects.values_list("pk", flat=True))
    remind_awaited(at=at(day))
    mails = [mail for mail in Email.objects.exclude(pk__in=before) if to in mail.to]
    assert len(mails) <= 1
    return sorted(references_in(mails[0])) if mails else []


def references_in(mail):
    return re.findall(r"^CRP-\d{4}-\d{2}-\d+", body_of(mail), re.MULTILINE)


def body_of(mail):
    return mail.context["body"] if mail.template_id else mail.message


def days_told(action, days, *, start=MONDAY):
    every = [start + timedelta(days=number) for number in range(days)]
    return [day for day in every if action.reference in told_on(day)]


def test_reminders_go_before_the_date_and_weekly_after_it_four_times(people):
    action = promise(people, date(2027, 3, 10))

    assert days_told(action, 60) == [
        date(2027, 3, 3),
        date(2027, 3, 9),
        *(date(2027, 3, 11) + timedelta(days=7 * week) for week in range(4)),
    ]


def test_reminder_of_a_day_off_goes_on_the_working_day_before_and_a_late_one_waits(people):
    Holiday.objects.create(name="Fête", on=date(2027, 3, 5))
    action = promise(people, date(2027, 3, 8))  # a Monday: the day before is a Sunday

    assert days_told(action, 10) == [date(2027, 3, 1), date(2027, 3, 4), date(2027, 3, 9)]


def test_cluster_chooses_its_delays(people):
    people.cluster.first_reminder_days, people.cluster.last_reminder_days = 14, 0
    people.cluster.save()
    action = promise(people, date(2027, 3, 17))

    assert days_told(action, 17) == [date(2027, 3, 3)]


def test_one_mail_a_day_tells_all_and_a_later_one_waits_for_tomorrow(people):
    first, second = promise(people, date(2027, 3, 8)), promise(people, date(2027, 2, 20))

    assert told_on(MONDAY) == [first.reference, second.reference]
    third = promise(people, date(2027, 3, 2))
    assert told_on(MONDAY) == []
    assert told_on(MONDAY + timedelta(days=1)) == [third.reference]


def test_action_promised_after_the_reminder_s_day_is_not_reminded_of_at_once(people):
    action = promise(people, date(2027, 3, 5), made_on=MONDAY)

    assert days_told(action, 5) == [date(2027, 3, 4)]


def test_new_date_begins_new_reminders(people):
    action = promise(people, date(2027, 3, 1))
    assert days_told(action, 8) == [date(2027, 3, 1), date(2027, 3, 2)]

    ActionPoint.objects.filter(pk=action.pk).update(due_on=date(2027, 4, 1))

    assert days_told(action, 30, start=date(2027, 3, 15)) == [
        date(2027, 3, 25),
        date(2027, 3, 31),
        date(2027, 4, 2),
        date(2027, 4, 9),
    ]


def test_who_put_off_its_part_is_reminded_of_its_own_date(people):
    action = promise(people, MONDAY + timedelta(days=1), owner_text="CHEF, PARTEN")
    said = {"status": Status.POSTPONED, "postponed_to": date(2027, 4, 1), "at": at(MONDAY)}
    report_on_action(action, by=None, organisation=people.partner, **said)

    assert days_told(action, 38) == [date(2027, 3, 25), date(2027, 3, 31), date(2027, 4, 2)]


def test_what_is_answered_hidden_undated_or_withdrawn_is_not_reminded_of(people):
    due = MONDAY + timedelta(days=1)
    done, gone = promise(people, due), promise(people, due)
    hidden = promise(people, due, visibility=Visibility.COORDINATION)
    promise(people, None, due_kind=DueKind.ASAP)
    report_on_action(done, by=people.focal_point, organisation=people.partner, status=Status.DONE, comment="Envoyée")
    ActionPoint.objects.filter(pk=gone.pk).update(withdrawn_at=at(MONDAY))

    assert hidden.shares.count() == 1
    assert told_on(MONDAY) == []


def test_person_who_wants_no_reminder_gets_none(people):
    promise(people, MONDAY)
    people.focal_point.person.wants_reminders = False
    people.focal_point.person.save()

    assert told_on(MONDAY) == []
    assert not MessageLedger.objects.exists()


def test_organisation_without_a_focal_point_is_reminded_by_its_accounts(people):
    action = promise(people, MONDAY, owner_text="CHEF")

    assert told_on(MONDAY, to="coordination@example.org") == [action.reference]


def test_person_named_is_reminded_without_an_organisation_s_link(people):
    person = make_person("Salif Diallo", people.partner, emails=("salif@example.org",))
    make_role(person, people.cluster, Role.INFORMATION_MANAGER)
    promise(people, MONDAY, owner_text="Salif Diallo")

    assert len(told_on(MONDAY, to="salif@example.org")) == 1
    body = body_of(Email.objects.get())
    assert "/mes-actions/" in body
    assert "sans compte" not in body


def test_two_people_of_one_mailbox_get_one_mail(people):
    action = promise(people, MONDAY)
    twin = make_person("Jumelle", people.partner, emails=(FOCAL,))
    make_role(twin, people.cluster, Role.FOCAL_POINT)

    assert told_on(MONDAY) == [action.reference]
    assert Email.objects.count() == 1


# --- Sixty days -------------------------------------------------------------------------------------------------------

DUES = [0, 3, 6, 7, 9, 13, 20, 21, 28, 34, 41, 47, 52, 59, 70]
MISSED = {2, 9, 10, 11, 12, 13, 14, 15, 24, 25, 33, 50, 51, 52}
HOLIDAYS = {date(2027, 3, 10), date(2027, 3, 11)}


def expected_days(due_on, run_days, days):
    """The rule told again, without the ledger: a list of the days on which this deadline is spoken of."""
    asked = sorted({days.last_until(due_on - timedelta(days=delay)) for delay in (7, 1)})
    before, late = [], []
    for day in run_days:
        if day <= due_on and any(each <= day and not any(b >= each for b in before) for each in asked):
            before.append(day)
        if day > due_on and len(late) < 4 and (not late or (day - late[-1]).days >= 7):
            late.append(day)
    return before + late


def test_sixty_days_with_missed_days_and_double_runs_tell_everything_once(people):
    for day in HOLIDAYS:
        Holiday.objects.create(name="Fête", on=day)
    actions = [promise(people, MONDAY + timedelta(days=number)) for number in DUES]
    told = {action.reference: [] for action in actions}

    for number in range(60):
        day = MONDAY + timedelta(days=number)
        if number not in MISSED:
            for reference in told_on(day):
                told[reference].append(day)
            assert told_on(day) == []

    days = working_days()
    runs = [MONDAY + timedelta(days=number) for number in range(60) if number not in MISSED]
    runs = [day for day in runs if days.includes(day)]
    assert told == {action.reference: expected_days(action.due_on, runs, days) for action in actions}
    assert not {day for each in told.values() for day in each} & HOLIDAYS


@pytest.mark.django_db(transaction=True)
def test_run_killed_in_the_middle_is_finished_by_the_next_without_telling_twice(people):
    """Each reader's mail and its rows are one transaction: what was not queued is still owed."""
    readers = [f"p{number}@example.org" for number in range(4)]
    for address in readers:
        person = make_person(address, emails=(address,))
        make_role(person, people.cluster, Role.FOCAL_POINT, organisation=people.partner)
    action = promise(people, MONDAY)
    calls = []

    def dies_at_the_third(*arguments, **options):
        send_reminder(*arguments, **options)
        calls.append(arguments)
        if len(calls) == 3:
            dies()

    assert killed(lambda: remind_awaited(at=at(MONDAY)), service, "send_reminder", death=dies_at_the_third)
    assert Email.objects.count() == 2

    assert remind_awaited(at=at(MONDAY)) == 3
    assert sorted(address for mail in Email.objects.all() for address in mail.to) == sorted([FOCAL, *readers])
    assert all(references_in(mail) == [action.reference] for mail in Email.objects.all())


# --- The week's digest ------------------------------------------------------------------------------------------------


def test_digest_goes_once_a_week_on_the_first_working_day_that_the_clock_runs(people):
    days = [MONDAY + timedelta(days=number) for number in range(21) if number not in {7, 8}]

    sent = [day for day in days for _ in range(2) if send_digests(at=at(day))]

    assert sent == [MONDAY, MONDAY + timedelta(days=9), MONDAY + timedelta(days=14)]


def test_digest_counts_what_is_late_and_names_it_after_the_last_reminder(people):
    late = promise(people, MONDAY - timedelta(days=200), made_on=date(2026, 1, 5))
    promise(people, MONDAY + timedelta(days=2))
    promise(people, None, due_kind=DueKind.NONE, owner_text="")

    send_digests(at=at(MONDAY))

    mail = Email.objects.get(to="coordination@example.org")
    assert "3 actions ouvertes, dont 1 en retard, 1 sans date et 1 sans responsable." in plain(body_of(mail))
    assert late.reference in body_of(mail)
    assert late.reference not in told_on(MONDAY)


def test_coordinator_who_wants_no_digest_gets_none(people):
    people.coordinator.person.wants_digest = False
    people.coordinator.person.save()

    assert send_digests(at=at(MONDAY)) == 1  # the coordinator of the other cluster


def plain(text):
    return text.replace("\u00a0", " ").replace("\u202f", " ")
