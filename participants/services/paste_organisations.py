"""A pasted list of organisations: what would become of each line, then the records."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction

from clusterhub.web.folding import fold
from participants.enums import MembershipStatus, OrganisationKind, Verdict
from participants.models import Cluster, Organisation, User
from participants.paste.lines import kept_lines
from participants.paste.organisations import HEADERS, OrganisationLine, parse_organisations
from participants.selectors import lookup_organisations
from participants.services.clusters import join_cluster
from participants.services.organisations import create_organisation
from participants.validators import latin_lookalike, validate_name


@dataclass(frozen=True)
class OrganisationReading:
    line: OrganisationLine
    verdict: Verdict
    reason: str = ""
    organisation: Organisation | None = None
    parent: Organisation | None = None

    @property
    def kind_label(self) -> str:
        return OrganisationKind(self.line.kind).label if self.line.kind else ""

    @property
    def standing_label(self) -> str:
        return MembershipStatus(self.line.standing).label if self.line.standing else ""


@dataclass(frozen=True)
class OrganisationImport:
    created: list[Organisation]
    joined: list[Organisation]
    left: str
    """The lines that nothing was done with, as typed."""


def read_organisations(text: str, *, user: User) -> list[OrganisationReading]:
    lines = parse_organisations(text)
    known = lookup_organisations(text for line in lines for text in (*_keys(line), _parent_text(line)) if text)
    parents = [parent.pk for line in lines if (parent := known.get(_parent_text(line)))]
    placeable = set(Organisation.objects.placeable_by(user).filter(pk__in=parents))
    readings: list[OrganisationReading] = []
    seen: dict[str, int] = {}
    for line in lines:
        reading = _read(line, known, placeable, seen)
        readings.append(reading)
        if reading.verdict == Verdict.NEW:
            seen |= {fold(name): line.number for name in _names(line)}
    return readings


def _read(
    line: OrganisationLine, known: dict[str, Organisation | None], placeable: set[Organisation], seen: dict[str, int]
) -> OrganisationReading:
    if problem := line.problem or _bad_name(line):
        return OrganisationReading(line, Verdict.UNDECIDED, problem)
    found = {organisation for key in _keys(line) if (organisation := known.get(key))}
    if len(found) == 1:
        organisation = found.pop()
        return OrganisationReading(line, Verdict.KNOWN, f"C’est {organisation.full_label}.", organisation)
    if found:
        labels = " et ".join(sorted(organisation.full_label for organisation in found))
        return OrganisationReading(line, Verdict.UNDECIDED, f"Désigne à la fois {labels}.")
    if above := [seen[fold(name)] for name in _names(line) if fold(name) in seen]:
        return OrganisationReading(line, Verdict.KNOWN, f"Déjà à la ligne {above[0]}.")
    return _read_new(line, known.get(_parent_text(line)), placeable)


def _read_new(line: OrganisationLine, parent: Organisation | None, placeable: set[Organisation]) -> OrganisationReading:
    if parent is None or parent.parent_id:
        return OrganisationReading(line, Verdict.NEW)
    if parent not in placeable:
        reason = f"{parent.short_label} n’est pas dans vos clusters : vous ne pouvez pas lui ajouter d’unité."
        return OrganisationReading(line, Verdict.UNDECIDED, reason)
    return OrganisationReading(line, Verdict.NEW, f"Unité de {parent.full_label}.", parent=parent)


def _names(line: OrganisationLine) -> list[str]:
    return [name for name in (line.name, line.acronym, *line.aliases) if name]


def _keys(line: OrganisationLine) -> list[str]:
    """Every text of the line that may name the organisation, as spelled and as it looks."""
    names = _names(line)
    return list(dict.fromkeys([*names, *(latin_lookalike(name) for name in names)]))


def _parent_text(line: OrganisationLine) -> str:
    """``MINUSMA`` of ``MINUSMA/DDR``."""
    head, mark, tail = line.name.partition("/")
    return head.strip() if mark and tail.strip() else ""


def _bad_name(line: OrganisationLine) -> str:
    try:
        for name in _names(line):
            validate_name(name)
    except ValidationError as error:
        return error.messages[0]
    return ""


@transaction.atomic
def import_organisations(*, text: str, user: User, cluster: Cluster | None = None) -> OrganisationImport:
    """Create what is new and, where a cluster is given, make the whole list its members. Twice changes nothing."""
    readings = read_organisations(text, user=user)
    made = {_create(reading): reading.line.standing for reading in readings if reading.verdict == Verdict.NEW}
    known = {reading.organisation: reading.line.standing for reading in readings if reading.organisation}
    joined = _join(cluster, made | known) if cluster else []
    undecided = [reading.line.number for reading in readings if reading.verdict == Verdict.UNDECIDED]
    left = kept_lines(text, undecided, headers=HEADERS)
    return OrganisationImport(list(made), joined, left)


def _create(reading: OrganisationReading) -> Organisation:
    line = reading.line
    own = line.name.partition("/")[2].strip() if reading.parent else line.name
    return create_organisation(
        name=own,
        acronym=own if reading.parent and line.acronym else line.acronym,
        kind=line.kind or (reading.parent.kind if reading.parent else OrganisationKind.OTHER),
        parent=reading.parent,
        aliases=line.aliases,
    )


def _join(cluster: Cluster, standings: Mapping[Organisation, str]) -> list[Organisation]:
    """As what each list says, else as members; who is in the cluster already stays as it is."""
    inside = set(cluster.memberships.filter(until=None).values_list("organisation", flat=True))
    joining = [organisation for organisation in standings if organisation.pk not in inside]
    for organisation in joining:
        status = standings[organisation] or MembershipStatus.MEMBER
        join_cluster(cluster=cluster, organisation=organisation, status=status)
    return joining
