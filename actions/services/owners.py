"""Who promised: the parties of an action, as written and as understood."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import Model

from actions.enums import OwnerKind, OwnerPart
from actions.models import ActionOwner, ActionPoint
from actions.parse import owners as parse
from actions.parse.owners import parse_owners
from actions.services.lookup import NameLookup
from participants.models import Cluster, Organisation, OrganisationGroup, Person

TARGETS: dict[OwnerKind, tuple[str, type[Model]]] = {
    OwnerKind.ORGANISATION: ("organisation", Organisation),
    OwnerKind.PERSON: ("person", Person),
    OwnerKind.CLUSTER: ("cluster", Cluster),
    OwnerKind.GROUP: ("group", OrganisationGroup),
}
"""The kinds that point at a record: where ``Party`` holds it, and of which sort it is."""


@dataclass(frozen=True)
class Party:
    """One owner: its nature, its part, and the one target that goes with its nature."""

    kind: OwnerKind
    written: str
    part: OwnerPart = OwnerPart.LEAD
    organisation: Organisation | None = None
    person: Person | None = None
    role: str = ""
    cluster: Cluster | None = None
    group: OrganisationGroup | None = None


def understand_owners(text: str, *, cluster: Cluster) -> list[Party]:
    """The parties that a written text names; what is not known stays as written."""
    return [_understood(party) for party in parse_owners(text, known=NameLookup(cluster)).parties]


def _understood(found: parse.Party) -> Party:
    kind, written, part = OwnerKind(found.kind), found.written, OwnerPart(found.part)
    if kind == OwnerKind.ROLE:
        return Party(kind, written, part, role=found.key)
    if kind not in TARGETS:
        return Party(kind, written, part)
    column, model = TARGETS[kind]
    target: dict[str, Any] = {column: model._default_manager.get(pk=found.key)}
    return replace(Party(kind, written, part), **target)


def save_owners(action: ActionPoint, parties: Sequence[Party]) -> None:
    """Replace the parties of an action. Whoever does the same at that moment waits for its row."""
    action.is_owned = bool(parties)
    action.save(update_fields=("is_owned",))
    action.owners.all().delete()
    ActionOwner.objects.bulk_create(owners_from(action, parties))


def owners_from(action: ActionPoint, parties: Sequence[Party]) -> list[ActionOwner]:
    """The rows of these parties (not saved)."""
    return [_owner(action, party, place) for place, party in enumerate(parties)]


def _owner(action: ActionPoint, party: Party, place: int) -> ActionOwner:
    return ActionOwner(
        action=action,
        position=place,
        kind=party.kind,
        part=party.part,
        written=party.written[:200],
        organisation=party.organisation,
        person=party.person,
        role=party.role,
        owner_cluster=party.cluster,
        group=party.group,
    )
