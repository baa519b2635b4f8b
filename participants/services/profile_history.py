"""The rows that say who changed what in a profile. They are only ever added."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Model

from clusterhub.web.folding import strip_control_line
from clusterhub.web.typography import format_date
from participants.enums import ProfileAct
from participants.models import AccessLink, Activity, Organisation, ProfileChange, User

Change = list[str]
"""A label, what stood there before, and what stands there now."""


@dataclass(frozen=True)
class Author:
    """An account; or whoever came by an organisation's link, with the name that was given."""

    user: User | None = None
    name: str = ""
    link: AccessLink | None = None

    @property
    def fields(self) -> dict[str, object]:
        """As the rows that keep an author hold them."""
        name = self.user.display_name if self.user else strip_control_line(self.name) or "ClusterHub"
        return {"by": self.user, "by_name": name[:150], "link": self.link}


def log_profile_change(
    organisation: Organisation,
    act: ProfileAct,
    changes: Iterable[Change],
    *,
    author: Author,
    activity: Activity | None = None,
) -> ProfileChange:
    return ProfileChange.objects.create(
        organisation=organisation, activity=activity, act=act, changes=list(changes), **author.fields
    )


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
