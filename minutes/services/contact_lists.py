"""Producing a liste de contacts. Each production leaves a row, in whose transaction the bytes are made."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from clusterhub.web.spreadsheet import csv_table
from minutes.companions import ContactList, companion_html
from minutes.errors import SealFailed
from minutes.render import RenderRefused, render_bounded
from minutes.selectors.contacts import contact_list
from participants.enums import ContactListFormat
from participants.models import Cluster, ContactListEntry, User

COLUMNS = ("Organisation", "Type", "Statut", "Nom et prénom", "Fonction", "Rôle", "E-mail", "Téléphone")


@dataclass(frozen=True)
class ProducedList:
    name: str
    data: bytes


def produce_contact_list(*, cluster: Cluster, format: str, by: User, at: datetime | None = None) -> ProducedList:
    """As this user may see it. Raises ``SealFailed``; then nothing is written down. Nothing of it is cached."""
    at = at or timezone.now()
    sheet = contact_list(cluster, by, at=at)
    data = _as_csv(sheet) if format == ContactListFormat.CSV else _as_pdf(sheet)
    ContactListEntry.objects.create(cluster=cluster, format=format, people_count=sheet.reachable_count, by=by, at=at)
    day = timezone.localdate(at).isoformat()
    return ProducedList(f"contacts-{cluster.code}-{day}.{format}", data)


def _as_pdf(sheet: ContactList) -> bytes:
    try:
        return render_bounded(companion_html(sheet)).pdf
    except RenderRefused as error:
        raise SealFailed(str(error)) from error


def _as_csv(sheet: ContactList) -> bytes:
    table = csv_table(COLUMNS, _rows(sheet))
    return f"{table}\r\n{sheet.foot}\r\n".encode()


def _rows(sheet: ContactList) -> Iterator[tuple[str, ...]]:
    """Without anybody, an organisation has a row of its own."""
    for group in sheet.groups:
        of_group = group.name, group.kind_label, group.status_label
        if not group.lines:
            yield (*of_group, "", "", "", "", "")
        for line in group.lines:
            how = ", ".join(line.emails), ", ".join(line.phones)
            yield (*of_group, line.name, line.job_title, ", ".join(line.roles), *how)
