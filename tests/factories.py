"""Organisations, people, accounts and clusters for tests, made by the house's own services."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import count
from typing import Any

from participants.enums import MembershipStatus, OrganisationKind, Role
from participants.models import (
    Cluster,
    ClusterRole,
    DistributionList,
    Membership,
    Organisation,
    OrganisationGroup,
    Person,
    Place,
    User,
)
from participants.services.clusters import give_role, join_cluster, save_cluster, save_group
from participants.services.lists import save_list
from participants.services.organisations import create_organisation
from participants.services.people import create_person
from tests.fixtures.kept import kept

PASSWORD = "un mot de passe de test"  # noqa: S105
LONG_AGO = date(2015, 1, 1)

numbers = count(1)


def make_organisation(
    acronym: str | None = None, name: str | None = None, *, aliases: tuple[str, ...] = (), **fields: Any
) -> Organisation:
    acronym = f"ORG{next(numbers)}" if acronym is None else acronym
    fields.setdefault("kind", OrganisationKind.NATIONAL_NGO)
    return create_organisation(name=name or f"Organisation {acronym}", acronym=acronym, aliases=aliases, **fields)


def make_person(
    name: str | None = None,
    organisation: Organisation | None = None,
    *,
    emails: tuple[str, ...] = (),
    phones: tuple[str, ...] = (),
    job_title: str = "",
) -> Person:
    return create_person(
        name=name or f"Personne {next(numbers)}",
        organisation=organisation,
        job_title=job_title,
        emails=emails,
        phones=phones,
    )


def make_user(person: Person | None = None, email: str | None = None, **fields: Any) -> User:
    """An account with the password ``PASSWORD``; without a person, one is made."""
    person = person or make_person()
    return User.objects.create_user(email or f"compte{next(numbers)}@example.org", PASSWORD, person=person, **fields)


def make_admin(email: str | None = None) -> User:
    return User.objects.create_superuser(email or f"admin{next(numbers)}@example.org", PASSWORD)


def make_cluster(
    short_name: str | None = None, code: str | None = None, *, aliases: tuple[str, ...] = (), **fields: Any
) -> Cluster:
    number = next(numbers)
    short_name = short_name or f"Cluster {number}"
    fields.setdefault("name", f"{short_name} du Mali")
    return save_cluster(Cluster(short_name=short_name, code=code or f"C{number}", **fields), aliases=aliases)


def make_membership(
    organisation: Organisation,
    cluster: Cluster,
    status: str = MembershipStatus.MEMBER,
    *,
    since: date = LONG_AGO,
    until: date | None = None,
) -> Membership:
    return join_cluster(cluster=cluster, organisation=organisation, status=status, since=since, until=until)


def make_role(
    who: Person | User,
    cluster: Cluster,
    role: str = Role.COORDINATOR,
    *,
    organisation: Organisation | None = None,
    topic: str = "",
    since: date = LONG_AGO,
    until: date | None = None,
) -> ClusterRole:
    person = who.person if isinstance(who, User) else who
    return give_role(
        cluster=cluster, person=person, role=role, organisation=organisation, topic=topic, since=since, until=until
    )


def make_group(cluster: Cluster, name: str, organisations: list[Organisation]) -> OrganisationGroup:
    return save_group(OrganisationGroup(cluster=cluster, name=name), organisations=organisations)


def make_list(
    cluster: Cluster,
    name: str = "Bailleurs",
    *,
    people: Iterable[Person] = (),
    organisations: Iterable[Organisation] = (),
    addresses: Iterable[tuple[str, str]] = (),
    **fields: Any,
) -> DistributionList:
    chosen = DistributionList(cluster=cluster, name=name, **fields)
    return save_list(chosen, people=people, organisations=organisations, addresses=addresses)


def make_place(name: str = "Gao", level: int = 1, **fields: Any) -> Place:
    return Place.objects.create(name=name, level=level, **fields)


@dataclass(frozen=True)
class People:
    """A cluster and one account of each kind in it; ``stranger`` coordinates another cluster."""

    cluster: Cluster
    other_cluster: Cluster
    lead: Organisation
    partner: Organisation
    watcher: Organisation
    outsider: Organisation
    coordinator: User
    rapporteur: User
    member: User
    focal_point: User
    observer: User
    stranger: User
    admin: User


@kept
def make_people() -> People:
    cluster, other_cluster = make_cluster("Relèvement", "CRP"), make_cluster("Abris", "ABR")
    lead, partner, watcher, outsider = (make_organisation(name) for name in ("CHEF", "PARTEN", "VIGIE", "AILLEURS"))
    for organisation in (lead, partner):
        make_membership(organisation, cluster)
    make_membership(watcher, cluster, MembershipStatus.OBSERVER)
    make_membership(outsider, other_cluster)
    people = People(
        cluster,
        other_cluster,
        lead,
        partner,
        watcher,
        outsider,
        coordinator=_account("Awa Coordination", lead, "coordination"),
        rapporteur=_account("Bakary Rapporteur", lead, "rapporteur"),
        member=_account("Kadi Membre", partner, "membre"),
        focal_point=_account("Ouria Point Focal", partner, "focal"),
        observer=_account("Sidi Observateur", watcher, "observateur"),
        stranger=_account("Nana Ailleurs", outsider, "ailleurs"),
        admin=make_admin("admin@example.org"),
    )
    make_role(people.coordinator, cluster, Role.COORDINATOR)
    make_role(people.rapporteur, cluster, Role.RAPPORTEUR)
    make_role(people.focal_point, cluster, Role.FOCAL_POINT)
    make_role(people.stranger, other_cluster, Role.COORDINATOR)
    return people


def _account(name: str, organisation: Organisation, mailbox: str) -> User:
    person = make_person(name, organisation, emails=(f"{mailbox}@example.org",), phones=("+223 70 00 00 00",))
    return make_user(person, f"{mailbox}@example.org")
