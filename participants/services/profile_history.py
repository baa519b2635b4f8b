"""The rows that say who changed what in a profile. They are only ever added."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.db.models import Model

from clusterhub.web.typography import format_date
from participants.enums import ProfileAct
from participants.models import Activity, Organisation, ProfileChange
from participants.voices import Voice

Change = list[str]
"""A label, what stood there before, and what stands there now."""


def log_profile_change(
    organisation: Organisation,
    act: ProfileAct,
    changes: Iterable[Change],
    *,
    voice: Voice,
    activity: Activity | None = None,
) -> ProfileChange:
    return ProfileChange.objects.create(
        organisation=organisation, activity=activity, act=act, changes=list(changes), **said_by(voice)
    )


def said_by(voice: Voice) -> dict[str, object]:
    """As the rows of a profile hold it."""
    return {"by": voice.account, "by_name": voice.shown or "ClusterHub", "link": voice.link}


def shown_values(row: Model, names: Iterable[str]) -> dict[str, str]:
    """Each field's label and its value in words."""
    fields = (row._meta.get_field(name) for name in names)
    return {str(field.verbose_name): _in_words(row, field.name) for field in fields}  # type: ignore[union-attr]


def differences(before: dict[str, str], after: dict[str, str]) -> list[Change]:
    return [[label, before.get(label, ""), now] for label, now in after.items() if before.get(label, "") != now]


def _in_words(row: Model, name: str) -> str:
    display = getattr(row, f"get_{name}_display", None)
    value = display() if display else getattr(row, name)
    if isinstance(value, date):
        return format_date(value)
    return "" if value is None else str(value)
