"""Who may do what with actions, and how an action's status follows from its shares. Pure functions."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from actions.enums import STATUS_MOVES, OwnerPart, Status
from meetings.enums import Visibility
from participants.rules import coordinates_somewhere, is_coordination, is_member

if TYPE_CHECKING:
    from actions.models import ActionHandover, ActionOwner, ActionPoint, ContributionCall
    from actions.services.owners import Party
    from participants.models import Cluster, Organisation, User


def can_move(before: Status | str, after: Status | str) -> bool:
    return Status(after) in STATUS_MOVES[Status(before)]


REOPEN_FIRST = "Une action terminée doit d’abord être rouverte : dites-la « en cours » ou « à faire »."

MISSING: dict[Status, tuple[str, str]] = {
    Status.DONE: ("comment", "Dites en quelques mots ce qui a été fait."),
    Status.WAITING: ("note", "Dites de qui ou de quoi : « en attente de … »."),
    Status.BLOCKED: ("note", "Dites ce qui bloque : « bloqué par … »."),
    Status.POSTPONED: ("postponed_to", "Dites à quelle date : « reporté au … »."),
    Status.DROPPED: ("comment", "Dites pourquoi l’action est abandonnée."),
}
"""What has to be said with a status, beside which field, and how its absence is told."""


def status_from_shares(statuses: Iterable[Status | str]) -> Status:
    """The status of an action that belongs to several organisations.

    Those that gave up do not count unless all did. All done: done. Some done: partly done. Otherwise the most advanced
    that is under way; blocked or waiting only when every remaining organisation is.
    """
    given = [Status(status) for status in statuses]
    active = [status for status in given if status != Status.DROPPED]
    if not active:
        return Status.DROPPED if given else Status.TODO
    if len(set(active)) == 1:
        return active[0]
    if Status.DONE in active or Status.PARTLY_DONE in active:
        return Status.PARTLY_DONE
    if Status.IN_PROGRESS in active:
        return Status.IN_PROGRESS
    return Status.TODO if Status.TODO in active else Status.WAITING


def can_create_action(user: User, cluster: Cluster | None = None) -> bool:
    return is_coordination(user, cluster.pk) if cluster else coordinates_somewhere(user)


def can_see_action(user: User, action: ActionPoint) -> bool:
    if is_coordination(user, action.cluster_id):
        return True
    return action.is_released and action.visibility != Visibility.COORDINATION and is_member(user, action.cluster_id)


def can_edit_action(user: User, action: ActionPoint) -> bool:
    """The wording, the owners and the deadline: the coordination only."""
    return is_coordination(user, action.cluster_id)


def can_copy_reminder(user: User, action: ActionPoint) -> bool:
    return action.is_open and can_edit_action(user, action)


def organisations_answered_for(user: User, action: ActionPoint) -> frozenset[int]:
    """Numbers of the organisations with a share in the action that this user may answer for, as their focal point.

    The people of a unit answer for the organisation it is a unit of, unless the unit has a share of its own.
    """
    if not can_see_action(user, action):
        return frozenset()
    sharing = {share.organisation_id for share in action.shares.all() if share.left_on is None}
    mine = user.answers_for(action.cluster_id) & sharing
    own = user.person.organisation_id if user.person else None
    return frozenset({own}) if own in mine else frozenset(mine)


def can_report_on_whole(user: User, action: ActionPoint) -> bool:
    """The coordination; whoever leads it by name or by role, when no organisation has a share in it."""
    if can_edit_action(user, action):
        return True
    if not can_see_action(user, action) or any(share.left_on is None for share in action.shares.all()):
        return False
    return any(_leads(user, owner, action.cluster_id) for owner in action.owners.all())


def _leads(user: User, owner: ActionOwner, cluster_id: int) -> bool:
    if owner.part != OwnerPart.LEAD:
        return False
    by_role = any(role.cluster_id == cluster_id and role.role == owner.role for role in user.current_roles)
    return by_role or (owner.person_id is not None and owner.person_id == user.person_id)


def can_manage_partner_links(user: User, cluster: Cluster) -> bool:
    """Give an organisation the address of its actions, see what is done with it, take it back."""
    return is_coordination(user, cluster.pk)


def can_make_calls(user: User, cluster: Cluster) -> bool:
    """Ask organisations for contributions, read what they answer, put it into the minutes."""
    return is_coordination(user, cluster.pk)


def can_answer_call(user: User, call: ContributionCall, organisation: Organisation) -> bool:
    """The focal point of an organisation that was asked."""
    return can_speak_for(user, call.cluster, organisation)


def can_speak_for(user: User, cluster: Cluster, organisation: Organisation) -> bool:
    """Its focal point there: proposes points in its name, says who will come."""
    return organisation.pk in user.answers_for(cluster.pk)


def can_confirm(user: User, action: ActionPoint) -> bool:
    """The coordination, for an important action that its owner says is done."""
    return action.is_to_confirm and can_edit_action(user, action)


def can_give_date(user: User, action: ActionPoint, givers: Iterable[Party]) -> bool:
    """The coordination, and the party whose date is awaited (``givers``: those that the words name)."""
    if not action.awaits_date or not can_see_action(user, action):
        return False
    return can_edit_action(user, action) or any(_is_party(user, party, action.cluster_id) for party in givers)


def _is_party(user: User, party: Party, cluster_id: int) -> bool:
    if party.organisation:
        return party.organisation.pk in user.answers_for(cluster_id)
    if party.person:
        return party.person.pk == user.person_id
    return any(role.cluster_id == cluster_id and role.role == party.role for role in user.current_roles)


def can_report_on_action(user: User, action: ActionPoint) -> bool:
    """Say where the action stands: for all of it, or as focal point for one's organisation."""
    return can_report_on_whole(user, action) or bool(organisations_answered_for(user, action))


def can_hand_over(user: User, action: ActionPoint) -> bool:
    """The coordination of its cluster, while it is open and its meeting is over; never what is restricted."""
    may_leave = action.is_released and action.visibility != Visibility.COORDINATION
    return action.is_open and may_leave and can_edit_action(user, action)


def can_answer_handover(user: User, handover: ActionHandover) -> bool:
    """The coordination of the cluster that it is brought before."""
    return handover.is_awaited and is_coordination(user, handover.to_cluster_id)
