"""Who saw, and who took away, how to reach others. One's own contacts and those of one's organisation do not count."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.utils import timezone

from participants.models import Cluster, ContactListEntry, ContactView, Organisation, Person, User


def record_view_of(person: Person, *, by: User, at: datetime | None = None) -> None:
    """A page told how to reach this person."""
    if _are_of_others([person], by) and (person.emails.exists() or person.phones.exists()):
        _record(by, at, person=person)


def record_view_in(organisation: Organisation, people: Iterable[Person], *, by: User) -> None:
    """A page told how to reach these people of an organisation. Wants their ``shown_emails`` and ``shown_phones``."""
    told = [one for one in people if one.shown_emails or one.shown_phones]  # type: ignore[attr-defined]
    if _are_of_others(told, by):
        _record(by, None, organisation=organisation, people_count=len(told))


def record_view_for(cluster: Cluster, *, people_count: int, by: User) -> None:
    """A page of a cluster told addresses: of a list, of those to whom something was sent."""
    if people_count:
        _record(by, None, cluster=cluster, people_count=people_count)


def record_person_export(person: Person, *, format: str, by: User) -> ContactListEntry:
    return ContactListEntry.objects.create(person=person, format=format, people_count=1, by=by)


def _are_of_others(people: Iterable[Person], by: User) -> bool:
    return any(one.pk != by.person_id and one.organisation_id not in by.organisation_ids for one in people)


def _record(by: User, at: datetime | None, **seen: object) -> None:
    """The first time of the day; of two at once, one counts."""
    at = at or timezone.now()
    day = timezone.localdate(at)
    target = {name: value for name, value in seen.items() if name != "people_count"}
    if not ContactView.objects.filter(by=by, day=day, **target).exists():
        ContactView.objects.bulk_create([ContactView(by=by, day=day, at=at, **seen)], ignore_conflicts=True)
