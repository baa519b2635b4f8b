"""What goes into an archive: everything that was issued about meetings, and what one needs to check it later."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from functools import partial
from pathlib import Path, PurePosixPath

from django.db.models import Prefetch, QuerySet
from django.utils.text import slugify

from clusterhub.web.typography import format_date
from meetings.models import Document, Meeting, Picture
from minutes.archive import Entry
from minutes.models import MinutesFile, MinutesVersion, SealedSheet
from minutes.verify.authority import read_authorities
from participants.models import Cluster

Read = Callable[[MinutesFile | SealedSheet | Document | Picture], bytes]
VERSIONS = MinutesVersion.objects.order_by("number").prefetch_related("files__signature", "signatures", "publications")


def archived_meetings(cluster: Cluster, *, since: date, until: date) -> QuerySet[Meeting]:
    """Those with a record of which something was frozen, the oldest first."""
    frozen = cluster.meetings.filter(minutes__versions__isnull=False).distinct()
    return with_records(frozen.filter(starts_at__date__range=(since, until)).order_by("starts_at", "pk"))


def with_records(meetings: QuerySet[Meeting]) -> QuerySet[Meeting]:
    return meetings.select_related("cluster", "minutes").prefetch_related(
        Prefetch("minutes__versions", VERSIONS),
        *("minutes__events__actor__person", "documents", "items__documents", "pictures"),
    )


def entries_of(meeting: Meeting, *, read: Read) -> Iterator[Entry]:
    folder = f"{meeting.day.isoformat()}-{slugify(meeting.title)[:60] or 'reunion'}-{meeting.uuid.hex[:6]}"
    about = {"meeting": str(meeting.uuid)}
    for version in meeting.minutes.versions.all():
        yield from _version_entries(version, folder, about, read)
    for number, document in enumerate(_documents(meeting), 1):
        facts = {**about, "kind": "annexe", "name": document.name, "version": document.version_label}
        yield Entry(f"{folder}/annexes/{number:02}-{_safe(document)}", partial(read, document), facts)
    for picture in meeting.pictures.all():
        facts = {**about, "kind": "image", "number": str(picture.uuid)}
        suffix = picture.content_type.removeprefix("image/")
        yield Entry(f"{folder}/images/{picture.uuid}.{suffix}", partial(read, picture), facts)
    history = json.dumps(_history(meeting), ensure_ascii=False, indent=2).encode() + b"\n"
    yield Entry(f"{folder}/historique.json", lambda: history, {**about, "kind": "historique"})


def _version_entries(version: MinutesVersion, folder: str, about: dict[str, str], read: Read) -> Iterator[Entry]:
    facts = {**about, "version": version.number, "version_kind": version.kind}
    frozen = {**facts, "kind": "contenu", "content_sha256": version.content_sha256}
    yield Entry(f"{folder}/contenus/version-{version.number}.json", version.content.encode, frozen)
    for publication in version.publications.all():
        path = f"{folder}/contenus/version-{version.number}-public-{publication.pk}.json"
        yield Entry(path, publication.content.encode, {**frozen, "content_sha256": publication.content_sha256})
    for file in version.files.all():
        issued = {"kind": file.kind, "edition": file.edition, "issued_at": file.issued_at.isoformat()}
        yield Entry(f"{folder}/documents/{_issued_name(version, file)}", partial(read, file), facts | issued)


def _issued_name(version: MinutesVersion, file: MinutesFile) -> str:
    """The digest's beginning tells apart what may come several times, as scans do."""
    signed = f"-signatures-{file.signatures_count}" if file.signatures_count else ""
    suffix = PurePosixPath(str(file.file.name)).suffix
    return f"version-{version.number}-{file.edition}-{file.kind}{signed}-{file.sha256[:8]}{suffix}"


def _documents(meeting: Meeting) -> Iterable[Document]:
    attached = [*meeting.documents.all(), *(one for item in meeting.items.all() for one in item.documents.all())]
    return sorted(set(attached), key=lambda document: document.pk)


def _safe(document: Document) -> str:
    name = PurePosixPath(document.original_name)
    suffix = "".join(letter for letter in name.suffix.lower() if letter.isalnum())
    return f"{slugify(name.stem)[:80] or 'document'}.{suffix or 'bin'}"


def _history(meeting: Meeting) -> dict[str, object]:
    minutes = meeting.minutes
    moves = [
        {
            "at": event.at.isoformat(),
            "before": event.before,
            "after": event.after,
            "reason": event.reason,
            "by": event.actor.display_name if event.actor else "",
        }
        for event in minutes.events.all()
    ]
    versions = [_version_facts(version) for version in minutes.versions.all()]
    return {"title": meeting.title, "held_on": format_date(meeting.day), "moves": moves, "versions": versions}


def _version_facts(version: MinutesVersion) -> dict[str, object]:
    signatures = [
        {
            "role": signature.role,
            "name": signature.signer_name,
            "function": signature.job_title,
            "at": signature.signed_at.isoformat(),
            "certificate_sha256": signature.fingerprint,
        }
        for signature in version.signatures.all()
    ]
    return {
        "number": version.number,
        "kind": version.kind,
        "frozen_at": version.frozen_at.isoformat(),
        "content_sha256": version.content_sha256,
        "reason": version.reason,
        "signatures": signatures,
    }


def sheet_entries(cluster: Cluster, *, since: date, until: date, read: Read) -> Iterator[Entry]:
    for sheet in cluster.sealed_sheets.filter(sealed_at__date__range=(since, until)).order_by("number"):
        facts = {"kind": "fiche de suivi", "number": sheet.number, "issued_at": sheet.sealed_at.isoformat()}
        name = f"fiches-de-suivi/fiche-{sheet.number:03}"
        yield Entry(f"{name}.pdf", partial(read, sheet), facts)
        yield Entry(f"{name}.json", sheet.content.encode, {**facts, "content_sha256": sheet.content_sha256})


def authority_entries(folder: Path) -> Iterator[Entry]:
    for authority in read_authorities(folder):
        yield Entry(f"autorites/{authority.code}.pem", partial(bytes, authority.pem), {"kind": "autorité"})
        revoked = folder / authority.crl_file
        if revoked.exists():
            yield Entry(f"autorites/{authority.code}.crl", revoked.read_bytes, {"kind": "liste de révocation"})
