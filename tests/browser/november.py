"""The meeting of 15 November 2016 and the small world around it, before anybody has typed a word.

The wording and the people are those of the demonstration; here they reach the database through the pages.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import time
from typing import Any

from clusterhub.demo.reading import points, read
from participants.enums import Cadence, MembershipStatus, Role, Weekday, WeekOfMonth
from participants.models import Cluster, Organisation
from tests.factories import make_cluster, make_membership, make_organisation, make_person, make_role, make_user

MEETING = read("meetings/2016-11-15-crp.toml")
PEOPLE = {row["name"]: row for row in read("people.toml")["person"]}

COORDINATOR, RAPPORTEUR, PARTNER = "coordination@example.org", "rapporteur@example.org", "partenaire@example.org"
ACCOUNTS = {
    COORDINATOR: ("Fatoumata Diarra Sissao", Role.COORDINATOR),
    RAPPORTEUR: ("Ibrahim Ag Elhadj", Role.RAPPORTEUR),
    PARTNER: ("Mariam Sangaré Bocoum", Role.FOCAL_POINT),
}
NEWCOMER = PEOPLE["Kenji Hayashida"] | {"organisation": "IOM/OIM"}
"""Nobody knows her yet, and she writes her organisation by another of its names."""
KNOWN = [PEOPLE[name] for name in MEETING["present"] if name not in (NEWCOMER["name"], ACCOUNTS[RAPPORTEUR][0])]
PARTICIPANTS = [*KNOWN, NEWCOMER]
EXCUSED = "APCAM"
OTHERS = "ACTED, AVSF, APCAM, CRS, DNDS, MINUSMA/DDR, Mercy Corps, 3AG, OIM, PNUD, World Vision"
"""The members and partners other than SIA, by their full names."""


def numbered_points() -> Iterator[tuple[str, dict[str, Any]]]:
    """Each point of the agenda with the number that the page gives it."""
    top, below = 0, 0
    for point, parent in points(MEETING["item"]):
        top, below = (top, below + 1) if parent else (top + 1, 0)
        yield f"{top}.{below}" if parent else str(top), point


def actions() -> list[dict[str, Any]]:
    return [row for _, point in numbered_points() for row in point.get("action", [])]


# --- The world --------------------------------------------------------------------------------------------------------


def make_world() -> Cluster:
    organisations = {row["acronym"] or row["name"]: _organisation(row) for row in _rows()}
    cluster = make_cluster(
        "Cluster Relèvement Précoce",
        "CRP",
        name="Cluster Relèvement Précoce",
        lead_organisation=organisations["PNUD"],
        usual_host=organisations["PNUD"],
        usual_start=time(14, 30),
        cadence=Cadence.MONTHLY,
        cadence_weekday=Weekday.TUESDAY,
        cadence_week=WeekOfMonth.THIRD,
    )
    for row in _rows():
        status = MembershipStatus.MEMBER if "CRP" in row.get("clusters", []) else MembershipStatus.PARTNER
        if row["acronym"] != "MINUSMA":
            make_membership(organisations[row["acronym"] or row["name"]], cluster, status)
    _people(cluster, organisations)
    return cluster


def _rows() -> list[dict[str, Any]]:
    """The cluster's members and partners, and the mission that one of them is a unit of."""
    rows = read("organisations.toml")["organisation"]
    return [
        row for row in rows if row["acronym"] == "MINUSMA" or "CRP" in row.get("clusters", []) + row.get("partner", [])
    ]


def _organisation(row: dict[str, Any]) -> Organisation:
    parent = Organisation.objects.filter(acronym=row.get("parent", "—")).first()
    aliases = tuple(row.get("aliases", []))
    return make_organisation(row["acronym"], row["name"], kind=row["kind"], aliases=aliases, parent=parent)


def _people(cluster: Cluster, organisations: dict[str, Organisation]) -> None:
    known = {}
    for row in [*KNOWN, PEOPLE[ACCOUNTS[RAPPORTEUR][0]]]:
        organisation = organisations[row["organisation"].removeprefix("MINUSMA/")]
        emails = tuple(row["emails"])
        known[row["name"]] = make_person(row["name"], organisation, emails=emails, job_title=row["job_title"])
    for email, (name, role) in ACCOUNTS.items():
        make_role(make_user(known[name], email), cluster, role)
