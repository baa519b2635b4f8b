"""Who gets the record by mail: those who were there."""

from __future__ import annotations

from dataclasses import dataclass

from clusterhub.web.folding import fold
from meetings.models import Attendance, Meeting


@dataclass(frozen=True)
class Recipient:
    """``address`` is empty for somebody whose address is not known."""

    name: str
    address: str


def recipients_of(meeting: Meeting) -> list[Recipient]:
    """Everybody in the room, each address once: that of the account, else the person's first one."""
    rows = meeting.attendances.in_the_room().select_related("person__user").prefetch_related("person__emails")
    found: dict[str, Recipient] = {}
    for row in rows.exclude(name=""):
        address = _address(row)
        found.setdefault(fold(address) or f"row {row.pk}", Recipient(row.name, address))
    return list(found.values())


def _address(row: Attendance) -> str:
    if row.person is None:
        return ""
    account = getattr(row.person, "user", None)
    if account and account.is_active:
        return account.email
    return next((each.email for each in row.person.emails.all()), "")
