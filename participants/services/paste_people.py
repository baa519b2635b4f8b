"""A pasted list of people: what would become of each line, then the records."""

from __future__ import annotations

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction

from clusterhub.web.folding import fold
from participants.enums import Verdict
from participants.models import Organisation, Person, User
from participants.paste.lines import kept_lines
from participants.paste.people import HEADERS, PersonLine, parse_people
from participants.selectors import lookup_organisations, people_called
from participants.services.people import create_person
from participants.validators import validate_name


@dataclass(frozen=True)
class PersonReading:
    line: PersonLine
    verdict: Verdict
    reason: str = ""
    organisation: Organisation | None = None
    person: Person | None = None


@dataclass(frozen=True)
class PersonImport:
    created: list[Person]
    left: str
    """The lines that nothing was done with, as typed."""


def read_people(text: str, *, user: User) -> list[PersonReading]:
    """``user`` decides which people can be recognised, and in which organisations new ones can be put."""
    lines = parse_people(text)
    organisations = lookup_organisations(word for line in lines for word in (line.organisation, *line.words) if word)
    numbers = {organisation.pk for organisation in organisations.values() if organisation}
    placeable = set(Organisation.objects.placeable_by(user).filter(pk__in=numbers).values_list("pk", flat=True))
    homonyms = people_called([line.name for line in lines], user)
    readings: list[PersonReading] = []
    seen: dict[tuple[str, int | None], int] = {}
    for line in lines:
        reading = _read(_placed(line, organisations), organisations, homonyms, placeable)
        key = (fold(line.name), reading.organisation.pk if reading.organisation else None)
        if reading.verdict == Verdict.NEW and seen.setdefault(key, line.number) != line.number:
            reading = PersonReading(line, Verdict.KNOWN, f"Déjà à la ligne {seen[key]}.", reading.organisation)
        readings.append(reading)
    return readings


def _placed(line: PersonLine, organisations: dict[str, Organisation | None]) -> PersonLine:
    """Of the words of a line without columns, the organisation is the last that names one."""
    named = [word for word in line.words if organisations.get(word)]
    return line.placed(named[-1]) if named else line


def _read(
    line: PersonLine,
    organisations: dict[str, Organisation | None],
    homonyms: dict[str, list[Person]],
    placeable: set[int],
) -> PersonReading:
    organisation = organisations.get(line.organisation)
    if problem := line.problem or _bad_name(line.name):
        return PersonReading(line, Verdict.UNDECIDED, problem)
    if line.organisation and organisation is None:
        where = f"Cellule {line.organisation_cell} : organisation" if line.organisation_cell else "Organisation"
        reason = f"{where} « {line.organisation} » inconnue : ajoutez-la d’abord, ou corrigez son nom."
        return PersonReading(line, Verdict.UNDECIDED, reason)
    if same := homonyms.get(fold(line.name)):
        return _read_homonym(line, organisation, same)
    if organisation and organisation.pk not in placeable:
        reason = f"{organisation.short_label} n’est pas dans vos clusters : ajoutez-la d’abord au vôtre."
        return PersonReading(line, Verdict.UNDECIDED, reason)
    return PersonReading(line, Verdict.NEW, organisation=organisation)


def _read_homonym(line: PersonLine, organisation: Organisation | None, same: list[Person]) -> PersonReading:
    matching = [person for person in same if organisation is None or person.organisation_id == organisation.pk]
    if len(matching) == 1:
        return PersonReading(line, Verdict.KNOWN, "Déjà dans le répertoire.", organisation, matching[0])
    places = ", ".join(
        person.organisation.short_label if person.organisation else "sans organisation" for person in same
    )
    reason = f"Ce nom est déjà dans le répertoire ({places}). Si c’est quelqu’un d’autre, ajoutez-le à part."
    return PersonReading(line, Verdict.UNDECIDED, reason, organisation)


def _bad_name(name: str) -> str:
    try:
        validate_name(name, limit=150)
    except ValidationError as error:
        return error.messages[0]
    return ""


@transaction.atomic
def import_people(*, text: str, user: User) -> PersonImport:
    """Create who is new. Twice changes nothing; somebody known keeps what was known."""
    readings = read_people(text, user=user)
    created = [_create(reading) for reading in readings if reading.verdict == Verdict.NEW]
    undecided = [reading.line.number for reading in readings if reading.verdict == Verdict.UNDECIDED]
    left = kept_lines(text, undecided, headers=HEADERS)
    return PersonImport(created, left)


def _create(reading: PersonReading) -> Person:
    line = reading.line
    return create_person(
        name=line.name,
        organisation=reading.organisation,
        job_title=line.job_title,
        emails=line.emails,
        phones=line.phones,
    )
