"""Who may do what on this floor. Pure predicates: pages, links and buttons ask the same one."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from participants.enums import COORDINATION_ROLES, MEMBER_STATUSES, Standing

if TYPE_CHECKING:
    from participants.models import Activity, Cluster, Organisation, Person, User


def standings_from(*, roles: Iterable[tuple[int, str]], statuses: Iterable[tuple[int, str]]) -> dict[int, Standing]:
    """The highest standing per cluster that these roles and organisation memberships give."""
    standings: dict[int, Standing] = {}
    given = [
        (cluster_id, Standing.COORDINATION if role in COORDINATION_ROLES else Standing.MEMBER)
        for cluster_id, role in roles
    ]
    given += [
        (cluster_id, Standing.MEMBER if status in MEMBER_STATUSES else Standing.OBSERVER)
        for cluster_id, status in statuses
    ]
    for cluster_id, standing in given:
        standings[cluster_id] = max(standing, standings.get(cluster_id, Standing.STRANGER))
    return standings


def standing_in(user: User, cluster_id: int) -> Standing:
    return user.standings.get(cluster_id, Standing.STRANGER)


def is_member(user: User, cluster_id: int) -> bool:
    return standing_in(user, cluster_id) >= Standing.MEMBER


def is_coordination(user: User, cluster_id: int) -> bool:
    """Coordinator, co-facilitator or rapporteur: edits the cluster's meetings, sees what is restricted."""
    return standing_in(user, cluster_id) >= Standing.COORDINATION


def is_coordinator(user: User, cluster_id: int) -> bool:
    """The coordinator only: adopts minutes, changes the cluster, sees contact data."""
    return cluster_id in user.clusters_coordinated


def can_see_lists(user: User, cluster: Cluster) -> bool:
    """Who is on a distribution list, without addresses."""
    return is_coordination(user, cluster.pk)


def can_edit_lists(user: User, cluster: Cluster) -> bool:
    """Addresses are contact data: the coordinator's, who sees, changes and exports them."""
    return is_coordinator(user, cluster.pk)


def coordinates_somewhere(user: User) -> bool:
    return Standing.COORDINATION in user.standings.values()


def can_see_cluster(user: User, cluster: Cluster) -> bool:
    return user.is_staff or cluster.pk in user.standings


def can_create_cluster(user: User) -> bool:
    return user.is_staff


def can_edit_cluster(user: User, cluster: Cluster) -> bool:
    return user.is_staff or is_coordinator(user, cluster.pk)


def can_create_organisation(user: User) -> bool:
    return user.is_staff or coordinates_somewhere(user)


def can_edit_organisation(user: User, organisation: Organisation) -> bool:
    """Administrators, and the coordination of a cluster that the organisation belongs to."""
    return user.is_staff or any(is_coordination(user, number) for number in organisation.cluster_ids)


def speaks_for(user: User, organisation: Organisation) -> bool:
    """A focal point of the organisation, in whichever cluster."""
    return any(organisation.pk in user.answers_for(role.cluster_id) for role in user.current_roles)


def can_edit_profile(user: User, organisation: Organisation) -> bool:
    """What it does and where: its own focal points, and whoever may edit the organisation."""
    return speaks_for(user, organisation) or can_edit_organisation(user, organisation)


def can_edit_activity(user: User, activity: Activity) -> bool:
    """What was said in a cluster is that cluster's coordination's to correct, and always the organisation's own."""
    if activity.cluster_id:
        return is_coordination(user, activity.cluster_id) or speaks_for(user, activity.organisation)
    return can_edit_profile(user, activity.organisation)


def can_see_presence(user: User, cluster: Cluster) -> bool:
    """Who does what where, and what is missing: for members, as are the round tables that say so."""
    return is_member(user, cluster.pk)


def can_declare_need(user: User, cluster: Cluster) -> bool:
    return is_member(user, cluster.pk)


def can_follow_coverage(user: User, cluster: Cluster) -> bool:
    """Choose the places and sectors looked at, take a need back: the coordination."""
    return is_coordination(user, cluster.pk)


def can_create_person(user: User) -> bool:
    return can_create_organisation(user)


def can_edit_person(user: User, person: Person) -> bool:
    """Administrators, the person, and the coordination of a cluster that the person takes part in."""
    if person.erased_at:
        return False
    if user.is_staff or user.person_id == person.pk:
        return True
    return any(is_coordination(user, number) for number in person.cluster_ids)


def can_place_person(user: User, person: Person) -> bool:
    """Change its organisation, on which rights in clusters depend: never one's own."""
    if user.person_id == person.pk:
        return user.is_staff
    return can_edit_person(user, person)


def can_see_contacts(user: User, person: Person) -> bool:
    """E-mail and telephone: the person's own organisation, and the coordinator of a cluster that the person is in."""
    if user.person_id == person.pk or (person.organisation_id in user.organisation_ids):
        return True
    return any(is_coordinator(user, number) for number in person.cluster_ids)


def can_invite(user: User, person: Person) -> bool:
    """Send an activation link: administrators and coordinators, to somebody who has no account yet."""
    if hasattr(person, "user") or person.erased_at:
        return False
    return user.is_staff or any(is_coordinator(user, number) for number in person.cluster_ids)


def can_list_contacts(user: User, cluster: Cluster) -> bool:
    """Members: everybody by name, and how to reach those whose contact data they may see."""
    return is_member(user, cluster.pk)


def can_see_contact_lists(user: User, cluster: Cluster) -> bool:
    """Who produced a list of contacts: the coordinator's to watch."""
    return is_coordinator(user, cluster.pk)


def can_edit_holidays(user: User) -> bool:
    return user.is_staff


def can_see_stuck_mail(user: User) -> bool:
    """Addresses of everybody written to: administrators only."""
    return user.is_staff


def can_see_feed(user: User, cluster: Cluster) -> bool:
    """The secret address of the cluster's calendar."""
    return is_member(user, cluster.pk)


def can_edit_feed(user: User, cluster: Cluster) -> bool:
    return is_coordination(user, cluster.pk)


def can_use_organisation_feed(user: User, organisation: Organisation) -> bool:
    """Its own people: the deadlines of every cluster are in it."""
    return organisation.pk in user.organisation_ids


def can_merge_organisations(user: User) -> bool:
    """People of both get the places of both: the administrators' to decide."""
    return user.is_staff


def can_start_merging(user: User, person: Person) -> bool:
    return user.is_staff or _coordinates_all_of(user, person)


def can_merge_people(user: User, own: Person, other: Person) -> bool:
    """Administrators; a coordinator, where all that either has is in clusters that it coordinates, itself left out."""
    if user.is_staff:
        return True
    if user.person_id in (own.pk, other.pk) or (hasattr(own, "user") and hasattr(other, "user")):
        return False
    return _coordinates_all_of(user, own) and _coordinates_all_of(user, other)


def _coordinates_all_of(user: User, person: Person) -> bool:
    return bool(person.cluster_ids) and person.cluster_ids <= user.clusters_coordinated
