"""One zip per meeting or per period, for whoever keeps the papers."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import chain
from typing import IO

from django.utils import timezone

from clusterhub.web.mail import absolute_url
from clusterhub.web.typography import format_date
from meetings.models import Document, Meeting, Picture
from minutes.archive import Entry, EntryUnavailable, write_archive
from minutes.errors import FileDamaged, NothingToArchive
from minutes.models import MinutesFile, SealedSheet
from minutes.selectors.archive import (
    archived_meetings,
    authority_entries,
    entries_of,
    sheet_entries,
    with_records,
)
from minutes.services.authority import signing_folder
from minutes.services.files import CHANGED, GONE, digest, read_issued
from participants.models import Cluster


def archive_meeting(meeting: Meeting) -> IO[bytes]:
    """An open file without a name, at its beginning. Raises ``NothingToArchive`` before anything was frozen."""
    found = with_records(Meeting.objects.filter(pk=meeting.pk, minutes__versions__isnull=False).distinct())
    title = f"{meeting.cluster.name} : {meeting.title}, {format_date(meeting.day)}"
    return _packed(list(found), (), title=title)


def archive_period(cluster: Cluster, *, since: date, until: date) -> IO[bytes]:
    """The same; both days included."""
    meetings = list(archived_meetings(cluster, since=since, until=until))
    sheets = list(sheet_entries(cluster, since=since, until=until, read=read_whole))
    title = f"{cluster.name} : du {format_date(since)} au {format_date(until)}"
    return _packed(meetings, sheets, title=title)


def _packed(meetings: Sequence[Meeting], sheets: Sequence[Entry], *, title: str) -> IO[bytes]:
    """On disk, not in memory; it goes when it is closed."""
    if not meetings and not sheets:
        raise NothingToArchive("Aucun compte rendu n’a été diffusé ni scellé : il n’y a rien à archiver.")
    entries = chain(_entries(meetings), sheets, authority_entries(signing_folder()))
    target = tempfile.TemporaryFile()
    try:
        address = absolute_url("minutes:verify")
        write_archive(target, entries, title=title, made_on=timezone.localdate(), address=address)
    except BaseException:
        target.close()
        raise
    target.seek(0)
    return target


def _entries(meetings: Iterable[Meeting]) -> Iterator[Entry]:
    for meeting in meetings:
        yield from entries_of(meeting, read=read_whole)


def read_whole(file: MinutesFile | SealedSheet | Document | Picture) -> bytes:
    """Only bytes that are still those of the digest kept."""
    if not isinstance(file, Document | Picture):
        try:
            return read_issued(file)
        except FileDamaged as error:
            raise EntryUnavailable(str(error)) from error
    try:
        with file.file.open("rb") as opened:
            data: bytes = opened.read()
    except OSError as error:
        raise EntryUnavailable(GONE) from error
    if digest(data) != file.sha256:
        raise EntryUnavailable(CHANGED)
    return data
