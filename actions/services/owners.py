"""Who promised: the parties of an action, as written and as understood."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from actions.enums import OwnerKind, OwnerPart
from actions.models import ActionOwner, ActionPoint
from participants.models import Cluster, Organisation, OrganisationGroup, Person


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


def understand_owners(text: str, *, cluster: Cluster, day: date) -> list[Party]:
    """The parties that a written text names, looked up among what the house knows that day."""
    return [Party(OwnerKind.TEXT, text.strip()[:200])] if text.strip() else []


def save_owners(action: ActionPoint, parties: Sequence[Party]) -> None:
    """Replace the parties of an action."""
    action.owners.all().delete()
    ActionOwner.objects.bulk_create(_owner(action, party, place) for place, party in enumerate(parties))


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
