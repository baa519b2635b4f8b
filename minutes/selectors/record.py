"""What may be read of a record, and by whom: the coordination reads the live text, everybody else frozen versions."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet

from meetings.models import Meeting
from meetings.rules import can_see_live_text
from minutes.content import Content, Edition
from minutes.editions import as_erratum, changed_parts, comparable, for_edition
from minutes.enums import Edition as EditionCode
from minutes.enums import FileKind, MinutesState, VersionKind
from minutes.layouts import known_code
from minutes.models import Minutes, MinutesFile, MinutesVersion
from minutes.rules import can_read_minutes
from minutes.selectors.freeze import freeze
from minutes.selectors.styles import style_of
from participants.models import Cluster, User


def minutes_of(meeting: Meeting) -> Minutes:
    """The record, or a new one that is not saved: reading a page writes nothing."""
    found = Minutes.objects.filter(meeting=meeting).first() or _unwritten(meeting.cluster)
    found.meeting = meeting
    return found


def _unwritten(cluster: Cluster) -> Minutes:
    return Minutes(layout=known_code(cluster.layout), document_name=style_of(cluster).document_name)


def past_comments(*, on: date) -> QuerySet[Minutes]:
    """Circulated, with the last day for remarks behind us; the oldest first."""
    waiting = Minutes.objects.filter(state=MinutesState.CIRCULATED, comments_until__lt=on)
    return waiting.select_related("meeting__cluster").order_by("comments_until", "pk")


def latest_version(minutes: Minutes) -> MinutesVersion | None:
    return minutes.versions.order_by("-number").first() if minutes.pk else None


def adopted_version(minutes: Minutes) -> MinutesVersion | None:
    """The one in force: what was adopted, or the last erratum."""
    sealed = (VersionKind.ADOPTED, VersionKind.ERRATUM)
    return minutes.versions.filter(kind__in=sealed).last() if minutes.pk else None


def number_after(latest: MinutesVersion | None) -> int:
    return latest.number + 1 if latest else 1


def content_of(version: MinutesVersion, edition: Edition = "members") -> Content:
    return for_edition(Content.from_json(version.content), edition)


# --- Reading ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Reading:
    """What one person may read now. Without a version, it is the live text."""

    content: Content
    layout: str
    version: MinutesVersion | None

    @property
    def is_live(self) -> bool:
        return self.version is None


def readable_content(meeting: Meeting, user: User, edition: Edition | None = None) -> Reading | None:
    """The version in force for members; for the coordination the live text until the record is adopted.

    ``edition`` other than the members' is for the coordination, which reads its own by default.
    """
    if not can_read_minutes(user, meeting):
        return None
    minutes = minutes_of(meeting)
    return reading_in(minutes, latest_version(minutes), user, edition)


def reading_in(
    minutes: Minutes, latest: MinutesVersion | None, user: User, edition: Edition | None = None
) -> Reading | None:
    """The same, for somebody who may read the record and whose latest version is at hand."""
    in_house = can_see_live_text(user, minutes.meeting)
    edition = (edition or "coordination") if in_house else "members"
    layout = minutes.printed_layout
    if latest and (minutes.is_sealed or not in_house):
        return Reading(content_of(latest, edition), layout, latest)
    return Reading(for_edition(live_content(minutes, latest), edition), layout, None) if in_house else None


def live_content(
    minutes: Minutes, latest: MinutesVersion | None, *, is_draft: bool = True, frozen_at: datetime | None = None
) -> Content:
    """The text as it stands, as the next version: a project, what is adopted, or the erratum of what was."""
    content = freeze(minutes.meeting, number=number_after(latest), is_draft=is_draft, frozen_at=frozen_at)
    if latest is None or minutes.state != MinutesState.CORRECTING:
        return content
    return as_erratum(content, of=Content.from_json(latest.content), reason=correction_reason(minutes))


def correction_reason(minutes: Minutes) -> str:
    opened = minutes.events.filter(after=MinutesState.CORRECTING).last()
    return opened.reason if opened else ""


@dataclass(frozen=True)
class Changes:
    """What the live text says otherwise than the version that was circulated. ``seen`` names exactly this text."""

    parts: tuple[str, ...]
    seen: str


def changes_since(version: MinutesVersion, live: Content) -> Changes:
    return Changes(changed_parts(Content.from_json(version.content), live), text_digest(live))


def text_digest(content: Content) -> str:
    """The same for two contents that differ by their number and date only."""
    return comparable(content).sha256()


# --- Files ------------------------------------------------------------------------------------------------------------


def latest_file(version: MinutesVersion, edition: EditionCode = EditionCode.MEMBERS) -> MinutesFile | None:
    """The sealed document with the most signatures."""
    issued = version.files.filter(edition=edition).exclude(kind=FileKind.SCAN)
    return issued.order_by("-signatures_count", "-id").first()


def sealed_file(minutes: Minutes) -> MinutesFile | None:
    version = adopted_version(minutes)
    return latest_file(version) if version else None
