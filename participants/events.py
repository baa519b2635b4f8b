"""What happens on this floor and may concern the floors above. Handlers run inside the transaction that publishes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from clusterhub.web.events import Event

if TYPE_CHECKING:
    from participants.models import Membership, Organisation, OrganisationGroup, Person

membership_changed: Event[Membership] = Event("membership_changed")
"""An organisation joins a cluster, or the dates or the kind of its membership change."""

group_changed: Event[OrganisationGroup] = Event("group_changed")
"""A named group of a cluster is made, or other organisations are in it."""


@dataclass(frozen=True)
class Departure:
    person: Person
    organisation: Organisation


person_left: Event[Departure] = Event("person_left")
"""Somebody is no longer of an organisation: goes to another one, is no longer active, or is erased."""
