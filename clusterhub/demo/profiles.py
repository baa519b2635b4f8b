"""Profiles, activities and needs of the demonstration, and the gaps that its clusters already look after."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from actions.enums import Status
from actions.gaps import coverage_of
from actions.services.gaps import cover_gap
from actions.services.report import report_on_action
from clusterhub.demo.people import House
from clusterhub.demo.reading import read
from participants.enums import ActivityState, Role
from participants.models import Cluster, Place, User
from participants.services.activities import declare_need, report_activity
from participants.services.profiles import Project, follow_coverage, save_profile


def build_profiles(house: House) -> None:
    data, places = read("profiles.toml"), {place.code: place for place in Place.objects.exclude(code="")}
    for row in data["frame"]:
        chosen = [places[code] for code in row["places"]]
        follow_coverage(house.clusters[row["cluster"]], places=chosen, sectors=row["sectors"])
    for row in data["profile"]:
        _add_profile(house, row, places)
    for row in data["activity"]:
        _add_activity(house, row, places)
    for row in data["need"]:
        _add_need(house, row, places)
    for row in data["cover"]:
        _cover(house, row, places)


def _days_ago(days: int) -> date:
    return timezone.localdate() - timedelta(days=days)


def _add_profile(house: House, row: dict[str, Any], places: dict[str, Place]) -> None:
    save_profile(
        house.organisations[row["organisation"]],
        by=None,
        presentation=row.get("presentation", ""),
        sectors=row["sectors"],
        places=[places[code] for code in row["places"]],
        projects=[Project(code, title) for code, title in row.get("projects", [])],
    )


def _add_activity(house: House, row: dict[str, Any], places: dict[str, Place]) -> None:
    report_activity(
        organisation=house.organisations[row["organisation"]],
        cluster=house.clusters.get(row.get("cluster", "")),
        by=None,
        sector=row["sector"],
        place=places[row["place"]],
        state=row.get("state", ActivityState.UNDER_WAY),
        description=row["description"],
        project_code=row.get("project", ""),
        starts_on=_days_ago(row["started"]) if "started" in row else None,
        ends_on=_days_ago(-row["ends_in"]) if "ends_in" in row else None,
        reported_on=_days_ago(row["ago"]),
    )


def _add_need(house: House, row: dict[str, Any], places: dict[str, Place]) -> None:
    declare_need(
        cluster=house.clusters[row["cluster"]],
        by=None,
        text=row["text"],
        sector=row["sector"],
        place=places[row["place"]],
        organisation=house.organisations.get(row.get("organisation", "")),
        declared_on=_days_ago(row["ago"]),
    )


def _cover(house: House, row: dict[str, Any], places: dict[str, Place]) -> None:
    """One tap of the coordinator; some of these actions are done by now."""
    cluster, place = house.clusters[row["cluster"]], places[row["place"]]
    by = _coordinator(cluster)
    cell = coverage_of(cluster, by).grid.cell(place.pk, row["sector"])
    wants = [want.text for want in cell.open_wants]
    action, _ = cover_gap(cluster=cluster, place=place, sector=row["sector"], by=by, wants=wants)
    if "done" in row:
        report_on_action(action, by=by, status=Status.DONE, comment=row["done"])


def _coordinator(cluster: Cluster) -> User:
    """Whoever holds the role: the data files say so of every cluster named here."""
    return User.objects.filter(person__roles__cluster=cluster, person__roles__role=Role.COORDINATOR).earliest("pk")
