"""Who is told what by mail when something about an action changes. Each message goes once a day."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Q
from django.utils import timezone

from actions.enums import OwnerKind, OwnerPart
from actions.models import ActionPoint
from actions.notifications import send_predecessor_done
from meetings.enums import Visibility
from participants.enums import COORDINATION_ROLES, Role
from participants.models import Cluster, Person
from participants.selectors import Mailbox, each_once, mailbox_of, with_addresses
from participants.services.ledger import claim_message

PREDECESSOR_DONE = "action_predecessor_done"


def tell_followers(action: ActionPoint, *, at: datetime) -> int:
    """The owners of what waits for this action learn that it is done. Returns how many mails that makes."""
    followers = ActionPoint.objects.standing().released().open().filter(depends_on=action).select_related("cluster")
    told = [(follower, box) for follower in followers for box in owners_of(follower)]
    day, count = timezone.localdate(at), 0
    for follower, box in told:
        if claim_message(recipient=box.address, purpose=PREDECESSOR_DONE, about=follower.uuid, for_date=day):
            send_predecessor_done(follower, box, done=action)
            count += 1
    return count


def owners_of(action: ActionPoint) -> list[Mailbox]:
    """Focal points of the organisations that share, persons and roles that lead; else the coordination.

    A restricted action is told to the coordination only.
    """
    if action.visibility == Visibility.COORDINATION:
        return coordination_of(action.cluster)
    leads = action.owners.filter(part=OwnerPart.LEAD)
    boxes = mailboxes_of(
        action.cluster,
        organisations=action.shares.filter(left_on=None).values_list("organisation_id", flat=True),
        roles=leads.filter(kind=OwnerKind.ROLE).values_list("role", flat=True),
        people=leads.filter(kind=OwnerKind.PERSON).values_list("person_id", flat=True),
    )
    return boxes or coordination_of(action.cluster)


def coordination_of(cluster: Cluster) -> list[Mailbox]:
    return mailboxes_of(cluster, roles=COORDINATION_ROLES)


def mailboxes_of(
    cluster: Cluster, *, organisations: Iterable[int] = (), roles: Iterable[str] = (), people: Iterable[int] = ()
) -> list[Mailbox]:
    """Today's focal points of these organisations and holders of these roles in the cluster, and these people."""
    numbers = list(organisations)
    ours = Q(organisation__in=numbers) | Q(organisation=None, person__organisation__in=numbers)
    concerned = (Q(role=Role.FOCAL_POINT) & ours) | Q(role__in=list(roles))
    holders = cluster.roles.current(on=timezone.localdate()).filter(concerned).values("person")
    found = Person.objects.active().filter(Q(pk__in=holders) | Q(pk__in=list(people)))
    boxes = [mailbox_of(person) for person in with_addresses(found)]
    return each_once(box for box in boxes if box.address)
