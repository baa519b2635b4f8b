"""Who gets a mail that goes to one: a remark, the rapporteur; its answer, whoever made it; a signature, its signer."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils import timezone

from meetings.models import Meeting, MeetingRole
from minutes.enums import AddresseeSource, SignatureRole
from minutes.models import Remark, SigningEvent
from minutes.rules import reviewer_of, signing_role
from minutes.selectors.signers import SigningPlan
from participants.enums import Role
from participants.models import Cluster, Person, User
from participants.selectors import address_of


@dataclass(frozen=True)
class Recipient:
    """``address`` is empty for somebody whose address is not known. ``has_access``: can read the record here."""

    name: str
    address: str
    person: Person | None = None
    source: str = AddresseeSource.PRESENT
    has_access: bool = True

    @property
    def source_label(self) -> str:
        return str(AddresseeSource(self.source).label)


def rapporteur_of(meeting: Meeting) -> Recipient | None:
    """Who is told of a remark."""
    role = signing_role(meeting, SignatureRole.RAPPORTEUR)
    return Recipient(role.name, _address(role)) if role else None


def reviewer_to_tell(meeting: Meeting, by: User | None) -> Recipient | None:
    """None without an address, or when it is the very person who sends."""
    role = reviewer_of(meeting)
    if role is None or (by and role.person_id == by.person_id):
        return None
    return Recipient(role.name, _address(role)) if _address(role) else None


def signers_to_tell(plan: SigningPlan) -> list[Recipient]:
    """Whose turn it is to sign; for the seal, the coordinators."""
    cluster = plan.version.minutes.meeting.cluster
    found = [place.holder for place in plan.places if place.role in plan.turns and place.holder]
    asked = [Recipient(holder.name, _address(holder)) for holder in found if _address(holder)]
    return asked + (coordinators_of(cluster) if SignatureRole.SEAL in plan.turns else [])


def coordinators_of(cluster: Cluster) -> list[Recipient]:
    """Of today, with an account."""
    roles = cluster.roles.current(on=timezone.localdate()).filter(role=Role.COORDINATOR, person__user__is_active=True)
    return [Recipient(role.person.name, role.person.user.email) for role in roles.select_related("person__user")]


def author_of(remark: Remark) -> Recipient:
    return Recipient(remark.author.display_name, remark.author.email)


def _address(row: MeetingRole | SigningEvent) -> str:
    return address_of(row.person) if row.person else ""
