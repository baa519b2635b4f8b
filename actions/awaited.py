"""Whom an action waits for, and where to write to them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import groupby
from uuid import UUID

from django.utils import timezone

from actions.enums import OwnerKind, OwnerPart
from actions.models import ActionOwner, ActionPoint
from actions.partners import focal_mailboxes
from actions.selectors.action_page import with_parties
from actions.selectors.mine import MyAction
from meetings.models import Meeting
from participants.models import Cluster, Organisation, Person
from participants.querysets import PersonQuerySet
from participants.selectors import Mailbox, each_once, mailbox_of, with_addresses


@dataclass(frozen=True)
class Awaited:
    """One action, or an organisation's part of one, before somebody who can answer for it."""

    box: Mailbox
    line: MyAction

    @property
    def key(self) -> str:
        """Two people of one mailbox are one reader."""
        return self.box.address.lower()

    @property
    def about(self) -> UUID:
        """What the ledger names."""
        return self.line.share.uuid if self.line.share else self.line.action.uuid

    @property
    def cluster(self) -> Cluster:
        return self.line.action.cluster

    @property
    def organisation(self) -> Organisation | None:
        return self.line.share.organisation if self.line.share else None


@dataclass(frozen=True)
class Part:
    """What a mail says about one cluster, on behalf of one organisation or of the reader by name."""

    cluster: Cluster
    organisation: Organisation | None
    lines: list[MyAction]
    url: str = ""


def parts_of(awaited: Iterable[Awaited]) -> list[Part]:
    ordered = sorted(awaited, key=_by_party)
    groups = [list(group) for _, group in groupby(ordered, key=_party)]
    return [Part(group[0].cluster, group[0].organisation, [one.line for one in group]) for group in groups]


def parts_to_tell(meeting: Meeting) -> list[Part]:
    """What the meeting's circulated record expects: by organisation, then by action for those that nobody shares."""
    actions = list(with_parties(ActionPoint.objects.filter(meeting=meeting).shown_to_partners().open()))
    shares = [share for action in actions for share in action.shares.all() if share.left_on is None and share.is_open]
    by_organisation: dict[Organisation, list[MyAction]] = defaultdict(list)
    for share in sorted(shares, key=lambda share: share.organisation.short_label):
        by_organisation[share.organisation].append(MyAction(share.action, share, can_answer=True))
    alone = [MyAction(action, None, can_answer=True) for action in actions if not action.shares.all()]
    shared = [Part(meeting.cluster, organisation, lines) for organisation, lines in by_organisation.items()]
    return [*shared, *(Part(meeting.cluster, None, [line]) for line in alone)]


def _party(one: Awaited) -> tuple[str, int, str, int]:
    organisation = one.organisation
    return (
        one.cluster.short_name,
        one.cluster.pk,
        organisation.name if organisation else "",
        organisation.pk if organisation else 0,
    )


def _by_party(one: Awaited) -> tuple[object, ...]:
    action = one.line.action
    return (*_party(one), str(action.due_on or "9999"), action.pk)


@dataclass
class Directory:
    """Each address is looked up once, however many actions wait for it."""

    _organisations: dict[tuple[int, int], list[Mailbox]] = field(default_factory=dict)
    _roles: dict[tuple[int, str], list[Mailbox]] = field(default_factory=dict)
    _people: dict[int, list[Mailbox]] = field(default_factory=dict)

    def awaited_for(self, action: ActionPoint) -> Iterator[Awaited]:
        """By part of an organisation, else by name or by role. Wants ``with_parties``."""
        shares = [share for share in action.shares.all() if share.left_on is None]
        for share in shares:
            if share.is_open:
                for box in self.of_organisation(share.organisation, action.cluster):
                    yield Awaited(box, MyAction(action, share, can_answer=True))
        if not shares:
            for box in each_once(box for owner in action.owners.all() for box in self.of_owner(owner, action.cluster)):
                yield Awaited(box, MyAction(action, None, can_answer=True))

    def of_owner(self, owner: ActionOwner, cluster: Cluster) -> list[Mailbox]:
        if owner.part != OwnerPart.LEAD:
            return []
        if owner.kind == OwnerKind.PERSON and owner.person_id:
            return self.of_person(owner.person_id)
        return self.of_role(owner.role, cluster) if owner.kind == OwnerKind.ROLE else []

    def of_organisation(self, organisation: Organisation, cluster: Cluster) -> list[Mailbox]:
        """Its focal points there; where it has none, its people with an account."""
        key = (organisation.pk, cluster.pk)
        if key not in self._organisations:
            self._organisations[key] = focal_mailboxes(organisation, cluster) or _accounts_of(organisation)
        return self._organisations[key]

    def of_role(self, role: str, cluster: Cluster) -> list[Mailbox]:
        key = (cluster.pk, role)
        if key not in self._roles:
            held = cluster.roles.filter(role=role).current(on=timezone.localdate())
            self._roles[key] = _boxes(Person.objects.filter(pk__in=held.values("person")))
        return self._roles[key]

    def of_person(self, number: int) -> list[Mailbox]:
        if number not in self._people:
            self._people[number] = _boxes(Person.objects.filter(pk=number))
        return self._people[number]


def _accounts_of(organisation: Organisation) -> list[Mailbox]:
    return _boxes(Person.objects.filter(organisation=organisation, user__is_active=True))


def _boxes(people: PersonQuerySet) -> list[Mailbox]:
    return [box for box in map(mailbox_of, with_addresses(people.active())) if box.address]
