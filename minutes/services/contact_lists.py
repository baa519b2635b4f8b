"""Producing a liste de contacts. Each production leaves a row, in whose transaction the bytes are made."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from operator import itemgetter

from django.utils import timezone

from clusterhub.web.sheets import Column, write_xlsx
from clusterhub.web.spreadsheet import csv_table
from minutes.companions import ContactList, companion_html
from minutes.errors import SealFailed
from minutes.render import RenderRefused, render_bounded
from minutes.selectors.contacts import contact_list
from participants.enums import ContactListFormat
from participants.models import Cluster, ContactListEntry, User

TAGS = {
    "Organisation": "#org+name",
    "Type": "#org+type",
    "Statut": "#org+status",
    "Nom et prénom": "#contact+name",
    "Fonction": "#contact+job",
    "Rôle": "#contact+role",
    "E-mail": "#contact+email",
    "Téléphone": "#contact+phone",
}
COLUMNS = tuple(TAGS)


@dataclass(frozen=True)
class ProducedList:
    name: str
    data: bytes


def produce_contact_list(*, cluster: Cluster, format: str, by: User, at: datetime | None = None) -> ProducedList:
    """As this user may see it. Raises ``SealFailed``; then nothing is written down. Nothing of it is cached."""
    at = at or timezone.now()
    sheet = contact_list(cluster, by, at=at)
    data = WRITERS[ContactListFormat(format)](sheet)
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


def _as_xlsx(sheet: ContactList) -> bytes:
    columns = [Column(heading, tag, itemgetter(at), 24) for at, (heading, tag) in enumerate(TAGS.items())]
    foot = (sheet.foot, *[""] * (len(TAGS) - 1))
    file = io.BytesIO()
    write_xlsx(file, "Contacts", columns, [*_rows(sheet), foot])
    return file.getvalue()


WRITERS = {ContactListFormat.PDF: _as_pdf, ContactListFormat.CSV: _as_csv, ContactListFormat.XLSX: _as_xlsx}


def _rows(sheet: ContactList) -> Iterator[tuple[str, ...]]:
    """Without anybody, an organisation has a row of its own."""
    for group in sheet.groups:
        of_group = group.name, group.kind_label, group.status_label
        if not group.lines:
            yield (*of_group, "", "", "", "", "")
        for line in group.lines:
            how = ", ".join(line.emails), ", ".join(line.phones)
            yield (*of_group, line.name, line.job_title, ", ".join(line.roles), *how)
