"""Which organisations answer for an action, each for its own part."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from actions.enums import OwnerKind, OwnerPart
from actions.models import ActionOwner, ActionPoint, ActionShare
from participants.enums import MEMBER_STATUSES
from participants.models import Cluster, Membership


def sharing_organisations(action: ActionPoint, *, on: date) -> set[int]:
    """Numbers of the organisations that lead that day: named, in a named group, or members."""
    leads = action.owners.filter(part=OwnerPart.LEAD).select_related("group")
    return {number for owner in leads for number in _organisations_of(owner, action, on)}


def _organisations_of(owner: ActionOwner, action: ActionPoint, on: date) -> Iterable[int]:
    if owner.kind == OwnerKind.ORGANISATION and owner.organisation_id:
        return (owner.organisation_id,)
    if owner.kind == OwnerKind.GROUP and owner.group:
        return owner.group.organisations.values_list("pk", flat=True)
    if owner.kind == OwnerKind.ALL_MEMBERS:
        return members_on(action.cluster, day=on)
    return ()


def members_on(cluster: Cluster, *, day: date) -> Iterable[int]:
    """Members and partners; neither observers nor those invited."""
    memberships = Membership.objects.filter(cluster=cluster, status__in=MEMBER_STATUSES).current(on=day)
    return memberships.values_list("organisation_id", flat=True)


def sync_shares(action: ActionPoint, *, on: date) -> tuple[list[ActionShare], list[ActionShare]]:
    """Give a share to those that have a part now; the others keep theirs, with the day they left. Never deletes.

    Returns those that joined and those that left.
    """
    wanted = sharing_organisations(action, on=on)
    shares = {share.organisation_id: share for share in action.shares.select_related("organisation__parent")}
    joined = [_join(action, number, shares.get(number), on) for number in sorted(wanted) if _is_out(shares.get(number))]
    left = [share for number, share in shares.items() if number not in wanted and share.left_on is None]
    for share in left:
        share.left_on = max(on, share.joined_on)
        share.save(update_fields=("left_on",))
    return joined, left


def _is_out(share: ActionShare | None) -> bool:
    return share is None or share.left_on is not None


def _join(action: ActionPoint, organisation_id: int, former: ActionShare | None, on: date) -> ActionShare:
    if former is None:
        return ActionShare.objects.create(action=action, organisation_id=organisation_id, joined_on=on)
    former.left_on = None
    former.save(update_fields=("left_on",))
    return former
