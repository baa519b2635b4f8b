"""What happens on this floor and may concern the floors above. Handlers run inside the transaction that publishes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from clusterhub.web.events import Event

if TYPE_CHECKING:
    from participants.models import Membership, OrganisationGroup

membership_changed: Event[Membership] = Event("membership_changed")
"""An organisation joins a cluster, or the dates or the kind of its membership change."""

group_changed: Event[OrganisationGroup] = Event("group_changed")
"""A named group of a cluster is made, or other organisations are in it."""
