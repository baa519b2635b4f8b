"""Persons, with their addresses and numbers in the order given."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction

from clusterhub.web.folding import fold, strip_control_line
from participants.events import Departure, person_left
from participants.models import Organisation, Person, PersonEmail, PersonPhone


def create_person(
    *,
    name: str,
    organisation: Organisation | None = None,
    job_title: str = "",
    emails: Iterable[str] = (),
    phones: Iterable[str] = (),
) -> Person:
    person = Person(name=name, organisation=organisation, job_title=job_title)
    return save_person(person, emails=emails, phones=phones)


@transaction.atomic
def save_person(person: Person, *, emails: Iterable[str] | None = None, phones: Iterable[str] | None = None) -> Person:
    """Store a person, new or changed. ``None`` leaves its addresses or numbers as they are."""
    person.name = strip_control_line(person.name)
    person.folded = fold(person.name)
    person.job_title = strip_control_line(person.job_title)
    was = Person.objects.select_related("organisation").filter(pk=person.pk).first() if person.pk else None
    person.save()
    if emails is not None:
        _replace_emails(person, emails)
    if phones is not None:
        _replace_phones(person, phones)
    if was:
        _tell_if_left(was, person)
    return person


def _tell_if_left(was: Person, person: Person) -> None:
    went = was.organisation_id != person.organisation_id or (was.is_active and not person.is_active)
    if was.organisation and went:
        person_left.publish(Departure(person, was.organisation))


def _replace_emails(person: Person, emails: Iterable[str]) -> None:
    once: dict[str, str] = {}
    for email in emails:
        once.setdefault(email.strip().lower(), email.strip())
    person.emails.all().delete()
    PersonEmail.objects.bulk_create(
        PersonEmail(person=person, email=email, position=place) for place, email in enumerate(once.values())
    )


def _replace_phones(person: Person, phones: Iterable[str]) -> None:
    once = dict.fromkeys(strip_control_line(phone) for phone in phones)
    person.phones.all().delete()
    PersonPhone.objects.bulk_create(
        PersonPhone(person=person, number=number, position=place) for place, number in enumerate(once)
    )
