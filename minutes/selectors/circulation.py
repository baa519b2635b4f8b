"""Who gets a record, and who opened it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from meetings.models import Meeting
from minutes.enums import AddresseeSource
from minutes.models import Addressee, Circulation, Minutes, MinutesVersion, Opening
from minutes.selectors.recipients import Recipient
from participants.enums import MEMBER_STATUSES, MembershipStatus
from participants.models import Cluster, DistributionList, Person
from participants.selectors import Mailbox, address_of, each_once, mailbox_of, mailboxes_in, readers_in, with_addresses


@dataclass(frozen=True)
class Audience:
    """Those present always get the record; members and lists when they are chosen."""

    to_members: bool = False
    lists: tuple[DistributionList, ...] = ()

    @property
    def list_names(self) -> str:
        """One per line, as they are kept."""
        return "\n".join(each.name for each in self.lists)


THOSE_PRESENT = Audience()


def recipients_of(meeting: Meeting, audience: Audience = THOSE_PRESENT) -> list[Recipient]:
    """Each address once, as the first of: present, member, on a list. A constant number of queries."""
    readers = frozenset(readers_in(meeting.cluster).values_list("pk", flat=True))
    found = each_once(
        Recipient(box.name, box.address, box.person, source, bool(box.person and box.person.pk in readers))
        for source, box in _mailboxes(meeting, audience)
    )
    return list(found)


def _mailboxes(meeting: Meeting, audience: Audience) -> Iterator[tuple[str, Mailbox]]:
    rows = meeting.attendances.in_the_room().select_related("person__user").prefetch_related("person__emails")
    for row in rows.exclude(name=""):
        yield AddresseeSource.PRESENT, Mailbox(row.name, address_of(row.person) if row.person else "", row.person)
    for person in _members(meeting.cluster) if audience.to_members else ():
        yield AddresseeSource.MEMBER, mailbox_of(person)
    for box in mailboxes_in(audience.lists) if audience.lists else ():
        yield AddresseeSource.LIST, box


def _members(cluster: Cluster) -> Iterable[Person]:
    """Whoever has a role, and whoever has an account by a member organisation."""
    roles = cluster.roles.current(on=timezone.localdate()).values("person")
    people = Person.objects.filter(pk__in=roles) | Person.objects.filter(pk__in=readers_in(cluster).values("pk"))
    return with_addresses(people.active())


def last_choice(minutes: Minutes) -> dict[str, Any]:
    """Whom the last circulation went to, as far as its lists still stand: proposed for the next one."""
    last = Circulation.objects.filter(version__minutes=minutes.pk).order_by("-version__number").first()
    if last is None:
        return {}
    named = set(last.list_names.splitlines())
    lists = minutes.meeting.cluster.distribution_lists.filter(is_active=True)
    return {"to_members": last.to_members, "lists": [each for each in lists if each.name in named]}


def addressees_of(minutes: Minutes) -> QuerySet[Addressee]:
    """Of the last circulation."""
    last = minutes.versions.exclude(circulation=None).order_by("-number").values("pk")[:1]
    return Addressee.objects.filter(circulation__version__in=last).select_related("person")


def recipients_again(minutes: Minutes) -> list[Recipient]:
    """Who got the last circulation. ``has_access`` is that of today: once adopted, observers read the record too."""
    meeting = minutes.meeting
    statuses = tuple(MembershipStatus) if meeting.adopted_at else MEMBER_STATUSES
    readers = frozenset(readers_in(meeting.cluster, statuses).values_list("pk", flat=True))
    kept = [Recipient(each.name, each.address, each.person, each.source) for each in addressees_of(minutes)]
    found = kept or recipients_of(meeting)
    return [replace(one, has_access=bool(one.person and one.person.pk in readers)) for one in found]


# --- Who opened it ----------------------------------------------------------------------------------------------------


@dataclass
class Reader:
    """``times``: on how many days."""

    name: str
    means: str
    at: datetime
    times: int = 1


@dataclass(frozen=True)
class Readership:
    """Of one version. ``unseen``: sent to, but without an account, so that their reading leaves no trace here."""

    opened: list[Reader] = field(default_factory=list)
    awaited: list[str] = field(default_factory=list)
    unseen: list[str] = field(default_factory=list)
    others: list[Reader] = field(default_factory=list)

    @property
    def total(self) -> int:
        return len(self.opened) + len(self.awaited) + len(self.unseen)


def readership(version: MinutesVersion, addressees: Sequence[Addressee]) -> Readership:
    """Two queries with those that ``addressees`` take."""
    readers = _readers(version)
    met = {each.person_id for each in addressees} & readers.keys()
    left = [each for each in addressees if each.person_id not in met]
    return Readership(
        opened=[readers[each.person_id] for each in addressees if each.person_id in met],
        awaited=[each.name for each in left if each.has_access],
        unseen=[each.name for each in left if not each.has_access],
        others=[reader for number, reader in readers.items() if number not in met],
    )


def _readers(version: MinutesVersion) -> dict[int | None, Reader]:
    """By person, in the order of their first opening."""
    found: dict[int | None, Reader] = {}
    by_a_person = Opening.objects.filter(version=version, reader__person__isnull=False)
    for opening in by_a_person.select_related("reader__person"):
        new = Reader(opening.reader.display_name, opening.get_means_display(), opening.at, times=0)
        found.setdefault(opening.reader.person_id, new).times += 1
    return found
