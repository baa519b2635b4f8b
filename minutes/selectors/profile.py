"""Reads an organisation into its fiche de profil."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, time

from django.utils import timezone

from clusterhub.web.folding import fold
from minutes.companions import ActivityLine, ActivityTable, FocalPoint, ProfileSheet
from participants.enums import PlaceLevel
from participants.exports import PCODE, Gazetteer
from participants.models import Activity, Organisation, Place, User
from participants.profiles import ActivityGroup, activity_groups, focal_points, project_lines

ELSEWHERE, WHOLE = "Autre", "toute la région"


def profile_sheet(organisation: Organisation, user: User, *, on: date, in_house: bool = False) -> ProfileSheet:
    """To hand on: what the profile says. In-house: with what the reader knows from round tables."""
    known = activity_groups(organisation, user)
    groups = known if in_house else [_of_profile(group) for group in known]
    midnight = timezone.make_aware(datetime.combine(on, time.min))
    return ProfileSheet(
        organisation=organisation.short_label,
        full_name=organisation.full_label,
        made_at=midnight.isoformat(timespec="seconds"),
        presentation=tuple(line for line in organisation.presentation.splitlines() if line.strip()),
        facts=tuple(_facts(organisation)),
        regions=tuple(_regions(organisation.places.all())),
        focal_points=tuple(_focal_points(organisation, user)),
        projects=tuple(project_lines(organisation, groups)),
        tables=tuple(_table(group) for group in groups if group.activities),
        left_out=sum(len(group.activities) for group in known) - sum(len(group.activities) for group in groups),
        is_in_house=in_house,
    )


def _of_profile(group: ActivityGroup) -> ActivityGroup:
    return ActivityGroup(group.state, [one for one in group.activities if one.cluster is None])


def _facts(organisation: Organisation) -> Iterable[tuple[str, str]]:
    sectors = ", ".join(one.get_sector_display() for one in organisation.sectors.all())
    parent = organisation.parent.full_label if organisation.parent else ""
    said = (
        ("Nom", organisation.name),
        ("Sigle", organisation.acronym),
        ("Type", organisation.get_kind_display()),
        ("Unité de", parent),
        ("Secteurs", sectors or "Non précisés"),
        ("Site web", organisation.website),
    )
    return ((name, value) for name, value in said if value)


def _regions(places: Iterable[Place]) -> list[tuple[str, str]]:
    """Each region with its P-code, and the places in it: « toute la région » when it was named itself."""
    gazetteer = Gazetteer()
    found: dict[str, list[str]] = {}
    for place in places:
        region, code = gazetteer.name(place.pk, PlaceLevel.REGION), gazetteer.pcode(place.pk, PlaceLevel.REGION)
        title = (f"{region} ({code})" if code else region) or ELSEWHERE
        found.setdefault(title, []).append(WHOLE if place.level == PlaceLevel.REGION else _named(place))
    return [(title, ", ".join(sorted(names, key=_whole_first))) for title, names in sorted(found.items())]


def _whole_first(name: str) -> tuple[bool, str]:
    return name != WHOLE, fold(name)


def _named(place: Place) -> str:
    return f"{place.name} ({place.code})" if place.code_system == PCODE else place.name


def _focal_points(organisation: Organisation, user: User) -> Iterable[FocalPoint]:
    for role in focal_points(organisation, user):
        yield FocalPoint(name=role.person.name, job_title=role.person.job_title, cluster=role.cluster.short_name)


def _table(group: ActivityGroup) -> ActivityTable:
    return ActivityTable(heading=group.heading, lines=tuple(map(_line, group.activities)))


def _line(activity: Activity) -> ActivityLine:
    place = activity.place
    return ActivityLine(
        description=activity.description,
        sector=activity.get_sector_display() if activity.sector else "",
        place=place.label if place else "",
        place_code=place.code if place and place.code_system == PCODE else "",
        starts_on=activity.starts_on.isoformat() if activity.starts_on else "",
        ends_on=activity.ends_on.isoformat() if activity.ends_on else "",
        project_code=activity.project_code,
        source=activity.told,
    )
