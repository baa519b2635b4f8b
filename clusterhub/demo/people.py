"""Organisations, clusters and people of the demonstration."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, time
from typing import Any

from clusterhub.demo import PASSWORD
from clusterhub.demo.reading import read
from meetings.services.templates import create_agenda_template
from participants.enums import MembershipStatus
from participants.models import Cluster, Organisation, OrganisationGroup, Person, Place, User
from participants.services.clusters import give_role, join_cluster, save_cluster, save_group
from participants.services.organisations import create_organisation
from participants.services.people import create_person

SINCE = date(2016, 1, 4)


@dataclass
class House:
    """What has been built so far, by the names that the data files use."""

    organisations: dict[str, Organisation] = field(default_factory=dict)
    clusters: dict[str, Cluster] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)
    users: dict[str, User] = field(default_factory=dict)


def build_people() -> House:
    house = House()
    for row in read("organisations.toml")["organisation"]:
        _add_organisation(house, row)
    for row in read("clusters.toml")["cluster"]:
        _add_cluster(house, row)
    for row in read("organisations.toml")["organisation"]:
        _add_memberships(house, row)
    for row in read("people.toml")["person"]:
        _add_person(house, row)
    for cluster in house.clusters.values():
        create_agenda_template(cluster=cluster, name="Réunion ordinaire")
    User.objects.create_user("admin@example.org", PASSWORD, is_staff=True, is_superuser=True)
    return house


def _add_organisation(house: House, row: dict[str, Any]) -> None:
    organisation = create_organisation(
        name=row["name"],
        acronym=row["acronym"],
        kind=row["kind"],
        parent=house.organisations.get(row.get("parent", "")),
        aliases=row.get("aliases", []),
    )
    if not row.get("active", True):
        Organisation.objects.filter(pk=organisation.pk).update(is_active=False)
    house.organisations[organisation.short_label] = organisation


def _add_cluster(house: House, row: dict[str, Any]) -> None:
    fields = {name: row[name] for name in ("code", "name", "short_name", "kind", "sector")}
    optional = {name: row[name] for name in ("level", "usual_minutes", "usual_venue", "layout") if name in row}
    cluster = Cluster(
        **fields,
        **optional,
        **row.get("cadence", {}),
        parent=house.clusters.get(row.get("parent", "")),
        place=Place.objects.filter(code=row.get("place", "—")).first(),
        lead_organisation=house.organisations[row["lead"]],
        usual_host=house.organisations.get(row.get("usual_host", "")),
        usual_start=time.fromisoformat(row["usual_start"]) if "usual_start" in row else None,
    )
    facilitators = [house.organisations[name] for name in row.get("co_facilitators", [])]
    house.clusters[cluster.code] = save_cluster(cluster, aliases=row.get("aliases", []), co_facilitators=facilitators)
    for group in row.get("groups", []):
        members = [house.organisations[name] for name in group["organisations"]]
        save_group(OrganisationGroup(cluster=cluster, name=group["name"]), organisations=members)


def _add_memberships(house: House, row: dict[str, Any]) -> None:
    parent = f"{row['parent']}/" if "parent" in row else ""
    organisation = house.organisations[f"{parent}{row['acronym'] or row['name']}"]
    for key, status in (
        ("clusters", MembershipStatus.MEMBER),
        ("partner", MembershipStatus.PARTNER),
        ("observer", MembershipStatus.OBSERVER),
    ):
        for code in row.get(key, []):
            until = None if row.get("active", True) else date(2023, 12, 31)
            join_cluster(
                cluster=house.clusters[code], organisation=organisation, status=status, since=SINCE, until=until
            )


def _add_person(house: House, row: dict[str, Any]) -> None:
    person = create_person(
        name=row["name"],
        organisation=house.organisations[row["organisation"]],
        job_title=row["job_title"],
        emails=row["emails"],
        phones=row.get("phones", []),
    )
    house.people[person.name] = person
    for role in row.get("roles", []):
        organisation = house.organisations.get(role.get("organisation", ""))
        cluster = house.clusters[role["cluster"]]
        give_role(cluster=cluster, person=person, role=role["role"], organisation=organisation, since=SINCE)
    if row.get("account"):
        house.users[row["emails"][0]] = User.objects.create_user(row["emails"][0], PASSWORD, person=person)
