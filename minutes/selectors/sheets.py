"""Sealed fiches de suivi: their numbers, and what the public check says of one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from minutes.companions import FollowUpSheet
from minutes.layouts.phrases import day
from minutes.models import SealedSheet
from minutes.selectors.verification import RevocationLine, revocation_lines
from participants.models import Cluster


def next_sheet_number(cluster: Cluster) -> int:
    latest = cluster.sealed_sheets.order_by("-number").first()
    return latest.number + 1 if latest else 1


@dataclass(frozen=True)
class KnownSheet:
    """All of it is printed on the sealed file; nothing of what the meeting followed up."""

    sheet: SealedSheet
    content: FollowUpSheet

    @property
    def title(self) -> str:
        return f"Fiche de suivi n° {self.sheet.number}"

    @property
    def cluster(self) -> str:
        return self.content.cluster_name

    @property
    def as_of(self) -> str:
        return day(self.content.as_of)

    @property
    def held_on(self) -> str:
        return day(self.content.meeting.starts_at)

    @property
    def sealed_at(self) -> datetime:
        return self.sheet.sealed_at

    @property
    def sealed_by(self) -> str:
        return ", ".join(part for part in (self.sheet.signer_name, self.sheet.job_title) if part)

    @property
    def revocations(self) -> list[RevocationLine]:
        return revocation_lines([self.sheet])

    @property
    def printed_fingerprint(self) -> str:
        """The beginning that is printed at the foot of each page."""
        return self.sheet.content_sha256[:16]


def known_sheet(sheet: SealedSheet) -> KnownSheet:
    return KnownSheet(sheet, FollowUpSheet.from_json(sheet.content))


def sheet_with_key(public_key: str) -> SealedSheet | None:
    return SealedSheet.objects.filter(public_key=public_key).first()
