"""From a companion's content to one page of HTML with its style in it."""

import functools
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from django.template import Context, Engine

from minutes.companions.seal import Seal
from minutes.content import MeetingFacts
from minutes.layouts import phrases
from minutes.layouts.registry import COMMON_STYLE
from minutes.layouts.registry import HOME as LAYOUTS

HOME = Path(__file__).parent


class Companion(Protocol):
    """`folder` holds its template and style; `heading` is also its title, which `line` completes; `foot` stands at the
    foot of each page.
    """

    @property
    def folder(self) -> str: ...

    @property
    def heading(self) -> str: ...

    @property
    def subtitle(self) -> str: ...

    @property
    def cluster_name(self) -> str: ...

    @property
    def line(self) -> str: ...

    @property
    def foot(self) -> str: ...

    @property
    def dated(self) -> str: ...

    @property
    def is_draft(self) -> bool: ...

    @property
    def seal(self) -> Seal | None: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class OfCluster:
    """A companion of one cluster."""

    cluster_name: str
    full_name: str = ""
    seal: Seal | None = None
    is_draft: bool = False

    @property
    def subtitle(self) -> str:
        return self.full_name or self.cluster_name


@dataclass(frozen=True, slots=True, kw_only=True)
class OfMeeting:
    """A companion of one meeting."""

    meeting: MeetingFacts
    seal: Seal | None = None

    @property
    def subtitle(self) -> str:
        parts = self.meeting.title or self.meeting.kind_label, self.cluster_name
        return " · ".join(part for part in parts if part)

    @property
    def cluster_name(self) -> str:
        return self.meeting.cluster_name

    @property
    def line(self) -> str:
        return phrases.meeting_line(self.meeting)

    @property
    def hours(self) -> str:
        return phrases.hours(self.meeting)

    @property
    def foot(self) -> str:
        return ""

    @property
    def dated(self) -> str:
        return self.seal.sealed_at if self.seal else self.meeting.starts_at

    @property
    def is_draft(self) -> bool:
        return False


def companion_html(sheet: Companion) -> str:
    context = Context({"sheet": sheet, "style": _style(sheet.folder)}, use_l10n=False)
    return _engine().get_template(f"{sheet.folder}/template.html").render(context)


@functools.cache
def _style(folder: str) -> str:
    files = LAYOUTS / COMMON_STYLE, HOME / "common/companion.css", HOME / folder / "style.css"
    return "".join(file.read_text() for file in files)


@functools.cache
def _engine() -> Engine:
    """What is sealed looks the same on a companion as on a record."""
    folders = [str(HOME), str(LAYOUTS)]
    return Engine(dirs=folders, builtins=["minutes.layouts.filters"], string_if_invalid="¿%s?")
