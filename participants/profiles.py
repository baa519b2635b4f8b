"""Reads what organisations say of themselves, and who is present where."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby

from django.db.models import Q, QuerySet
from django.utils import timezone

from clusterhub.web.folding import fold
from participants.enums import ActivityState, ClusterKind, PlaceLevel, Role, Sector, Standing
from participants.models import Activity, Cluster, ClusterRole, Organisation, Person, Place, ProfileChange, User
from participants.selectors import roles_known_to

ORDER = (ActivityState.UNDER_WAY, ActivityState.PLANNED, ActivityState.DONE)
SHOWN_CHANGES = 50


@dataclass(frozen=True)
class ActivityGroup:
    state: ActivityState
    activities: list[Activity]

    @property
    def heading(self) -> str:
        return {
            ActivityState.UNDER_WAY: "Activités en cours",
            ActivityState.PLANNED: "Activités prévues",
            ActivityState.DONE: "Activités réalisées",
        }[self.state]


def activity_groups(organisation: Organisation, user: User) -> list[ActivityGroup]:
    """Those that this user may know of, by state."""
    known = organisation.activities.visible_to(user).select_related("place", "cluster")  # type: ignore[attr-defined]
    found = list(known)
    for one in found:
        one.organisation = organisation
    groups = [ActivityGroup(state, [one for one in found if one.state == state]) for state in ORDER]
    return [group for group in groups if group.activities]


def focal_points(organisation: Organisation, user: User) -> QuerySet[ClusterRole]:
    """In the clusters that this user knows. Names and functions; how to reach them is told elsewhere."""
    named = Q(organisation=organisation) | Q(organisation=None, person__organisation=organisation)
    people = Person.objects.visible_to(user).active()
    roles = roles_known_to(user).filter(named, role=Role.FOCAL_POINT, person__in=people)
    return roles.select_related("person", "cluster").order_by("person__folded", "cluster__short_name")


def project_lines(organisation: Organisation, groups: Iterable[ActivityGroup]) -> list[str]:
    """« code : titre », then the codes that only activities name."""
    listed = {project.code: str(project) for project in organisation.projects.all()}
    named = {one.project_code: one.project_code for group in groups for one in group.activities if one.project_code}
    return sorted((named | listed).values(), key=fold)


def profile_changes(organisation: Organisation, user: User) -> QuerySet[ProfileChange]:
    """The latest, without what was said in clusters that this user does not know."""
    clusters = user.clusters_with(Standing.MEMBER)
    known = Q(activity=None) | Q(activity__cluster=None) | Q(activity__cluster_id__in=clusters)
    if organisation.pk in user.organisation_ids:
        known = Q()
    return organisation.profile_changes.filter(known).select_related("activity")[:SHOWN_CHANGES]


# --- Operational presence ---------------------------------------------------------------------------------------------


@dataclass
class Presence:
    """An organisation in a sector and a place, from all that was said of it there."""

    organisation: Organisation
    sector: str
    place: Place | None
    activities: list[Activity] = field(default_factory=list)

    @property
    def sector_name(self) -> str:
        return Sector(self.sector).label if self.sector else ""

    @property
    def states(self) -> list[str]:
        said = {one.state for one in self.activities}
        return [state.label for state in ORDER if state in said]

    @property
    def starts_on(self) -> date | None:
        return min((one.starts_on for one in self.activities if one.starts_on), default=None)

    @property
    def ends_on(self) -> date | None:
        """Nothing when one of them has no end."""
        ends = [one.ends_on for one in self.activities]
        return None if None in ends else max(day for day in ends if day)

    @property
    def reported_on(self) -> date:
        return max(one.reported_on for one in self.activities)

    @property
    def project_codes(self) -> list[str]:
        return sorted({one.project_code for one in self.activities if one.project_code})


def presence_activities(cluster: Cluster) -> QuerySet[Activity]:
    """All that the cluster knows of today, in the order of the table."""
    known = Activity.objects.in_cluster(cluster, on=timezone.localdate())
    return known.select_related("organisation__parent", "place").order_by(
        "organisation__name", "organisation_id", "sector", "place__name", "place_id", "id"
    )


def presences(activities: Iterable[Activity]) -> list[Presence]:
    """One per organisation, sector and place. Wants the order of ``presence_activities``."""
    rows = groupby(activities, key=lambda one: (one.organisation_id, one.sector, one.place_id))
    return [_presence(list(said)) for _, said in rows]


def _presence(said: list[Activity]) -> Presence:
    first = said[0]
    return Presence(first.organisation, first.sector, first.place, said)


# --- What a cluster looks at ------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Frame:
    """The places and sectors in which a cluster wants somebody to work."""

    places: list[Place]
    sectors: list[str]


def frame_of(cluster: Cluster, said: Iterable[str]) -> Frame:
    """Those that its coordination chose, else its regions (or the cercles of its region) and its sectors.

    ``said``: the sectors that activities and needs of the cluster name.
    """
    places = list(cluster.followed_places.all()) or _own_places(cluster)
    chosen = {one.sector for one in cluster.followed_sectors.all()} or _own_sectors(cluster) | {*said} - {""}
    in_order = sorted(places, key=lambda place: (place.level, fold(place.name)))
    return Frame(in_order, [sector.value for sector in Sector if sector in chosen])


def _own_places(cluster: Cluster) -> list[Place]:
    valid = Place.objects.valid(on=timezone.localdate())
    inside = list(valid.filter(parent=cluster.place) if cluster.place else valid.filter(level=PlaceLevel.REGION))
    return inside or ([cluster.place] if cluster.place else [])


def _own_sectors(cluster: Cluster) -> set[str]:
    """A sector with the fields it is made of; of an inter-cluster, those of the clusters that are active."""
    if cluster.sector and cluster.kind != ClusterKind.INTER_CLUSTER:
        return {sector.value for sector in Sector if f"{sector}-".startswith(f"{cluster.sector}-")}
    return set(Cluster.objects.filter(is_active=True).exclude(sector="").values_list("sector", flat=True))
