"""Who chairs, reports, co-facilitates. Name, function and organisation are copied and never follow later changes."""

from __future__ import annotations

from collections.abc import Iterator

from django.db import IntegrityError, transaction

from meetings.enums import MeetingRoleKind
from meetings.errors import MeetingsError
from meetings.models import Meeting, MeetingRole
from meetings.services.freezing import frozen_fields, frozen_organisation, frozen_person
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
    fields = frozen_fields(
        person=person, organisation=organisation, name=name, job_title=job_title, organisation_name=organisation_name
    )
    if not fields:
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
