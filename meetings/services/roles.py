"""Who chairs, reports, co-facilitates. Name, function and organisation are copied and never follow later changes."""

from __future__ import annotations

from collections.abc import Iterator

from django.db import IntegrityError, transaction

from meetings.enums import MeetingRoleKind
from meetings.errors import MeetingsError
from meetings.models import Meeting, MeetingRole
from meetings.services.locks import lock_editable
from participants.enums import Role
from participants.models import ClusterRole, Organisation, Person

PREFILLED = {Role.COORDINATOR: MeetingRoleKind.CHAIR, Role.RAPPORTEUR: MeetingRoleKind.RAPPORTEUR}


def prefill_roles(*, meeting: Meeting) -> None:
    """The coordinator chairs, the rapporteur reports, the co-facilitating organisations co-facilitate."""
    MeetingRole.objects.bulk_create(
        MeetingRole(meeting=meeting, position=position, **fields)
        for position, fields in enumerate(_usual_roles(meeting), start=1)
    )


def _usual_roles(meeting: Meeting) -> Iterator[dict[str, object]]:
    roles = ClusterRole.objects.filter(cluster_id=meeting.cluster_id, role__in=PREFILLED).current(on=meeting.day)
    given = {role.role: role.person for role in roles.select_related("person__organisation__parent").order_by("-pk")}
    for role, kind in PREFILLED.items():
        if role in given:
            yield {"kind": kind, **frozen_person(given[role])}
    for organisation in meeting.cluster.co_facilitators.select_related("parent"):
        yield {"kind": MeetingRoleKind.CO_FACILITATOR, **frozen_organisation(organisation)}


def frozen_person(person: Person) -> dict[str, object]:
    """What is copied of a person on the day."""
    own = frozen_organisation(person.organisation) if person.organisation else {}
    return {"person": person, "name": person.name, "job_title": person.job_title, **own}


def frozen_organisation(organisation: Organisation) -> dict[str, object]:
    return {"organisation": organisation, "organisation_name": organisation.short_label}


@transaction.atomic
def add_meeting_role(
    *,
    meeting: Meeting,
    kind: str,
    person: Person | None = None,
    organisation: Organisation | None = None,
    name: str = "",
    job_title: str = "",
    organisation_name: str = "",
) -> MeetingRole:
    """A person, an organisation, or only what is typed (a guest who is not in the house)."""
    lock_editable(meeting)
    typed = {"name": name.strip(), "job_title": job_title.strip(), "organisation_name": organisation_name.strip()}
    fields: dict[str, object] = {} if not organisation else frozen_organisation(organisation)
    if person:
        fields = {**frozen_person(person), **fields}
    fields |= {field: value for field, value in typed.items() if value}
    if not fields.get("name") and not fields.get("organisation_name"):
        raise MeetingsError("Indiquez une personne ou une organisation.")
    return _created(meeting, kind, fields)


def _created(meeting: Meeting, kind: str, fields: dict[str, object]) -> MeetingRole:
    try:
        with transaction.atomic():
            return MeetingRole.objects.create(meeting=meeting, kind=kind, position=meeting.roles.count() + 1, **fields)
    except IntegrityError as error:
        raise MeetingsError("Cette personne a déjà ce rôle dans la réunion.") from error


@transaction.atomic
def remove_meeting_role(*, role: MeetingRole) -> None:
    lock_editable(role.meeting)
    role.delete()
