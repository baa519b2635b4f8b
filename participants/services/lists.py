"""Distribution lists, and what is known of who took their addresses away."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import transaction

from clusterhub.web.folding import fold, strip_control_line
from participants.models import ContactListEntry, DistributionList, ListAddress, Organisation, Person, User

NamedAddress = tuple[str, str]


@transaction.atomic
def save_list(
    chosen: DistributionList,
    *,
    people: Iterable[Person] = (),
    organisations: Iterable[Organisation] = (),
    addresses: Iterable[NamedAddress] = (),
) -> DistributionList:
    """Stores a list, new or changed, as exactly these people, organisations and free addresses (name, address)."""
    chosen.name = strip_control_line(chosen.name)
    chosen.folded = fold(chosen.name)
    chosen.save()
    chosen.people.set(people)
    chosen.organisations.set(organisations)
    _rewrite_addresses(chosen, addresses)
    return chosen


def _rewrite_addresses(chosen: DistributionList, addresses: Iterable[NamedAddress]) -> None:
    """Each address once, however it is written."""
    wanted: dict[str, ListAddress] = {}
    for name, email in addresses:
        wanted.setdefault(fold(email), ListAddress(distribution_list=chosen, name=name, email=email))
    chosen.addresses.all().delete()
    ListAddress.objects.bulk_create(wanted.values())


def record_export(*, chosen: DistributionList, format: str, people_count: int, by: User) -> ContactListEntry:
    return ContactListEntry.objects.create(
        cluster=chosen.cluster, distribution_list=chosen, format=format, people_count=people_count, by=by
    )
