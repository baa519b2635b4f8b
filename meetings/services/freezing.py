"""What is copied of people and organisations on the day, and never follows later changes."""

from __future__ import annotations

from clusterhub.web.folding import strip_control_line
from participants.models import Organisation, Person


def frozen_person(person: Person) -> dict[str, object]:
    own = frozen_organisation(person.organisation) if person.organisation else {}
    return {"person": person, "name": person.name, "job_title": person.job_title, **own}


def frozen_organisation(organisation: Organisation) -> dict[str, object]:
    return {"organisation": organisation, "organisation_name": organisation.short_label}


def frozen_fields(
    *, person: Person | None, organisation: Organisation | None, name: str, job_title: str, organisation_name: str
) -> dict[str, object]:
    """An organisation that is given wins over the person's own, and what is typed over both. Empty: nobody is named."""
    fields = frozen_person(person) if person else {}
    if organisation:
        fields |= frozen_organisation(organisation)
    typed = {"name": name, "job_title": job_title, "organisation_name": organisation_name}
    fields |= {field: line for field, text in typed.items() if (line := strip_control_line(text))}
    return fields if fields.get("name") or fields.get("organisation_name") else {}
