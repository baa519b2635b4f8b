"""A zip that explains itself: files, their digests, a manifest for programs and a page of French for people.

Pure: it is given what goes in. The same entries give the same bytes.
"""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import IO

from clusterhub.web.typography import format_date

FORMAT = "clusterhub-archive-1"
MANIFEST, SUMS, EXPLANATION = "manifeste.json", "SHA256SUMS", "LISEZMOI.txt"
EPOCH = (1980, 1, 1, 0, 0, 0)
"""The first day that a zip can write: what counts is in the manifest."""
PERMISSIONS = 0o644 << 16


class EntryUnavailable(Exception):
    """The file cannot be put into the archive; the message says why, in French."""


@dataclass(frozen=True, slots=True)
class Entry:
    """``read`` gives the bytes, or raises ``EntryUnavailable``. ``about`` goes into the manifest as it is."""

    path: str
    read: Callable[[], bytes]
    about: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Missing:
    path: str
    reason: str


@dataclass(frozen=True, slots=True)
class Packed:
    """What went in: (path, SHA-256, size in bytes, about), and what could not."""

    files: tuple[tuple[str, str, int, Mapping[str, object]], ...]
    missing: tuple[Missing, ...]


def write_archive(target: IO[bytes], entries: Iterable[Entry], *, title: str, made_on: date, address: str) -> Packed:
    """``address``: where files are verified. A file that cannot be read is left out, and the archive says so."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        packed = _pack(archive, entries)
        manifest = _manifest(packed, title, made_on).encode()
        _write(archive, MANIFEST, manifest)
        _write(archive, EXPLANATION, _explanation(packed, title, made_on, address).encode())
        _write(archive, SUMS, _sums(packed, manifest).encode())
    return packed


def _pack(archive: zipfile.ZipFile, entries: Iterable[Entry]) -> Packed:
    files, missing = [], []
    for entry in entries:
        try:
            data = entry.read()
        except EntryUnavailable as error:
            missing.append(Missing(entry.path, str(error)))
            continue
        _write(archive, entry.path, data)
        files.append((entry.path, _digest(data), len(data), entry.about))
    return Packed(tuple(files), tuple(missing))


def _write(archive: zipfile.ZipFile, path: str, data: bytes) -> None:
    info = zipfile.ZipInfo(path, EPOCH)
    info.compress_type = zipfile.ZIP_DEFLATED
    info.external_attr = PERMISSIONS
    archive.writestr(info, data)


def _digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _manifest(packed: Packed, title: str, made_on: date) -> str:
    files = [{"path": path, "sha256": sha256, "size": size, **about} for path, sha256, size, about in packed.files]
    missing = [{"path": one.path, "reason": one.reason} for one in packed.missing]
    head = {"format": FORMAT, "title": title, "made_on": made_on.isoformat()}
    manifest = head | {"files": files, "missing": missing}
    return json.dumps(manifest, ensure_ascii=False, indent=2) + "\n"


def _sums(packed: Packed, manifest: bytes) -> str:
    """As ``sha256sum --check`` reads it."""
    sums = [*((sha256, path) for path, sha256, _, _ in packed.files), (_digest(manifest), MANIFEST)]
    return "".join(f"{sha256}  {path}\n" for sha256, path in sums)


def _explanation(packed: Packed, title: str, made_on: date, address: str) -> str:
    return "\n".join(_lines(packed, title, made_on, address)) + "\n"


def _lines(packed: Packed, title: str, made_on: date, address: str) -> Iterator[str]:
    yield from (title, "=" * len(title), "", f"Archive faite le {format_date(made_on)} par ClusterHub.", "")
    if packed.missing:
        yield f"ATTENTION : {len(packed.missing)} fichier(s) manquent dans cette archive :"
        yield from (f"  - {one.path} : {one.reason}" for one in packed.missing)
        yield ""
    yield from WHAT_IS_IN_IT
    yield from (line.format(address=address) for line in HOW_TO_CHECK)


WHAT_IS_IN_IT = (
    "Ce que contient cette archive",
    "-----------------------------",
    "",
    "Un dossier par réunion :",
    "  - documents/ : chaque fichier tel qu’il a été émis (PDF scellé, signé ; scan signé à la main) ;",
    "  - contenus/ : le contenu figé de chaque version, en JSON ; c’est de lui que les PDF sont faits ;",
    "  - annexes/ et images/ : les documents joints à la réunion et à ses points, les images de ses textes ;",
    "  - historique.json : qui a diffusé, adopté, corrigé et signé, quand, et pourquoi.",
    "",
    "fiches-de-suivi/ : les fiches de suivi scellées de la période.",
    "autorites/ : les certificats de l’autorité interne et leurs listes de révocation.",
    f"{MANIFEST} : la liste de tous les fichiers, avec leur empreinte SHA-256 et ce qu’ils sont.",
    "",
    "Cette archive contient l’édition de la coordination : ne la transmettez qu’à qui peut la lire.",
    "",
)
HOW_TO_CHECK = (
    "Comment vérifier",
    "----------------",
    "",
    "1. Que rien n’a changé dans l’archive, sans réseau :",
    f"     sha256sum --check {SUMS}",
    "2. Qu’un PDF est authentique, et de quand datent ses signatures :",
    "     déposez-le à l’adresse {address}",
    "     ou, sur le serveur : manage.py verify FICHIER.pdf",
    "3. Sans ClusterHub : tout lecteur de PDF qui connaît les signatures PAdES les vérifie, une fois le certificat du",
    "   dossier autorites/ ajouté à ceux de confiance ; par exemple « pdfsig FICHIER.pdf ».",
    "",
    "Les signatures sont des signatures électroniques (cachet interne), non des signatures qualifiées.",
)
