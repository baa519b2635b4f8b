"""Two organisations are one. See docs/decisions/0025."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from actions.models import ActionOwner, ActionShare, ActionUpdate, CallAnswer, CallInvitee
from actions.services.merging import find_again, join_shares
from clusterhub.mergers.errors import MergerRefused
from clusterhub.mergers.moves import Relation, Two, apply_all, follow, follow_once, stay
from clusterhub.mergers.roles import roles_follow
from clusterhub.web.search.index import drop
from meetings.models import (
    AgendaItem,
    AgendaProposal,
    Attendance,
    DocumentComment,
    ForeseenAttendance,
    Meeting,
    MeetingRole,
)
from minutes.models import Reservation
from participants.enums import MembershipStatus
from participants.errors import AliasTaken
from participants.events import membership_changed
from participants.models import (
    AccessLink,
    Activity,
    CalendarFeed,
    Cluster,
    ClusterRole,
    ContactView,
    DistributionList,
    Membership,
    Merger,
    Need,
    Organisation,
    OrganisationAlias,
    OrganisationGroup,
    OrganisationProject,
    OrganisationSector,
    Person,
    ProfileChange,
    User,
)
from participants.services.organisations import rewrite_aliases
from participants.services.searching import ORGANISATION, index_activities

FILLED = ("acronym", "website", "presentation")
"""What the absorbed one knew and the other did not."""


# --- What needs more than another number in a column ------------------------------------------------------------------


def _aliases(relation: Relation, two: Two) -> int:
    """Whatever it was called is another name of the one that stays."""
    names = [alias.text for alias in two.other.aliases.order_by("pk")]
    others = list(two.own.aliases.filter(is_own=False).values_list("text", flat=True))
    two.other.aliases.all().delete()
    rewrite_aliases(two.own, others=[*others, *names])
    return len(names)


def _units(relation: Relation, two: Two) -> int:
    count = follow(relation, two)
    for unit in two.own.units.select_related("parent"):
        rewrite_aliases(unit)
    return count


def _memberships(relation: Relation, two: Two) -> int:
    """Of two that touch in one cluster, one over both, with the fuller status; the others follow as they are."""
    rows = list(relation.rows(two.other))
    for row in rows:
        twin = next((one for one in relation.rows(two.own).filter(cluster=row.cluster_id) if _touch(one, row)), None)
        if twin is None:
            row.organisation = two.own
            row.save(update_fields=("organisation",))
        else:
            row.delete()
            _span(twin, row)
    for cluster in {row.cluster_id for row in rows}:
        membership_changed.publish(Membership.objects.filter(cluster=cluster, organisation=two.own).latest("pk"))
    return len(rows)


def _touch(one: Membership, other: Membership) -> bool:
    return (one.until or date.max) >= other.since and (other.until or date.max) >= one.since


def _span(twin: Membership, row: Membership) -> None:
    order = list(MembershipStatus)
    twin.since = min(twin.since, row.since)
    twin.until = max(twin.until, row.until) if twin.until and row.until else None
    twin.status = min(twin.status, row.status, key=lambda status: order.index(MembershipStatus(status)))
    twin.save()


def _shares(relation: Relation, two: Two) -> int:
    return join_shares(two.own, two.other, by=two.by)


def _feeds(relation: Relation, two: Two) -> int:
    """Two calendars at once would tell the same: the one of the absorbed stops."""
    if relation.rows(two.own).filter(revoked_at=None).exists():
        relation.rows(two.other).filter(revoked_at=None).update(revoked_at=timezone.now(), revoked_by=two.by)
    return follow(relation, two)


ALONE = Q(person=None, name="")
RELATIONS: tuple[Relation, ...] = (
    # Shares and memberships first: what they change is told to the actions.
    Relation(ActionShare, "organisation", _shares),
    Relation(ActionOwner, "organisation", follow),
    Relation(ActionUpdate, "organisation", follow),
    Relation(OrganisationGroup.organisations.through, "organisation", follow_once("organisationgroup")),
    Relation(Membership, "organisation", _memberships),
    Relation(ClusterRole, "organisation", roles_follow("person")),
    Relation(OrganisationAlias, "organisation", _aliases),
    Relation(Organisation, "parent", _units),
    Relation(Organisation, "merged_into", follow),
    Relation(Person, "organisation", follow),
    Relation(Organisation.places.through, "organisation", follow_once("place")),
    Relation(OrganisationSector, "organisation", follow_once("sector")),
    Relation(OrganisationProject, "organisation", follow_once("code")),
    Relation(Activity, "organisation", follow),
    Relation(Need, "organisation", follow),
    Relation(ProfileChange, "organisation", follow),
    Relation(Cluster, "lead_organisation", follow),
    Relation(Cluster, "usual_host", follow),
    Relation(Cluster.co_facilitators.through, "organisation", follow_once("cluster")),
    Relation(DistributionList.organisations.through, "organisation", follow_once("distributionlist")),
    Relation(CalendarFeed, "organisation", _feeds),
    Relation(AccessLink, "organisation", follow),
    Relation(ContactView, "organisation", follow_once("by", "day", leave=True)),
    Relation(Meeting, "host", follow),
    Relation(MeetingRole, "organisation", follow),
    Relation(AgendaItem, "presenter_organisation", follow),
    Relation(Attendance, "organisation", follow_once("meeting", only=ALONE)),
    Relation(DocumentComment, "organisation", follow),
    Relation(AgendaProposal, "organisation", follow),
    Relation(ForeseenAttendance, "organisation", follow),
    Relation(CallInvitee, "organisation", follow_once("call")),
    Relation(CallAnswer, "organisation", follow),
    Relation(Reservation, "organisation", follow),
    Relation(Merger, "into_organisation", stay),
    Relation(Merger, "from_organisation", stay),
)


# --- Before -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Warnings:
    """What a person should know before it says yes. Clusters by name."""

    own_gain: list[str]
    other_gain: list[str]


def refusal_of_organisations(own: Organisation, other: Organisation) -> str:
    if own.pk == other.pk:
        return "C’est la même fiche."
    if own.merged_into_id or other.merged_into_id:
        return "L’une des deux est déjà réunie à une autre."
    if own.parent_id == other.pk:
        return f"{own.short_label} est une unité de {other.short_label} : gardez plutôt {other.short_label}."
    if other.parent_id and own.parent_id and other.parent_id != own.parent_id:
        return "Ce sont des unités de deux organisations : réunissez d’abord celles-ci."
    return ""


def access_of_organisations(own: Organisation, other: Organisation) -> Warnings:
    """Into which clusters the people of each come, where they had no place."""
    mine, theirs = _clusters(own), _clusters(other)
    return Warnings(
        [theirs[key] for key in sorted(theirs.keys() - mine.keys())],
        [mine[key] for key in sorted(mine.keys() - theirs.keys())],
    )


def _clusters(organisation: Organisation) -> dict[int, str]:
    current = Membership.objects.filter(organisation=organisation).current(on=timezone.localdate())
    return {row.cluster_id: row.cluster.short_name for row in current.select_related("cluster")}


# --- Doing it ---------------------------------------------------------------------------------------------------------


@transaction.atomic
def merge_organisations(own: Organisation, other: Organisation, *, by: User, reason: str = "") -> Merger:
    """All that hung on ``other`` hangs on ``own``; the words of the past stay. Raises ``MergerRefused``."""
    locked = Organisation.objects.select_for_update().order_by("pk").in_bulk([own.pk, other.pk])
    own, other = locked[own.pk], locked[other.pk]
    if refusal := refusal_of_organisations(own, other):
        raise MergerRefused(refusal)
    two = Two(own, other, by)
    _fill(own, other)
    Organisation.objects.filter(pk=other.pk).update(merged_into=own, is_active=False, parent=None)
    try:
        moved = apply_all(RELATIONS, two)
    except AliasTaken as taken:
        raise MergerRefused(str(taken)) from taken
    drop(ORGANISATION, other.pk)
    find_again(own)
    index_activities(own)
    return Merger.objects.create(into_organisation=own, from_organisation=other, moved=moved, reason=reason, by=by)


def _fill(own: Organisation, other: Organisation) -> None:
    for name in FILLED:
        setattr(own, name, getattr(own, name) or getattr(other, name))
    own.is_active = own.is_active or other.is_active
    own.save()
