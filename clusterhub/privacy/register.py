"""All declarations of all floors, joined to the models that they name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from django.apps import apps
from django.db.models import Field, Model

import actions.privacy
import meetings.privacy
import minutes.privacy
import participants.privacy
from clusterhub.privacy import third_party
from clusterhub.web.privacy import NUMBERS, Kept, Register

APPS: Mapping[str, Register] = {
    "participants": participants.privacy.FIELDS,
    "meetings": meetings.privacy.FIELDS,
    "actions": actions.privacy.FIELDS,
    "minutes": minutes.privacy.FIELDS,
    "search": third_party.SEARCH,
    "post_office": third_party.POST_OFFICE,
    "axes": third_party.AXES,
    "sessions": third_party.SESSIONS,
    "admin": third_party.ADMIN,
    "auth": third_party.AUTH,
    "contenttypes": third_party.CONTENT_TYPES,
}


def declared() -> Iterator[tuple[type[Model], Kept]]:
    """In the order of the declarations."""
    for app, register in APPS.items():
        for name, kept in register.items():
            yield apps.get_model(app, name), kept


def fields_of(model: type[Model]) -> list[Field[Any, Any]]:
    """Its own columns and the lists that it holds, without its numbers."""
    held = (*model._meta.local_fields, *model._meta.local_many_to_many)
    return [field for field in held if field.name not in NUMBERS]


def undeclared() -> list[str]:
    """What somebody forgot, or declared twice or for nothing, in words for whoever adds a field."""
    found = [model for model in apps.get_models() if model._meta.object_name not in APPS.get(model._meta.app_label, {})]
    complaints = [f"{model._meta.label} : aucune déclaration dans privacy.py" for model in found]
    for model, kept in declared():
        names, said = [field.name for field in fields_of(model)], [name for name, _ in kept.classes()]
        complaints += [f"{model._meta.label}.{name} : sans classe" for name in names if name not in said]
        complaints += [f"{model._meta.label}.{name} : n’existe pas" for name in said if name not in names]
        complaints += [f"{model._meta.label}.{name} : deux classes" for name in set(said) if said.count(name) > 1]
        odd = {*kept.sooner, *kept.copies, *kept.stays, *kept.said} - set(names)
        complaints += [f"{model._meta.label}.{name} : n’existe pas" for name in sorted(odd)]
    return complaints
