"""What an organisation says of itself: presentation, sectors, places, projects."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from django.db import transaction

from clusterhub.web.folding import strip_control
from participants.enums import ProfileAct, Sector
from participants.models import (
    Cluster,
    FollowedSector,
    Organisation,
    OrganisationProject,
    OrganisationSector,
    Place,
    User,
)
from participants.services.profile_history import differences, log_profile_change
from participants.services.searching import index_organisation
from participants.voices import Voice


class Project(NamedTuple):
    code: str
    title: str = ""

    def __str__(self) -> str:
        return f"{self.code} : {self.title}" if self.title else self.code


@transaction.atomic
def save_profile(
    organisation: Organisation,
    *,
    by: User | None,
    presentation: str,
    sectors: Iterable[str],
    places: Sequence[Place],
    projects: Iterable[Project],
) -> Organisation:
    """Replace all four; what changed leaves a row, nothing when nothing did."""
    before = _in_words(Organisation.objects.select_for_update().get(pk=organisation.pk))
    organisation.presentation = strip_control(presentation).strip()
    organisation.save(update_fields=("presentation",))
    organisation.places.set(places)
    _set_sectors(organisation, sectors)
    _set_projects(organisation, projects)
    if changes := differences(before, _in_words(organisation)):
        log_profile_change(organisation, ProfileAct.PRESENTED, changes, voice=Voice(account=by))
        index_organisation(organisation)
    return organisation


def _set_sectors(organisation: Organisation, sectors: Iterable[str]) -> None:
    wanted = set(sectors)
    organisation.sectors.exclude(sector__in=wanted).delete()
    known = set(organisation.sectors.values_list("sector", flat=True))
    OrganisationSector.objects.bulk_create(
        OrganisationSector(organisation=organisation, sector=sector) for sector in sorted(wanted - known)
    )


def _set_projects(organisation: Organisation, projects: Iterable[Project]) -> None:
    organisation.projects.all().delete()
    OrganisationProject.objects.bulk_create(
        OrganisationProject(organisation=organisation, code=project.code, title=project.title) for project in projects
    )


def _in_words(organisation: Organisation) -> dict[str, str]:
    sectors = organisation.sectors.values_list("sector", flat=True)
    return {
        "présentation": organisation.presentation,
        "secteurs": ", ".join(Sector(sector).label for sector in sectors),
        "lieux": ", ".join(place.name for place in organisation.places.order_by("level", "name")),
        "projets": ", ".join(str(project) for project in organisation.projects.all()),
    }


@transaction.atomic
def follow_coverage(cluster: Cluster, *, places: Sequence[Place], sectors: Iterable[str]) -> None:
    """The places and sectors that the cluster looks at; none: those that follow from its own."""
    cluster.followed_places.set(places)
    cluster.followed_sectors.all().delete()
    FollowedSector.objects.bulk_create(
        FollowedSector(cluster=cluster, sector=sector) for sector in sorted(set(sectors))
    )
